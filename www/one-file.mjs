// Starts the page where everything is one file: what the site has as files are parts of the page here, packed and written as text.
//
// A file that is opened from a disk has no origin, so nothing can be fetched and no module loaded. Programs are therefore classic scripts: those of the
// page run as inline scripts whose hashes the policy in the head names, the engine's in a worker from a Blob.

import { byScript, here, startEngine } from "./engine.mjs";
import { unpacked } from "./lzma.mjs";
import { start } from "./start.mjs";

/** What the text of a part cannot hold as it is; xtask (seven_bits.rs) writes it. */
const ABSENT = [0, 13, 60];

/** The octets of a part, which is then let go. */
function octets(name) {
  const element = document.getElementById(name);
  const packed = eightBits(element.textContent, Number(element.dataset.octets));
  element.remove();
  return unpacked(packed, Number(element.dataset.length));
}

/** Seven bits a character; two times seven in one above 127, the first of them one of the absent. */
function eightBits(text, length) {
  const made = new Uint8Array(length);
  let at = 0;
  let bits = 0;
  let held = 0;
  const push = (seven) => {
    held = (held << 7) | seven;
    bits += 7;
    if (bits >= 8) {
      bits -= 8;
      made[at] = held >> bits;
      at += 1;
      held &= 127;
    }
  };
  for (let letter = 0; letter < text.length; letter += 1) {
    const code = text.charCodeAt(letter);
    if (code > 127) push(ABSENT[(code >> 7) - 1]);
    push(code & 127);
  }
  return made;
}

const text = (name) => new TextDecoder().decode(octets(name));

/** Lets the browser draw and listen before the next part. */
const breath = () => new Promise((resolve) => setTimeout(resolve));

/** Runs a script that the policy knows. */
function run(code) {
  const script = document.createElement("script");
  script.textContent = code;
  document.head.append(script);
  script.remove();
}

let engine;
async function loadEngine() {
  await breath();
  return [text("engine.js"), await WebAssembly.compile(octets("engine.wasm"))];
}
const engineParts = () => (engine ??= loadEngine());

/** In the worker: the first message is the program. */
const STARTS = `
onmessage = ({ data }) => {
  onmessage = null;
  rillcutEngine({ module_or_path: data }).catch((error) => setTimeout(() => { throw error; }));
};`;

const ways = [
  byScript(async () => {
    const [code, program] = await engineParts();
    return [code + STARTS, program];
  }),
  here(async () => {
    const [code, program] = await engineParts();
    run(code);
    await globalThis.rillcutEngine({ module_or_path: program });
  }),
];

const libraries = {};

globalThis.rillcut = {
  library: (name) =>
    (libraries[name] ??= breath().then(() => {
      run(text(name));
      return globalThis.rillcutLibrary;
    })),
  startEngine: (heard, failed) => startEngine(ways, heard, failed),
  // Nobody replaces a file that is open.
  onNewVersion() {},
  takeNewVersion() {},
};

start(async () => {
  // The skeleton is drawn first.
  await breath();
  run(text("page.js"));
  await globalThis.rillcutPage({ module_or_path: octets("page.wasm") });
});
