// Chance that comes out the same each time: what a test has found, it finds again.

/** A source of numbers from 0 to 1 by mulberry32, with `below(n)`, `pick(list)` and `text(length)`. */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end) => Math.floor(next() * end);
  return {
    next,
    below,
    pick: (list) => list[below(list.length)],
    text: (length) => String.fromCharCode(...Array.from({ length }, () => 32 + below(95))),
  };
}
