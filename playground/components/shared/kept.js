// A switch that this browser keeps; where it keeps nothing, it holds until the page is left.

export function keptSwitch(name, first) {
  let unkept = first;
  return {
    get on() {
      try {
        const kept = localStorage.getItem(name);
        return kept === null ? first : kept === "on";
      } catch {
        return unkept;
      }
    },
    set on(wanted) {
      unkept = wanted;
      try {
        localStorage.setItem(name, wanted ? "on" : "off");
      } catch {
        // it holds as long as it can
      }
    },
  };
}
