// A bar of one row: what has no room in it goes into a list behind its last button, the last first.

// `row` ends with the element `more`, which is there only while `list` has something; `laid` is called when they are laid anew.
export function fitting(row, more, list, laid) {
  const items = [...row.children].filter((one) => one !== more);
  let before = "";

  const overflows = () => row.scrollWidth > row.clientWidth;

  function fit() {
    const looks = `${row.clientWidth} ${items.map((item) => (item.hidden ? "" : item.textContent)).join("|")}`;
    if (looks === before) return;
    before = looks;
    const focused = row.getRootNode().activeElement;
    const moved = items.includes(focused) ? focused : null;
    more.hidden = true;
    for (const item of items) row.insertBefore(item, more);
    for (let last = items.length - 1; last > 0 && overflows(); last -= 1) {
      more.hidden = false;
      list.prepend(items[last]);
    }
    if (moved?.checkVisibility()) moved.focus();
    else if (moved) more.focus();
    laid();
  }

  new ResizeObserver(fit).observe(row);
  return fit;
}
