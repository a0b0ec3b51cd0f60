// The way to a page that the teacher handed out: each tab of a learner follows a hand-out once, with the desk of the page before.

import { element } from "../shared/dom.js";

const FOLLOWED = "neural-playground-followed"; // the class and the number of the hand-out that this tab has followed last
const HANDED = "neural-playground-handed"; // the number on the way: the next page takes the desk along (`desk_key.js`)
const base = new URL(import.meta.url.replace(/nn-assets\/.*$/, "")).pathname; // "/", or below which the app is served

let first = ""; // the name of the page that is at the root as well

export const firstPage = (name) => void (first = name);

// A link to the page of the class: it takes the desk along, as a hand-out does.
export function linkToClass(parent, name) {
  const link = element(parent, "a", name, { href: `${base}class` });
  link.addEventListener("click", (event) => !event.ctrlKey && !event.metaKey && !event.shiftKey && keep(HANDED, "0"));
  return link;
}

// Where this page is, as the class writes addresses: from "/" on, with its query.
export const here = () => below(location);

const below = ({ pathname, search }) => `/${pathname.slice(base.length)}${search}`;

export const placeOf = (address) => new URL(base + address.replace(/^\/+/, ""), location.origin);

const pageOf = ({ pathname }) => pathname.slice(base.length).replace(/\/$/, "") || first;
const queryOf = ({ searchParams }) => [...searchParams].map(String).sort().join("&");

// Whether this is the page of an address, whatever has been changed on it since.
export const isHere = (address) => pageOf(placeOf(address)) === pageOf(location);

const isExactlyHere = (address) => isHere(address) && queryOf(placeOf(address)) === queryOf(new URL(location.href));

// The address of a page as a link to it says, null for a link to anywhere else.
export function addressIn(link) {
  if (!link.trim() || !URL.canParse(link.trim(), location.href)) return null;
  const url = new URL(link.trim(), location.href);
  return url.origin === location.origin && url.pathname.startsWith(base) ? below(url) : null;
}

// What a page is called whose address is all that is known.
export function titleOf(address) {
  const name = placeOf(address).pathname.slice(base.length).replace(/-/g, " ") || first;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function go(address, number) {
  keep(HANDED, String(number));
  location.assign(placeOf(address));
}

// Goes where the class is, unless this tab was there. A browser that stores nothing would go there for ever: it has the button.
export function follow({ role, code, me, handed }) {
  if (role !== "learner" || me.state !== "in" || !handed) return;
  const [before, last] = (kept(FOLLOWED) ?? "").split(" ");
  if (before === code && Number(last) >= handed.number) return;
  if (!keep(FOLLOWED, `${code} ${handed.number}`) || isExactlyHere(handed.address)) return;
  go(handed.address, handed.number);
}

function kept(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    sessionStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}
