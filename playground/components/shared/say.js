// The one place of the page that speaks by itself, politely: what happened, for those who do not see it happen (`say`), and what they
// read with a key (`read`). What is seen to change all the time is not spoken.

const WHILE = 3000; // milliseconds from one sentence about what happened to the next; of those that come sooner, the last is spoken
const SAME = "\u00a0"; // behind a sentence that is said once more: what does not change is not spoken

// It is there before there is anything to say: a region that comes with its words is not heard.
const region = document.createElement("div");
region.className = "nn-said";
region.setAttribute("role", "status");
region.style.cssText = "position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;";
document.body.append(region);

let waiting = "";
let timer = 0;

export function say(sentence) {
  waiting = sentence;
  if (sentence && !timer) next();
}

function next() {
  timer = 0;
  if (!waiting) return;
  read(waiting);
  waiting = "";
  timer = setTimeout(next, WHILE);
}

export function read(sentence) {
  region.textContent = sentence && region.textContent === sentence ? sentence + SAME : sentence;
}
