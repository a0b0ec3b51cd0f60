// Clicks by pointer and by key.

// Enter and Space do what a click does, and are no shortcuts of the page.
export function pressable(node, press) {
  node.addEventListener("click", press);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    press(event);
  });
}
