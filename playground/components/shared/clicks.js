// Clicks on things with ids, numbered and sent until Python has heard them.

export function clicks() {
  let seq = Date.now();
  let outbox = [];
  let send = null;
  return {
    take(data) {
      send = data.send;
      outbox = outbox.filter((op) => op.seq > data.ack);
    },
    add(id) {
      outbox.push({ seq: ++seq, id });
      send([...outbox]);
    },
  };
}

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
