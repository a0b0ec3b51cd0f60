// Which tiles are seen, and in which order: pure functions of the members and their tiles.

export const SORTS = [["name", "Name"], ["accuracy", "Test accuracy"], ["cost", "Test cost"], ["epoch", "Epoch"]];
export const FILTERS = [["all", "All"], ["playing", "Playing"], ["away", "Away"], ["elsewhere", "On another page"]];

const inOrder = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

// The page that learners are to be on: the one handed out, or else the one that most of them are on.
export function common(handed, tiles) {
  if (handed) return handed.title;
  const counts = new Map();
  for (const { page } of tiles) counts.set(page, (counts.get(page) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? "";
}

// Whether a filter takes a member of this tile, if it has one; `page` is the one that learners are to be on.
export const passes = (filter, { here }, tile, page) => ({
  all: true,
  playing: Boolean(tile?.playing),
  away: !here,
  elsewhere: Boolean(tile) && tile.page !== page,
})[filter];

const worst = (value, sign) => (Number.isFinite(value) ? sign * value : Infinity);

// Members in order: by name, or the best accuracy, the lowest cost, the latest epoch first, who has none last; or as they "joined".
export function sorted(members, tiles, sort) {
  const rank = {
    name: () => 0,
    joined: ({ id }) => id,
    accuracy: ({ id }) => worst(tiles[id]?.accuracy, -1),
    cost: ({ id }) => worst(tiles[id]?.cost, 1),
    epoch: ({ id }) => worst(tiles[id]?.epoch, -1),
  }[sort];
  const by = (one, other) => compare(rank(one), rank(other)) || inOrder.compare(one.nickname, other.nickname) || one.id - other.id;
  return [...members].sort(by);
}

const compare = (one, other) => (one === other ? 0 : one < other ? -1 : 1);
