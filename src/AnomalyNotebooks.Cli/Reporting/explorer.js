// The panel of a ThresholdExplorer: a reader moves the threshold, sets traffic and share of attacks, compares two detectors.
(function () {
  "use strict";

  function make(tag, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function whole(value) { return Math.round(value).toLocaleString("en-US"); }

  function count(value) { return value >= 10 || value === 0 ? whole(value) : value.toPrecision(2); }

  function percent(share) {
    const value = 100 * share;
    return (value === 0 ? "0" : value < 0.1 ? value.toFixed(3) : value < 1 ? value.toFixed(2) : value.toFixed(1)) + " %";
  }

  // The control and its label, one below the other; every control has a name that a screen reader reads.
  function field(label, control, id) {
    const box = make("div", undefined, "explorer-field");
    const name = make("label", label);
    control.id = id;
    name.htmlFor = id;
    box.append(name, control);
    return box;
  }

  function numberField(value, min, max) {
    const input = make("input");
    input.type = "number";
    input.step = "any";
    input.min = min;
    if (max !== undefined) input.max = max;
    input.value = value;
    return input;
  }

  function choice(names, selected, none) {
    const select = make("select");
    if (none) select.append(new Option("none", "-1"));
    names.forEach(function (name, i) { select.append(new Option(name, String(i))); });
    select.value = String(selected);
    return select;
  }

  // What a detector does when a false-positive rate of the list is asked for, on a day with so many flows.
  function day(data, detector, step, prevalence, flows) {
    const at = Math.max(0, detector.asked.indexOf(data.rates[step]));
    const total = data.categories.reduce(function (sum, category) { return sum + category.flows; }, 0);
    const recalls = detector.recall[at];
    const found = recalls.reduce(function (sum, recall, i) { return sum + recall * data.categories[i].flows; }, 0) / total;
    const rate = detector.falsePositiveRate[at];
    const real = found * prevalence * flows, false_ = rate * (1 - prevalence) * flows;
    return {
      isBelow: detector.asked.indexOf(data.rates[step]) < 0, asked: detector.asked[at], threshold: detector.threshold[at], rate: rate,
      found: found, alarms: real + false_, real: real, missed: (1 - found) * prevalence * flows,
      precision: real + false_ > 0 ? real / (real + false_) : 0, recalls: recalls,
    };
  }

  function build(script, number) {
    const data = JSON.parse(script.textContent);
    data.rates = Array.from(new Set(data.detectors.flatMap(function (detector) { return detector.asked; }))).sort(function (a, b) { return a - b; });
    const names = data.detectors.map(function (detector) { return detector.name; });
    const id = "explorer-" + number + "-";

    const panel = make("section", undefined, "explorer");
    panel.setAttribute("aria-label", "Threshold explorer");
    const slider = make("input");
    slider.type = "range";
    slider.min = 0;
    slider.max = data.rates.length - 1;
    slider.step = 1;
    slider.value = data.rates.reduce(function (best, rate, i) {
      return Math.abs(rate - 0.01) < Math.abs(data.rates[best] - 0.01) ? i : best;
    }, 0);
    const first = choice(names, 0, false), second = choice(names, names.length > 1 ? 1 : -1, true);
    const prevalence = numberField(100 * data.prevalence, 0, 100), flows = numberField(data.flowsPerDay, 1);
    const controls = make("div", undefined, "explorer-controls");
    const sliderField = field("False positives asked for", slider, id + "rate");
    sliderField.classList.add("explorer-wide");
    const shown = make("output");
    shown.htmlFor = id + "rate";
    sliderField.append(shown);
    controls.append(sliderField, field("Detector", first, id + "first"), field("compared with", second, id + "second"),
      field("Attacks, % of flows", prevalence, id + "prevalence"), field("Flows a day", flows, id + "flows"));
    const results = make("div", undefined, "explorer-results");
    results.setAttribute("aria-live", "polite");
    panel.append(make("p", data.title, "explorer-title"), controls, results);
    panel.append(make("p", "Thresholds are set on held-out normals. Attack labels are used only to judge.", "explorer-note"));
    script.replaceWith(panel);

    function show() {
      const share = Math.min(100, Math.max(0, Number(prevalence.value) || 0)) / 100, traffic = Math.max(0, Number(flows.value) || 0);
      const step = Number(slider.value);
      const chosen = [first, second].map(function (select) { return Number(select.value); }).filter(function (i, place, all) {
        return i >= 0 && all.indexOf(i) === place;
      });
      const days = chosen.map(function (i) { return day(data, data.detectors[i], step, share, traffic); });
      const text = percent(data.rates[step]);
      shown.textContent = text;
      slider.setAttribute("aria-valuetext", text);

      const table = make("table");
      const head = make("tr");
      head.append(make("th", ""));
      chosen.forEach(function (i, place) { head.append(make("th", names[i], "explorer-" + place)); });
      table.append(make("thead"));
      table.tHead.append(head);
      const body = make("tbody");
      table.append(body);
      function row(label, value) {
        const line = make("tr");
        const name = make("th", label);
        name.scope = "row";
        line.append(name);
        days.forEach(function (result) { line.append(make("td", value(result), "number")); });
        body.append(line);
      }
      row("alarms a day", function (r) { return count(r.alarms); });
      row("of them attacks", function (r) { return count(r.real); });
      row("precision", function (r) { return percent(r.precision); });
      row("attacks missed a day", function (r) { return count(r.missed); });
      row("attacks found", function (r) { return percent(r.found); });
      row("false positives achieved", function (r) { return percent(r.rate); });
      row("threshold", function (r) { return r.threshold === null ? "n/a" : Number(r.threshold.toPrecision(4)).toString(); });

      const bars = make("div", undefined, "explorer-bars");
      bars.append(make("h4", "Attacks found, by category"));
      data.categories.forEach(function (category, c) {
        const line = make("div", undefined, "explorer-bar");
        line.append(make("span", category.name + " (" + whole(category.flows) + ")", "explorer-name"));
        const tracks = make("span", undefined, "explorer-tracks");
        days.forEach(function (result, place) {
          const track = make("span", undefined, "explorer-track explorer-" + place);
          const bar = make("span", undefined, "explorer-fill");
          bar.style.width = "calc((100% - 3.8rem) * " + result.recalls[c] + ")"; // the rest is the number's
          track.append(bar, make("span", percent(result.recalls[c]), "explorer-value"));
          tracks.append(track);
        });
        line.append(tracks);
        bars.append(line);
      });
      const below = days.map(function (result, place) { return result.isBelow ? names[chosen[place]] : ""; }).filter(Boolean);
      results.replaceChildren(table, bars);
      if (below.length > 0) {
        results.append(make("p", below.join(" and ") + ": too few held-out normals for so low a rate; shown is the lowest that they support.", "explorer-note"));
      }
    }

    [slider, first, second, prevalence, flows].forEach(function (control) { control.addEventListener("input", show); });
    show();
  }

  document.querySelectorAll("script[data-explorer]").forEach(build);
})();
