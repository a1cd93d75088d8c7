// Draws one figure into every element that waits for it. Called with the element's id, the figure, the dark theme's colours and
// where plotly.js is to be had if the page has not loaded it. Works pasted into any page, more than once, in light and dark.
(function (id, figure, darkColours, source) {
  "use strict";

  // A page is dark where its text is light.
  function isDark(element) {
    var rgb = (getComputedStyle(element).color.match(/[\d.]+/g) || [0, 0, 0]).map(Number);
    return 0.3 * rgb[0] + 0.6 * rgb[1] + 0.1 * rgb[2] > 140;
  }

  function lines(text, width) {
    var result = [], line = "";
    text.split(" ").forEach(function (word) {
      if (line && line.length + 1 + word.length > width) { result.push(line); line = ""; }
      line += (line ? " " : "") + word;
    });
    result.push(line);
    return result.map(function (part) { return part.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"); });
  }

  // Titles do not wrap by themselves.
  function breakTitle(layout, width) {
    var meta = layout.meta;
    if (!meta || !meta.title || !layout.margin) return;
    var title = lines(meta.title, Math.floor(width / 9.5)), subtitle = meta.subtitle ? lines(meta.subtitle, Math.floor(width / 7.4)) : [];
    layout.margin.t = 30 + (meta.extra || 0) + 22 * title.length + 17 * subtitle.length;
    layout.title.pad = { l: 12, t: title.length + subtitle.length > 1 ? 25 : 13 };
    layout.title.text = title.join("<br>") + (subtitle.length ? '<br><span style="font-size:12px">' + subtitle.join("<br>") + "</span>" : "");
  }

  // Panels side by side are too narrow for a phone: below each other, each with its own axis labels.
  function stack(layout, panels) {
    for (var i = 0; i < panels; i++) {
      var suffix = i ? i + 1 : "", x = layout["xaxis" + suffix], y = layout["yaxis" + suffix];
      x.domain = [0, 1];
      y.domain = [(panels - 1 - i + 0.14) / panels, (panels - i - (i ? 0.14 : 0)) / panels];
      y.showticklabels = true;
      if (i < panels - 1) delete x.title;
    }
    layout.height = 130 + 230 * panels;
  }

  // Texts at the ends of bars and beside points need a larger part of a narrow plot.
  function widen(copy) {
    copy.data.forEach(function (trace) {
      var axis = copy.layout[(trace.xaxis || "x").replace("x", "xaxis")];
      if (trace.text && trace.type !== "heatmap" && axis && axis.range) axis.range = [axis.range[0], axis.range[1] + 0.25 * (axis.range[1] - axis.range[0])];
    });
  }

  function adapt(width, visible, dark) {
    var copy = JSON.parse(JSON.stringify(figure), function (key, value) {
      return dark && typeof value === "string" && Object.hasOwn(darkColours, value) ? darkColours[value] : value;
    });
    var layout = copy.layout = copy.layout || {};
    layout.width = width;
    breakTitle(layout, visible);
    var theme = layout.template && layout.template.layout;
    if (dark && theme) theme.paper_bgcolor = theme.plot_bgcolor = "rgba(0,0,0,0)";
    if (width < 560) {
      if (theme) theme.font.size = 11;
      if (theme) theme.title.font.size = 15;
      if (layout.margin) { layout.margin.l = Math.min(layout.margin.l, 44); layout.margin.r = Math.min(layout.margin.r, 12); }
      widen(copy);
      if (layout.meta && layout.meta.panels > 1) stack(layout, layout.meta.panels);
      if (layout.legend && layout.legend.orientation && layout.meta) layout.margin.t -= 26;
      if (layout.legend) Object.assign(layout.legend, { orientation: "h", x: 0, xanchor: "left", y: 0, yanchor: "bottom", yref: "container" });
      copy.config = Object.assign({}, copy.config, { displayModeBar: false });
    }
    return copy;
  }

  function show(element) {
    var state = "";
    function draw() {
      var width = element.clientWidth && Math.max(element.clientWidth, (figure.layout && figure.layout.meta && figure.layout.meta.minWidth) || 0), dark = isDark(element), now = width + " " + dark;
      if (!width || now === state) return;
      state = now;
      var copy = adapt(width, element.clientWidth, dark);
      window.Plotly.react(element, copy.data, copy.layout, Object.assign({ showSendToCloud: false }, copy.config, { responsive: false }));
    }
    function later() { setTimeout(draw, 0); }
    element.dataset.drawn = "";
    element.textContent = "";
    draw();
    new ResizeObserver(later).observe(element);
    var themes = new MutationObserver(later);
    themes.observe(document.documentElement, { attributes: true });
    themes.observe(document.body, { attributes: true });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
  }

  function showAll() {
    document.querySelectorAll('[data-figure="' + id + '"]:not([data-drawn])').forEach(show);
  }

  function load() {
    if (window.Plotly) return showAll();
    var script = document.querySelector("script[data-plotly]");
    if (!script) {
      script = document.createElement("script");
      script.setAttribute("data-plotly", "");
      script.charset = "utf-8";
      script.src = source;
      script.addEventListener("error", function () { script.remove(); });
      document.head.appendChild(script);
    }
    script.addEventListener("load", showAll);
  }

  // A page may bring its own plotly.js further down: wait until it has been read.
  if (document.readyState === "loading" && !window.Plotly) document.addEventListener("DOMContentLoaded", load);
  else load();
})
