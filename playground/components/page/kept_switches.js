// The switches that this browser keeps: that every drawing is read as a sentence and tables, see `read_it.js`, and `sound.js`.

import { element, write } from "../shared/dom.js";
import { live } from "../shared/live.js";
import { tables } from "../shared/read_it.js";
import { lacking, sound } from "../shared/sound.js";

const SOUNDS = { tone: "Sound: the cost as a tone that falls as it trains", voice: "Sound: the answer is spoken" };

export default live((root) => {
  const read = build(root, tables);
  const heard = build(root, sound);
  const lacks = element(root, "p", "lacks");
  write(read.label, "Read charts as sentences and tables (T)");
  return {
    take(data) {
      heard.line.hidden = !data.sound;
      write(heard.label, SOUNDS[data.sound] ?? "");
      write(lacks, lacking[data.sound]?.() ?? "");
    },
    draw: () => {},
    close() {
      read.leave();
      heard.leave();
    },
  };
});

function build(root, choice) {
  const line = element(root, "label", "switch");
  const box = /** @type {HTMLInputElement} */ (element(line, "input", "", { type: "checkbox" }));
  const show = () => (box.checked = choice.on);
  box.addEventListener("change", () => (choice.on = box.checked));
  show();
  return { line, label: element(line, "span"), leave: choice.follow(show) };
}
