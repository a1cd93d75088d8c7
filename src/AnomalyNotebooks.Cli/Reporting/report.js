// Folds the code of all cells, marks the section in view in the table of contents, and folds the contents on narrow screens.
(function () {
  "use strict";

  const button = document.getElementById("fold");
  const code = Array.from(document.querySelectorAll("details.code"));
  button.addEventListener("click", function () {
    const hide = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(hide));
    button.textContent = hide ? "Show code" : "Hide code";
    code.forEach(function (cell) { cell.open = !hide && !("hidden" in cell.dataset); });
  });

  const contents = document.querySelector("nav details");
  const narrow = matchMedia("(max-width: 1099px)");
  function fit() { contents.open = !narrow.matches; }
  narrow.addEventListener("change", fit);
  fit();
  contents.addEventListener("click", function (event) {
    if (narrow.matches && event.target.tagName === "A") contents.open = false;
  });

  const links = new Map(Array.from(contents.querySelectorAll("a")).map(function (link) { return [link.hash.slice(1), link]; }));
  const targets = Array.from(links.keys()).map(function (id) { return document.getElementById(id); }).filter(Boolean);
  let current = null;
  function mark() {
    const edge = innerHeight * 0.3;
    let shown = targets[0];
    targets.forEach(function (target) { if (target.getBoundingClientRect().top <= edge) shown = target; });
    const link = shown && links.get(shown.id);
    if (!link || link === current) return;
    if (current) current.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    current = link;
    if (!narrow.matches) link.scrollIntoView({ block: "nearest" });
  }
  addEventListener("scroll", function () { requestAnimationFrame(mark); }, { passive: true });
  mark();
})();
