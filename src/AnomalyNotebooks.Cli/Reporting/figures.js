// Draws the figures of a page as they come near the view, and the others while the browser has nothing else to do.
(function () {
  "use strict";

  const waiting = new Map();
  document.querySelectorAll("script[data-figure-json]").forEach(function (script) {
    const id = script.dataset.figureJson;
    document.querySelectorAll('.anomaly-figure[data-figure="' + id + '"]').forEach(function (element) { waiting.set(element, script); });
  });

  const near = new IntersectionObserver(function (entries) {
    entries.filter(function (entry) { return entry.isIntersecting; }).forEach(function (entry) { draw(entry.target); });
  }, { rootMargin: "1000px 0px" });

  function draw(element) {
    const script = waiting.get(element);
    if (!script) return;
    waiting.delete(element);
    near.unobserve(element);
    window.drawFigure(script.dataset.figureJson, JSON.parse(script.textContent), window.darkColours, window.plotlyAddress);
  }

  const whenIdle = window.requestIdleCallback || function (callback) { return setTimeout(callback, 50); };
  function drawNext() {
    const next = waiting.keys().next();
    if (next.done) return;
    draw(next.value);
    whenIdle(drawNext);
  }

  waiting.forEach(function (_, element) { near.observe(element); });
  whenIdle(drawNext);
  window.addEventListener("beforeprint", function () { Array.from(waiting.keys()).forEach(draw); });
})();
