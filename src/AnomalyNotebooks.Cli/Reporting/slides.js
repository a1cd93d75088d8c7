// One slide at a time. Keys: arrows, space, page up and down, home, end, f for the whole screen. Touch: swipe. The address keeps the place.
(function () {
  "use strict";

  // The target of an event may be the document, which has no closest.
  function isControlOf(event) { return event.target instanceof Element && Boolean(event.target.closest("input, select")); }

  const slides = Array.from(document.querySelectorAll(".slide"));
  const place = document.getElementById("place");
  const progress = document.getElementById("progress");
  let at = 0;

  function fragments() { return Array.from(slides[at].querySelectorAll(".fragment")); }

  function show(index, complete) {
    at = Math.max(0, Math.min(slides.length - 1, index));
    slides.forEach(function (slide, i) { slide.hidden = i !== at; });
    fragments().forEach(function (fragment) { fragment.classList.toggle("waiting", !complete); });
    place.textContent = (at + 1) + " / " + slides.length;
    progress.style.width = 100 * (at + 1) / slides.length + "%";
    history.replaceState(null, "", "#" + (at + 1));
    fit(slides[at]);
  }

  // Words and tables become smaller, to a limit, until they fit; what is still too long scrolls in its place, at a size one can read.
  function fit(slide) {
    const parts = slide.classList.contains("both") ? Array.from(slide.children) : [slide];
    const room = slide.clientHeight - parseFloat(getComputedStyle(slide).paddingTop) - parseFloat(getComputedStyle(slide).paddingBottom);
    parts.forEach(function (part) {
      const base = parts.length > 1 && part.classList.contains("words") ? 88 : 100;
      const isTooLong = function () { return part === slide ? part.scrollHeight > part.clientHeight + 1 : part.scrollHeight > room + 1; };
      let size = base;
      part.style.fontSize = "";
      while (isTooLong() && size > 68) part.style.fontSize = (size -= 4) + "%";
      if (isTooLong()) part.style.fontSize = Math.min(base, 80) + "%";
    });
  }

  // Figures become as high as the window has room for.
  const react = window.Plotly && window.Plotly.react;
  if (react) window.Plotly.react = function (element, data, layout, config) {
    const slide = element.closest(".slide");
    const figures = slide.querySelectorAll(".anomaly-figure");
    const others = Array.from(slide.querySelectorAll(".shown table, .shown pre")).reduce(function (sum, other) { return sum + other.offsetHeight + 30; }, 0);
    const room = Math.max(240, (0.86 * innerHeight - others) / figures.length - 36);
    const height = Math.min(Math.max(layout.height || 450, 0.6 * innerHeight), room);
    element.style.minHeight = height + "px";
    return react.call(window.Plotly, element, data, Object.assign({}, layout, { height: height }), config).then(function (drawn) {
      if (!slide.hidden) fit(slide);
      return drawn;
    });
  };
  addEventListener("resize", function () { fit(slides[at]); });

  function next() {
    const waiting = fragments().find(function (fragment) { return fragment.classList.contains("waiting"); });
    if (waiting) waiting.classList.remove("waiting");
    else if (at < slides.length - 1) show(at + 1, false);
  }

  function back() {
    const shown = fragments().filter(function (fragment) { return !fragment.classList.contains("waiting"); }).pop();
    if (shown) shown.classList.add("waiting");
    else if (at > 0) show(at - 1, true);
  }

  const keys = {
    ArrowRight: next, ArrowDown: next, PageDown: next, " ": next, Enter: next,
    ArrowLeft: back, ArrowUp: back, PageUp: back, Backspace: back,
    Home: function () { show(0, false); }, End: function () { show(slides.length - 1, true); },
    f: function () { if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen(); },
  };
  addEventListener("keydown", function (event) {
    const isControl = event.target.closest("summary, a, button");
    if (isControlOf(event)) return; // the keys of a control are its own
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key] || (isControl && (event.key === " " || event.key === "Enter"))) return;
    event.preventDefault();
    if (event.key === " " && event.shiftKey) back(); else keys[event.key]();
  });

  document.getElementById("next").addEventListener("click", next);
  document.getElementById("back").addEventListener("click", back);

  let startX = 0, startY = 0, isControl = false;
  addEventListener("touchstart", function (event) { isControl = isControlOf(event); startX = event.changedTouches[0].clientX; startY = event.changedTouches[0].clientY; }, { passive: true });
  addEventListener("touchend", function (event) {
    const x = event.changedTouches[0].clientX - startX, y = event.changedTouches[0].clientY - startY;
    if (!isControl && Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) { if (x < 0) next(); else back(); }
  }, { passive: true });

  addEventListener("hashchange", function () { show(Number(location.hash.slice(1)) - 1 || 0, false); });
  show(Number(location.hash.slice(1)) - 1 || 0, false);
})();
