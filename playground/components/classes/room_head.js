// The head of the teacher's page: the code, as large as a projector needs it, the address, and who may come in.

import { copy } from "../page/copy_link.js";
import { element, join, set, svg, write } from "../shared/dom.js";
import { counted } from "../shared/numerals.js";
import { sayNow, teller } from "../shared/say.js";
import { button, choice, field, problemLine, sends } from "./room_form.js";

const QUIET = 4; // modules of white around a QR code
const HERE_ONLY = ["localhost", "127.0.0.1", "[::1]"];

export function makeHead(parent) {
  const root = element(parent, "section", "head-of-class");
  const invitation = makeInvitation(root);
  const large = makeLarge(root);
  const line = element(root, "div", "line");
  const here = element(line, "p", "here");
  const problem = problemLine(root);
  const door = choice(line, "Door open", problem, (open) => ({ do: "door", open }));
  const approve = choice(line, "I let each one in", problem, (on) => ({ do: "approve", on }));
  const names = choice(line, "Names shown", problem, (shown) => ({ do: "names", shown }));
  const grow = button(line, "Fill the screen");
  grow.addEventListener("click", large.open);
  const device = makeDevice(line, root);
  const waiting = makeWaiting(root, problem);
  return {
    show(state) {
      invitation.show(state);
      large.show(state);
      const inside = state.members.filter((member) => member.state === "in").length;
      write(here, `${state.here} here${inside === state.here ? "" : `, ${inside} in the class`}`);
      door.show(state.door);
      approve.show(state.approve);
      names.show(state.names);
      waiting.show(state);
    },
    close: () => device.close(),
  };
}

// The code, where to type it, and the same as a picture for a camera.
function makeInvitation(parent) {
  const root = element(parent, "div", "invitation");
  const told = element(root, "div", "told");
  const code = element(told, "p", "class-code");
  const way = element(told, "p", "way");
  write(element(way, "span"), "Join at ");
  const address = /** @type {HTMLAnchorElement} */ (element(way, "a", "", { target: "_blank", rel: "noopener" }));
  const alone = element(told, "p", "alone");
  const qr = makeQr(root);
  return {
    show(state) {
      write(code, state.code);
      set(code, "aria-label", `Code ${[...state.code].join(" ")}`);
      set(code, "role", "img");
      write(address, state.address.replace(/^https?:\/\/|\?.*$/g, ""));
      set(address, "href", state.address);
      const mine = HERE_ONLY.includes(new URL(state.address, location.href).hostname);
      write(alone, mine ? "Only this machine reaches this address. For a class, start with: neural-playground serve --host 0.0.0.0" : "");
      alone.hidden = !mine;
      qr.show(state.qr, state.qr_size, state.address);
    },
  };
}

// An address as a picture for a camera: a path of so many modules a side.
function makeQr(parent) {
  const root = element(parent, "div", "qr");
  const picture = svg("svg", "", root, { role: "img" });
  const ground = svg("rect", "white", picture, { x: -QUIET, y: -QUIET });
  const path = svg("path", "black", picture);
  return {
    root,
    show(drawn, size, address) {
      const side = size + 2 * QUIET;
      set(picture, "viewBox", `${-QUIET} ${-QUIET} ${side} ${side}`);
      set(picture, "aria-label", `QR code of ${address}`);
      set(ground, "width", side);
      set(ground, "height", side);
      set(path, "d", drawn);
    },
  };
}

// The invitation alone, over the whole screen.
function makeLarge(parent) {
  const sheet = /** @type {HTMLDialogElement} */ (element(parent, "dialog", "sheet large", { "aria-label": "How to join" }));
  const close = button(sheet, "Close", "close");
  const invitation = makeInvitation(sheet);
  close.addEventListener("click", () => sheet.close());
  return { show: invitation.show, open: () => sheet.showModal() };
}

// A link by which the teacher goes on at another device: it holds the teacher's key, so it is shown on demand and goes again.
function makeDevice(line, root) {
  const ask = button(line, "Second device");
  set(ask, "aria-expanded", "false");
  const problem = problemLine(root);
  const box = element(root, "div", "line device");
  const link = field(box, "Whoever has this link is the teacher of this class", { readonly: "" });
  const take = button(box, "Copy");
  const hide = button(box, "Hide");
  const qr = makeQr(box);
  const open = (wanted) => {
    box.hidden = !wanted;
    set(ask, "aria-expanded", wanted);
    if (wanted) return;
    link.value = "";
    qr.show("", 0, "");
  };
  open(false);
  sends(ask, problem, () => ({ do: "device" }), ({ address, qr: drawn, qr_size: size }) => {
    open(true);
    link.value = new URL(address, location.href).href;
    qr.show(drawn, size, "the link by which the class is led");
    link.focus();
    link.select();
  });
  take.addEventListener("click", async () => {
    const copied = await copy(link);
    sayNow(copied ? "Copied." : "Press Ctrl+C now: the link is selected.");
    write(take, copied ? "Copied" : "Press Ctrl+C");
    setTimeout(() => write(take, "Copy"), 2500);
  });
  hide.addEventListener("click", () => {
    open(false);
    ask.focus();
  });
  return { close: () => open(false) };
}

// Those who wait at the door, to be let in or not.
function makeWaiting(parent, problem) {
  const root = element(parent, "section", "waiting");
  const heading = element(root, "h2", "", { tabindex: "-1" });
  const all = button(root, "Let all in");
  const list = element(root, "ul", "", { role: "list" });
  const slots = new Map();
  const tell = teller();
  let ids = /** @type {number[]} */ ([]);
  // one after the other: each is an order of its own
  all.addEventListener("click", () => [...slots.values()].forEach(({ admit }) => admit.click()));
  return {
    show({ members, names }) {
      const wanted = new Map(members.filter(({ state }) => state === "waiting").map((member) => [member.id, member]));
      ids = [...wanted.keys()];
      const words = ids.length ? `${counted(ids.length, "learner")} at the door` : "";
      root.hidden = !ids.length;
      write(heading, words);
      tell(words && `${words}.`);
      all.hidden = ids.length < 2;
      const held = /** @type {any} */ (root.getRootNode()).activeElement;
      const lost = root.contains(held) && ![...wanted.keys()].some((id) => slots.get(id)?.item.contains(held)) && held !== all;
      join(slots, wanted, (id) => makeGuest(list, id, problem));
      for (const [id, { name }] of slots) write(name, names ? wanted.get(id).nickname : "(names are hidden)");
      if (lost && ids.length) heading.focus();
    },
  };
}

function makeGuest(list, id, problem) {
  const item = element(list, "li", "line");
  const name = element(item, "span", "name");
  const admit = button(item, "Let in");
  const refuse = button(item, "Turn away");
  sends(admit, problem, () => ({ do: "admit", id }));
  sends(refuse, problem, () => ({ do: "remove", id }));
  return { nodes: [item], item, name, admit };
}
