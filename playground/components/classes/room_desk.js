// The desk of the teacher: what the server is doing, the files that leave, and the end of all that is kept.

import { element, write } from "../shared/dom.js";
import { grouped } from "../shared/numerals.js";
import { asksFirst, button, download, problemLine, sends } from "./room_form.js";

const FIGURES = [["learners", "pages open"], ["steps", "steps a second"], ["memory", "memory"], ["waiting", "runs in line"], ["lost", "workers lost"]];

export function makeDesk(parent) {
  const root = element(parent, "section", "desk");
  write(element(root, "h2"), "The desk");
  const list = element(root, "dl", "server");
  const figures = FIGURES.map(([key, words]) => {
    const pair = element(list, "div");
    write(element(pair, "dt"), words);
    return { key, value: element(pair, "dd") };
  });
  const line = element(root, "div", "line");
  const problem = problemLine(root);
  const results = button(line, "Results as CSV");
  sends(results, problem, () => ({ do: "results" }), download);
  const runs = button(line, "All runs as a zip");
  sends(runs, problem, () => ({ do: "runs" }), download);
  asksFirst(line, {
    text: "Delete everything",
    question: "Delete the class with all nicknames, answers, drawings and runs, now?",
    sure: "Delete everything",
    problem,
    order: () => ({ do: "delete" }),
  });
  const ends = element(root, "p", "small");
  return {
    show({ server, ends: end, now, heard }) {
      for (const { key, value } of figures) write(value, inWords(key, server[key]));
      write(ends, `Kept on this server: nicknames, answers, drawings and runs. They are deleted ${dayOf(end, now, heard)}, or as soon as you delete them.`);
    },
    close: () => {},
  };
}

function inWords(key, value) {
  return key === "memory" ? `${grouped(value)} MB` : grouped(value);
}

// The moment by the clock of this device, whatever the server's says.
function dayOf(end, now, heard = performance.now()) {
  const moment = new Date(Date.now() + 1000 * (end - now) - (performance.now() - heard));
  moment.setMinutes(moment.getMinutes() + (moment.getSeconds() >= 30 ? 1 : 0), 0, 0);
  return moment.toLocaleString("en-GB", { weekday: "long", hour: "2-digit", minute: "2-digit" }).replace(/,? (?=\d)/, " at ");
}
