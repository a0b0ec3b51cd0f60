// Handing out: this page, or any other by a link to it; and taking back what the class has.

import { element, set, write } from "../shared/dom.js";
import { sayNow } from "../shared/say.js";
import { textField } from "./strip_form.js";
import { addressIn, here, isHere, titleOf } from "./strip_going.js";
import { button, orders } from "./strip_order.js";

const APP = / · Neural Playground$/; // behind the name of each page
const ROOM = "/class"; // the page of the class itself is handed to nobody
const HAND = "Hand out this page";
const NONE = "Paste a link to a page of this playground.";

// The title of this page as the browser shows it.
const titleHere = () => document.title.replace(APP, "") || titleOf(here());

const SHORT = 2500; // milliseconds for which a button says what it has done

const told = () => sayNow("Handed out to everyone.");

export function handing({ row, panels, tell }) {
  const hand = button(row, HAND);
  orders(hand, () => ({ do: "hand_out", address: here(), title: titleHere() }), tell(hand), () => {
    told();
    write(hand, "Handed out ✓");
    setTimeout(() => write(hand, HAND), SHORT);
  });
  const opens = button(row, "Hand out a link", "chip");
  const panel = panels.add(opens, "Hand out a link");
  const field = textField(panel.body, "A link to any page of the playground, such as Share gives", { inputmode: "url", placeholder: location.origin });
  const send = button(element(panel.body, "div", "foot"), "Hand it out", "filled");
  const given = () => {
    const address = addressIn(field.value);
    return address === null ? NONE : { do: "hand_out", address, title: titleOf(address) };
  };
  orders(send, given, tell(panel.body), () => {
    field.value = "";
    panel.close();
    told();
  });
  const back = button(row, "Take back");
  orders(back, () => ({ do: "take_back" }), tell(back));
  const out = element(panel.body, "p", "words");

  return ({ handed }) => {
    hand.hidden = isHere(ROOM);
    back.hidden = !handed;
    write(out, handed ? `Handed out now: ${handed.title}` : "Nothing is handed out now.");
    if (handed) set(back, "aria-label", `Take back ${handed.title}`);
    if (handed) back.title = handed.title;
  };
}
