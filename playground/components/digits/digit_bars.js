// What a network makes of a drawing: ten bars, the largest one marked, and the 28×28 pixels that it sees.

import { element, write } from "../shared/dom.js";
import { label } from "../shared/label.js";
import { drawing } from "../shared/live.js";
import { percent } from "../shared/numerals.js";
import { floats } from "../shared/theme.js";

const SIDE = 28;

export default drawing((root) => {
  const reading = element(root, "div", "reading");
  const bars = element(reading, "div", "bars", { role: "img" });
  const rows = Array.from({ length: 10 }, (_, digit) => makeRow(bars, digit));
  const heard = element(bars, "div", "words");
  const seen = element(reading, "div", "seen");
  const picture = element(seen, "canvas", "", { width: SIDE, height: SIDE, role: "img", "aria-label": "the 28×28 pixels that the network sees" });
  write(element(seen, "div", "words"), "What the network sees: your digit, scaled and centred on 28×28 pixels.");
  const describe = label(bars);
  let data = null;

  function take(next) {
    data = { ...next, outputs: floats(next.outputs), pixels: floats(next.pixels) };
    const best = data.outputs.indexOf(Math.max(...data.outputs));
    const any = data.outputs[best] > 0;
    rows.forEach(({ row, bar, value }, digit) => {
      const share = data.outputs[digit];
      row.className = any && digit === best ? "row best" : "row";
      bar.style.transform = `scaleX(${Math.max(0, Math.min(1, share))})`;
      write(value, any ? percent(share) : "–");
    });
    write(heard, data.probabilities ? "Softmax: the ten outputs add up to 100 %." : "Not softmax: each output stands by itself, and they need not add up to 100 %.");
    describe(any ? [...data.outputs].map((share, digit) => `${digit}: ${percent(share, 0)}`).join(", ") : "nothing drawn yet");
  }

  function draw(colours) {
    bars.style.setProperty("--bar", colours.train);
    bars.style.setProperty("--best", colours.positive);
    const context = picture.getContext("2d");
    const image = context.createImageData(SIDE, SIDE);
    data.pixels.forEach((ink, i) => {
      const grey = Math.round(255 * (colours.dark ? ink : 1 - ink));
      image.data.set([grey, grey, grey, 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }

  function read() {
    const shares = [...data.outputs];
    const best = shares.indexOf(Math.max(...shares));
    const told = shares[best] > 0 ? `The largest output is that for ${best}, ${percent(shares[best])}` : "Nothing is drawn yet";
    const row = (share, digit) => [String(digit), shares[best] > 0 ? percent(share) : "–"];
    return { sentence: `${told}.`, tables: [{ caption: "The ten outputs", head: ["digit", "output"], items: shares, row }] };
  }

  return { take, draw, read };
});

function makeRow(bars, digit) {
  const row = element(bars, "div", "row");
  write(element(row, "div", "digit"), String(digit));
  const bar = element(element(row, "div", "rail"), "div", "bar");
  return { row, bar, value: element(row, "div", "value") };
}
