// A page whose desk is gone from the server, which was started again, say, answers to no press any more: it is loaded anew.

const PATIENCE = 3000; // milliseconds: a page that has just been loaded may change its desk
const APART = 30000; // milliseconds from one time to the next
const PLACE = "neural-playground-returned"; // when this tab was loaded anew last

let sat = false; // whether this page has had a desk
let waits = 0;

// To be called with each state of the class.
export function comeBackWhereGone(state) {
  if (state && !state.sits && sat) {
    waits ||= setTimeout(again, PATIENCE);
    return;
  }
  sat ||= Boolean(state?.sits);
  clearTimeout(waits);
  waits = 0;
}

function again() {
  try {
    const left = Number(sessionStorage.getItem(PLACE)) + APART - Date.now();
    if (left > 0) return void (waits = setTimeout(again, left));
    sessionStorage.setItem(PLACE, String(Date.now()));
  } catch {
    return; // a browser that stores nothing could do so for ever
  }
  location.reload();
}
