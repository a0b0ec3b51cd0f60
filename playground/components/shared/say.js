// The one place of the page that speaks by itself, politely: what happened, for those who do not see it happen (`say`), and what they
// read with a key (`sayNow`). What is seen to change all the time is not spoken.

const WHILE = 3000; // milliseconds from one sentence about what happened to the next; of those that come sooner, the last is spoken
const SAME = "\u00a0"; // behind a sentence that is said once more: what does not change is not spoken

// It is there before there is anything to say: a region that comes with its words is not heard. Nearly all of these stand on the page
// as well; in a closed root, no script that looks for them there finds them twice.
const place = document.body.appendChild(document.createElement("nn-said"));
place.style.cssText = "position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;";
const region = document.createElement("div");
region.setAttribute("role", "status");
place.attachShadow({ mode: "closed" }).append(region);

let waiting = "";
let timer = 0;

// With "", the sentence `before` is no longer so: it is not spoken if it still waits. Those of others stay.
export function say(sentence, before = waiting) {
  if (sentence || waiting === before) waiting = sentence;
  if (sentence && !timer) next();
}

function next() {
  timer = 0;
  if (!waiting) return;
  sayNow(waiting);
  waiting = "";
  timer = setTimeout(next, WHILE);
}

export function sayNow(sentence) {
  region.textContent = sentence && region.textContent === sentence ? sentence + SAME : sentence;
}

// For one place of the page: has its sentence said when it changes, not when it comes with the page unless `atOnce`; gives whether it was.
export function teller() {
  let before;
  return (sentence, atOnce = false) => {
    const news = before === undefined ? atOnce : sentence !== before;
    if (news) say(sentence, before ?? "");
    before = sentence;
    return news;
  };
}
