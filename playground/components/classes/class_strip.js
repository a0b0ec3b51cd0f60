// The bar of a class: it is fetched once this page belongs to one, and then stays while Streamlit goes from page to page.

import { serveDesk, watch } from "./connection.js";
import { firstPage } from "./strip_going.js";
import { comeBackWhereGone } from "./strip_return.js";

let bar = null;
let coming = null;
let known = null; // what the class told last
let turned = 0; // how often the class has changed what trains here
let post = null;
let place = null; // where Streamlit put this component, in the look of the page

watch((state) => {
  known = state;
  drawAnew(state?.turn ?? 0);
  comeBackWhereGone(state);
  if (bar) bar.take(state);
  else if (state) coming ??= fetchBar();
});

// The page has buttons that say whether it trains: it is drawn anew when the class has changed that from outside.
function drawAnew(turn) {
  if (turn > turned) post?.put(() => ({ turn }));
  turned = turn;
}

async function fetchBar() {
  const { openBar } = await import("./strip_bar.js");
  bar = openBar();
  if (place) bar.dress(place);
  bar.take(known);
}

export default function ({ data, parentElement, mail }) {
  post = mail;
  place = parentElement.host ?? parentElement;
  firstPage(data.first);
  bar?.dress(place);
  bar?.look();
  serveDesk(data.desk);
}
