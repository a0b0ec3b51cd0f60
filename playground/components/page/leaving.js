// Whoever follows a link to another page of the playground leaves this one at once: what its views would still send waits.

import { leave } from "../shared/outbox.js";

document.addEventListener("click", (event) => {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  const elsewhere = link && !link.target && link.origin === location.origin && link.pathname !== location.pathname;
  if (elsewhere && !event.ctrlKey && !event.metaKey && !event.shiftKey) leave();
}, true);
