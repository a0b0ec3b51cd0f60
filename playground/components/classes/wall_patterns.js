// Patterns before persons: how accuracy, epoch, cost and one of the settings are distributed over all runs of the class.

import { element } from "../shared/dom.js";
import { percent } from "../shared/numerals.js";
import { number } from "../shared/theme.js";
import { select, whenChanged } from "./room_form.js";
import { binned, binTable, chartPlace, choiceTable, median, ofRuns, paintBins, paintChoices } from "./wall_charts.js";

const FEW = 8; // values of a setting that get a bar each
const MOST = 12; // bars of a setting

export function makePatterns(parent, labels) {
  const root = element(parent, "div", "patterns");
  const places = Array.from({ length: 4 }, () => chartPlace(root));
  const key = select(places[3].root, "Setting", [["learning-rate", labels["learning-rate"] ?? "learning-rate"]]);
  const [accuracy, epoch, cost, setting] = [
    showBins(places[0], "Test accuracy", { low: 0, high: 1 }, (share) => percent(share, 0)),
    showBins(places[1], "Epoch", { low: 0 }, number),
    showBins(places[2], "Test cost", { low: 0, log: true }, number),
    showSetting(places[3]),
  ].map(whenChanged);
  let last = /** @type {any[]} */ ([]);
  let width = "";

  const showKey = () => {
    const name = key.box.value;
    const found = last.map(({ settings }) => settings?.[name]).filter((value) => value !== undefined && value !== null).map(told);
    setting({ name: labels[name] ?? name, values: found }, width);
  };
  key.box.addEventListener("change", showKey);
  return {
    show(tiles, wide) {
      last = Object.values(tiles);
      width = wide;
      const all = (name) => last.map((tile) => tile[name]).filter(Number.isFinite);
      accuracy(all("accuracy"), width);
      epoch(all("epoch"), width);
      cost(all("cost"), width);
      const known = Object.keys(labels).filter((name) => name === key.box.value || last.some(({ settings }) => settings?.[name] !== undefined));
      if (known.length && known.join() !== [...key.box.options].map(({ value }) => value).join()) {
        const chosen = key.box.value;
        key.show(known.map((name) => [name, labels[name]]));
        key.box.value = chosen;
      }
      showKey();
    },
    close: () => places.forEach((place) => place.close()),
  };
}

// What is a list, as hidden layers are, in words.
const told = (value) => (Array.isArray(value) ? value.join(", ") || "none" : value);

const showBins = (place, title, ends, value) => (values) => {
  if (!values.length) return showNone(place, title);
  const bins = binned(values, ends);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  place.show({
    title,
    sentence: `${title} of ${ofRuns(values.length)}: half of them ${value(median(values))} or more; from ${value(low)} to ${value(high)}.`,
    tables: [binTable(title, bins, value)],
    paint: (body) => paintBins(body, bins, { value }),
  });
};

const showSetting = (place) => ({ name, values }) => {
  if (!values.length) return showNone(place, name);
  const numbers = values.every(Number.isFinite);
  const kinds = new Set(values.map(String));
  if (numbers && kinds.size > FEW) return showBins(place, name, { log: true }, number)(values);
  const count = (kind) => values.filter((value) => String(value) === kind).length;
  const rows = [...kinds].map((kind) => ({ name: numbers ? number(Number(kind)) : kind, kind, count: count(kind) }));
  rows.sort((one, other) => (numbers ? Number(one.kind) - Number(other.kind) : other.count - one.count));
  const most = rows.reduce((best, row) => (row.count > best.count ? row : best));
  const bars = rows.slice(0, MOST);
  return place.show({
    title: name,
    sentence: `${name} of ${ofRuns(values.length)}: ${most.name} is the most usual, in ${ofRuns(most.count)}.`,
    tables: [choiceTable(name, rows)],
    paint: (body) => paintChoices(body, bars),
  });
};

function showNone(place, title) {
  place.show({ title, sentence: `${title}: no run has any yet.`, tables: [], paint: (body) => (element(body, "p", "quiet").textContent = "Nothing yet") });
}
