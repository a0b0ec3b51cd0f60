// A switch that this browser keeps; where it keeps nothing, it holds until the page is left.

export function keptSwitch(name, first) {
  let on = kept(name) ?? first;
  const followers = new Set();
  const react = () => [...followers].forEach((told) => told());
  addEventListener("storage", ({ key }) => {
    if (key !== name) return; // another tab has set it
    on = kept(name) ?? first;
    react();
  });
  return {
    get on() {
      return on;
    },
    set on(wanted) {
      on = wanted;
      keep(name, wanted);
      react();
    },
    // Has `told` called whenever it is set; gives what ends that.
    follow(told) {
      followers.add(told);
      return () => followers.delete(told);
    },
  };
}

function kept(name) {
  try {
    const said = localStorage.getItem(name);
    return said === null ? null : said === "on";
  } catch {
    return null;
  }
}

function keep(name, wanted) {
  try {
    localStorage.setItem(name, wanted ? "on" : "off");
  } catch {
    // it holds as long as it can
  }
}
