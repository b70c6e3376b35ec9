// The page around the frame, as the browser shows it: whether there is one, whether it has the frame on the screen, and messages to and from it.

/** Version of the messages. */
const VERSION = 1;
/** Most characters of a lab in a message, and of any other text. */
const LONGEST_LAB = 4 << 20;
const LONGEST = 300;
/** What a message is made of; nothing else of it is ever looked at. */
const KNOWN = ["type", "lab", "example", "step", "by", "theme"];

const isFramed = () => parent !== window;

function watchScreen(told) {
  // Without a root of its own it is the window's screen, also through frames of other sites.
  new IntersectionObserver((entries) => told(entries.at(-1).isIntersecting)).observe(document.documentElement);
}

function watchHeight(told) {
  let last;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height !== last) told((last = height));
  }).observe(document.body);
}

/** What is fit to be read of a message, and what is wrong with it. */
function reading(data) {
  const found = {};
  if (data.v !== VERSION) return [found, 1];
  for (const name of KNOWN) {
    const value = data[name];
    if (typeof value === "string" && value.length > (name === "lab" ? LONGEST_LAB : LONGEST)) return [found, 2];
    // Only what is plain: whatever is deep or of another kind is wrong by being no text and no number.
    if (value !== undefined) found[name] = typeof value === "object" ? false : value;
  }
  return [found, 0];
}

const isShort = (id) => (typeof id === "string" && id.length <= LONGEST) || typeof id === "number";

function lineTo(wanted) {
  const origin = wanted || location.origin;
  // A sandbox and a file have no origin that could be told from another's.
  if (!/^https?:/.test(origin)) return undefined;
  // Where the browser tells who is around, nothing is posted to somebody else, which it would complain about each time.
  const around = location.ancestorOrigins?.[0];
  if (around !== undefined && around !== origin) {
    if (wanted) console.warn(`origin=${wanted} is not the page around this lab, which is ${around}: no messages are exchanged`);
    return undefined;
  }
  return {
    hear(heard) {
      addEventListener("message", ({ source, origin: from, data }) => {
        if (source !== parent || from !== origin || data?.source !== "rillcut") return;
        heard(...reading(data), isShort(data.id) ? data.id : undefined);
      });
    },
    tell(message, id) {
      parent.postMessage({ source: "rillcut", v: VERSION, ...message, ...(id !== undefined && { id }) }, origin);
    },
  };
}

export const around = () => ({ isFramed, watchScreen, watchHeight, lineTo });
