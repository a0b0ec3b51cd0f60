// A challenge, as a learner has it: what counts, one's own run, and the table of results.

import { element, html, write } from "../shared/dom.js";
import { button, orders, problemLine } from "./strip_order.js";

// The body of the panel for one contest; the function it gives patches it.
export function contestIn(place, contest) {
  write(element(place, "p", "asks"), contest.words);
  const foot = element(place, "div", "foot");
  const enter = button(foot, "Hand in my run", "filled");
  const tell = problemLine(place);
  orders(enter, () => ({ do: "enter" }), tell);
  const own = element(place, "p", "sent", { role: "status" });
  const show = resultsIn(place);
  return (now, entry) => {
    foot.hidden = !now.open;
    own.className = entry?.problem ? "problem" : "sent"; // what does not count is not told as if it did
    write(own, [entryTold(entry), !now.open && "The challenge is closed."].filter(Boolean).join(" "));
    show(now);
  };
}

function entryTold(entry) {
  if (!entry) return "";
  if (entry.problem) return entry.problem;
  return entry.words ? `Your run: ${entry.words}.` : "Your run is being judged: it is trained again here, from the start.";
}

// The table of results; whose name is not shown is a learner.
export function resultsIn(place) {
  const waits = element(place, "p", "words");
  const table = element(place, "table", "results");
  const head = html("tr", "", ...["Place", "Who", "Result"].map((name) => Object.assign(html("th", "", name), { scope: "col" })));
  const rows = html("tbody", "");
  table.append(html("thead", "", head), rows);
  let before = "";
  return ({ table: results, waiting }) => {
    write(waits, waiting ? `${waiting} still to be judged.` : results.length ? "" : "No results yet.");
    waits.hidden = !waits.textContent;
    table.hidden = !results.length;
    const looks = JSON.stringify(results);
    if (looks === before) return;
    before = looks;
    rows.replaceChildren(...results.map(({ place: at, who, words }) => html("tr", "", html("td", "", `${at}.`), html("td", "who", who ?? "a learner"), html("td", "", words))));
  };
}
