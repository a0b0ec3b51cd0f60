// Whether the server answers: it is asked after a press, and where it does not, a line says so and offers to reload.

import { say } from "./say.js";

const PATIENCE = 8000; // milliseconds
const AGAIN = 3000;
const health = import.meta.url.replace(/nn-assets\/.*$/, "_stcore/health");
let asking = false;
let line = null;

addEventListener("click", ask, true);

async function ask() {
  if (asking) return;
  asking = true;
  try {
    await fetch(health, { signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
    answered();
  } catch {
    missed();
    setTimeout(ask, AGAIN);
  }
  asking = false;
}

export function answered() {
  if (line) say("The server answers again.");
  line?.remove();
  line = null;
}

export function missed() {
  if (line) return;
  line = document.createElement("p");
  line.className = "nn-missed";
  line.setAttribute("role", "alert");
  const reload = document.createElement("button");
  reload.textContent = "Reload the page";
  reload.onclick = () => location.reload();
  line.append("The server does not answer. What you did last may not have arrived.", reload);
  document.body.append(line);
}
