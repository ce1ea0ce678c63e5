/** Chance from a seed: the same seed gives the same queries on every computer. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    of: (items) => items[below(items.length)],
    some: (items, most) => {
      const rest = [...items];
      const taken = [];
      for (let i = 0; i < most && rest.length > 0; i++) taken.push(...rest.splice(below(rest.length), 1));
      return taken;
    },
  };
}
