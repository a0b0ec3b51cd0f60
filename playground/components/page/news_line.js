// One line of the page: text with bold words between two stars, a mark that tells its kind, and maybe a button.

const MARKS = { plain: "", info: "i", warning: "?", error: "!" };
const views = new WeakMap();

function element(tag, name = "", text = "") {
  const node = document.createElement(tag);
  node.className = name;
  node.textContent = text;
  return node;
}

function build(parent) {
  const mark = element("span", "mark");
  mark.setAttribute("aria-hidden", "true");
  const words = element("span", "words");
  const button = element("button", "offer");
  button.type = "button";
  const root = element("div", "nn-line");
  root.append(mark, words, button);
  parent.append(root);
  const view = { root, mark, words, button, text: null };
  button.addEventListener("click", () => view.mail.post({ offer: button.textContent }));
  return view;
}

// As many stretches as before keep their nodes, so that a count that changes is all that is laid out again.
function write(node, text) {
  const parts = text.split("**");
  if (node.childNodes.length !== parts.length) {
    node.replaceChildren(...parts.map((_, i) => (i % 2 ? element("strong") : document.createTextNode(""))));
  }
  parts.forEach((part, i) => {
    const target = i % 2 ? node.childNodes[i].firstChild || node.childNodes[i].appendChild(document.createTextNode("")) : node.childNodes[i];
    if (target.data !== part) target.data = part;
  });
}

export default function ({ parentElement, data, mail }) {
  if (!views.has(parentElement)) views.set(parentElement, build(parentElement));
  const view = views.get(parentElement);
  view.mail = mail;
  if (view.text !== data.text) write(view.words, (view.text = data.text));
  if (view.kind !== data.kind) {
    view.kind = data.kind;
    view.root.className = `nn-line ${data.kind}`;
    view.mark.textContent = MARKS[data.kind];
    if (data.kind === "plain") view.root.removeAttribute("role");
    else view.root.setAttribute("role", data.kind === "info" ? "status" : "alert");
  }
  view.button.hidden = !data.offer;
  if (view.button.textContent !== data.offer) view.button.textContent = data.offer;
  return () => {
    if (parentElement.isConnected) return;
    view.root.remove();
    views.delete(parentElement);
  };
}
