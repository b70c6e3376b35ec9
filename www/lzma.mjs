// Unpacks LZMA, which takes a quarter off what deflate makes of WebAssembly: that much decides whether the one file is under two megabytes. The browser
// has only deflate.
//
// It reads what one_file.rs of xtask writes and nothing else: no header, no end marker, the length known, four bits of the octet before as context of a literal and
// none of the position (lc = 4, lp = 0, pb = 0).

/** Sizes of a tree of lengths: two choices, then 8, 8 and 256 leaves. */
const LENGTHS = 2 + 8 + 8 + 256;
const CONTEXT_BITS = 4;

// Where each kind of probability begins. All lie in one array; those of literals are last.
const MATCH = 0;
const REPEAT = MATCH + 12;
const REPEAT_0 = REPEAT + 12;
const REPEAT_1 = REPEAT_0 + 12;
const REPEAT_2 = REPEAT_1 + 12;
const SHORT = REPEAT_2 + 12;
const SLOT = SHORT + 12;
const SPECIAL = SLOT + 4 * 64;
const ALIGN = SPECIAL + 115;
const LENGTH = ALIGN + 16;
const REPEAT_LENGTH = LENGTH + LENGTHS;
const LITERAL = REPEAT_LENGTH + LENGTHS;

/** The `length` octets that were packed into `packed`. */
export function unpacked(packed, length) {
  const made = new Uint8Array(length);
  const probabilities = new Uint16Array(LITERAL + (0x300 << CONTEXT_BITS)).fill(1024);
  // The range coder; the first octet is always zero.
  let at = 5;
  let range = 0xffffffff;
  let code = new DataView(packed.buffer, packed.byteOffset).getUint32(1);

  const shift = () => {
    if (range < 0x1000000) {
      range = (range << 8) >>> 0;
      code = ((code << 8) | packed[at]) >>> 0;
      at += 1;
    }
  };
  const bit = (index) => {
    const probability = probabilities[index];
    const bound = (range >>> 11) * probability;
    if (code < bound) {
      range = bound;
      probabilities[index] = probability + ((2048 - probability) >> 5);
      shift();
      return 0;
    }
    range -= bound;
    code -= bound;
    probabilities[index] = probability - (probability >> 5);
    shift();
    return 1;
  };
  /** Bits that are as likely as not. */
  const even = (count) => {
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      range >>>= 1;
      const isSet = code >= range;
      if (isSet) code -= range;
      value = (value << 1) | Number(isSet);
      shift();
    }
    return value;
  };
  const tree = (base, bits) => {
    let node = 1;
    for (let left = bits; left > 0; left -= 1) node = (node << 1) | bit(base + node);
    return node - (1 << bits);
  };
  /** A tree from its lowest bit up. */
  const reversed = (base, bits) => {
    let node = 1;
    let value = 0;
    for (let place = 0; place < bits; place += 1) {
      const next = bit(base + node);
      node = (node << 1) | next;
      value |= next << place;
    }
    return value;
  };
  const lengthBy = (base) => {
    if (bit(base) === 0) return 2 + tree(base + 2, 3);
    if (bit(base + 1) === 0) return 10 + tree(base + 10, 3);
    return 18 + tree(base + 18, 8);
  };
  const distanceFor = (count) => {
    const slot = tree(SLOT + 64 * Math.min(count - 2, 3), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << bits;
    if (slot < 14) return base + reversed(SPECIAL + base - slot, bits);
    return base + (even(bits - 4) << 4) + reversed(ALIGN, 4);
  };

  let state = 0;
  let position = 0;
  // The last distances, less one.
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  while (position < length) {
    if (bit(MATCH + state) === 0) {
      const before = position > 0 ? made[position - 1] : 0;
      const base = LITERAL + 0x300 * (before >> (8 - CONTEXT_BITS));
      let letter = 1;
      if (state >= 7) {
        let other = made[position - one - 1];
        while (letter < 256) {
          const expected = (other >> 7) & 1;
          other <<= 1;
          const next = bit(base + ((1 + expected) << 8) + letter);
          letter = (letter << 1) | next;
          if (next !== expected) break;
        }
      }
      while (letter < 256) letter = (letter << 1) | bit(base + letter);
      made[position] = letter;
      position += 1;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let count;
    if (bit(REPEAT + state) === 0) {
      four = three;
      three = two;
      two = one;
      count = lengthBy(LENGTH);
      one = distanceFor(count);
      state = state < 7 ? 7 : 10;
    } else {
      let isShort = false;
      if (bit(REPEAT_0 + state) === 0) {
        isShort = bit(SHORT + state) === 0;
      } else {
        let distance = two;
        if (bit(REPEAT_1 + state) === 1) {
          distance = three;
          if (bit(REPEAT_2 + state) === 1) {
            distance = four;
            four = three;
          }
          three = two;
        }
        two = one;
        one = distance;
      }
      count = isShort ? 1 : lengthBy(REPEAT_LENGTH);
      if (isShort) state = state < 7 ? 9 : 11;
      else state = state < 7 ? 8 : 11;
    }
    for (; count > 0; count -= 1, position += 1) made[position] = made[position - one - 1];
  }
  return made;
}
