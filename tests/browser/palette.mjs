// Pictures of a screen in a palette of 256 colours, a third of the bytes: the repository holds nearly a hundred of them.

import { deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The chunks of a PNG as name and bytes. */
function* chunks(png) {
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield [png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + length)];
    at += 12 + length;
  }
}

/** A chunk with its length and its sum. */
function chunk(name, bytes) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), bytes]);
  let crc = 0xffffffff;
  for (const byte of body) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(bytes.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return whole;
}

/** The neighbour that Paeth's filter takes: left, above or above left. */
function paeth(left, above, corner) {
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/** Colours as 0xrrggbb, row by row, of a PNG as Chromium writes it: eight bits a channel, not interlaced; transparency is left out. */
function pixels(png) {
  const parts = [...chunks(png)];
  const [, head] = parts.find(([name]) => name === "IHDR");
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const channels = { 2: 3, 6: 4 }[head[9]];
  if (head[8] !== 8 || !channels || head[12] !== 0) throw new Error("a PNG of another form than a screenshot's");
  const raw = inflateSync(Buffer.concat(parts.filter(([name]) => name === "IDAT").map(([, bytes]) => bytes)));
  const stride = width * channels;
  const colours = new Uint32Array(width * height);
  let before = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    const line = Uint8Array.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let x = 0; x < stride; x += 1) {
      const left = x < channels ? 0 : line[x - channels];
      const corner = x < channels ? 0 : before[x - channels];
      line[x] += [0, left, before[x], (left + before[x]) >> 1, paeth(left, before[x], corner)][filter];
    }
    for (let x = 0; x < width; x += 1) {
      const at = x * channels;
      colours[y * width + x] = (line[at] << 16) | (line[at + 1] << 8) | line[at + 2];
    }
    before = line;
  }
  return { width, height, colours };
}

/** At most 256 colours: the most frequent of each cell of the colour space, the fullest cells first. */
function palette(counts) {
  const cells = new Map();
  for (const [colour, count] of counts) {
    const cell = (colour >> 3) & 0x1f1f1f;
    const seen = cells.get(cell);
    if (!seen) cells.set(cell, { colour, most: count, count });
    else {
      seen.count += count;
      if (count > seen.most) Object.assign(seen, { colour, most: count });
    }
  }
  if (counts.size <= 256) return [...counts.keys()];
  return [...cells.values()].sort((a, b) => b.count - a.count).slice(0, 256).map(({ colour }) => colour);
}

/** Squared distance of two colours. */
function distance(a, b) {
  const part = (shift) => ((a >> shift) & 255) - ((b >> shift) & 255);
  return part(16) ** 2 + part(8) ** 2 + part(0) ** 2;
}

/** A screenshot's PNG with a palette in place of three or four bytes for each pixel. */
export function withPalette(png) {
  const { width, height, colours } = pixels(png);
  const counts = new Map();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const chosen = palette(counts);
  const nearest = new Map();
  for (const colour of counts.keys()) {
    let best = 0;
    for (let at = 1; at < chosen.length; at += 1) {
      if (distance(colour, chosen[at]) < distance(colour, chosen[best])) best = at;
    }
    nearest.set(colour, best);
  }
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = nearest.get(colours[y * width + x]);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.from(chosen.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([SIGNATURE, chunk("IHDR", head), chunk("PLTE", table), chunk("IDAT", deflateSync(lines, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}
