// A page on paper: light, without controls, and as wide as a sheet (`style.css`). Its pictures are drawn for it before it is printed,
// for nothing is drawn while a browser prints, and for the screen again afterwards.

const printed = matchMedia("print");

function lay(on) {
  const { classList } = document.documentElement;
  if (classList.contains("nn-paper") === on) return;
  classList.toggle("nn-paper", on);
  dispatchEvent(new Event("resize")); // every picture is drawn at once
}

addEventListener("beforeprint", () => lay(true));
addEventListener("afterprint", () => lay(printed.matches));
printed.addEventListener("change", () => lay(printed.matches));
