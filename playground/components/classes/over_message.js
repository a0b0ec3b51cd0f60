// Eyes on me: the teacher's message in large type over every page, which is out of reach until the message goes.

import { element, write } from "../shared/dom.js";

export function messageOver(place) {
  const dialog = /** @type {HTMLDialogElement} */ (element(place, "dialog", "message", { "aria-labelledby": "eyes", closedby: "none" }));
  write(element(dialog, "p", "from", { id: "eyes" }), "From your teacher");
  const words = element(dialog, "p", "large", { tabindex: -1, autofocus: "", "aria-live": "assertive" });
  let wanted = false;

  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") event.preventDefault();
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => wanted && show()); // a browser may close it all the same

  function show() {
    if (dialog.open) return;
    dialog.showModal();
    words.focus();
  }

  return (message) => {
    wanted = message !== "";
    if (wanted) write(words, message);
    if (wanted) show();
    else dialog.close();
  };
}
