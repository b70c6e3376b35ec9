// Two ways to work the page: with the mouse, and with nothing but the keyboard. Tests that are to hold for both take one of them.

/** Most presses of Tab from one thing to another. */
const FAR = 400;

export const byMouse = {
  press: async (page, target) => {
    // As far as its reader scrolls it: out from under what stands at the foot of the window.
    await target.evaluate((element) => element.scrollIntoView({ block: "nearest" }));
    await target.click();
  },
  write: (page, target, text) => target.fill(text),
  replace: async (page, target, text) => {
    await target.click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(text);
  },
};

export const byKeyboard = {
  press: async (page, target) => {
    await reach(page, target);
    await page.keyboard.press("Enter");
  },
  write: (page, target, text) => byKeyboard.replace(page, target, text),
  replace: async (page, target, text) => {
    await reach(page, target);
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(text);
  },
};

/** One of them on a page. */
export function by(hands, page) {
  return Object.fromEntries(Object.entries(hands).map(([name, act]) => [name, (...rest) => act(page, ...rest)]));
}

/** Times that the keyboard may go past what it is to reach: rows that come move things while it is on its way. */
const PASSES = 2;

/**
 * Presses Tab until the target has the focus, as somebody does who has no mouse; with Shift where it lies before the place where the keyboard is. A target
 * at which the keyboard does not stop, and a place that it does not get out of, are errors.
 */
async function reach(page, target) {
  await target.waitFor();
  // Where it cannot be pressed yet, the keyboard does not stop.
  for (let wait = 0; wait < FAR && !(await target.isEnabled()); wait += 1) await page.waitForTimeout(50);
  let way = 0;
  let passes = 0;
  for (let presses = 0; presses < FAR; ) {
    const { side, known, between } = await target.evaluate(whereFrom);
    if (side === 0) return;
    if (known && way !== 0 && side !== way) passes += 1;
    if (passes > PASSES) throw new Error(`the keyboard does not stop at ${target}`);
    way = known ? side : 0;
    // Far from it there is no need to look after each press: a page has hundreds of stops.
    const blind = Math.max(1, Math.floor(between / 2));
    if (side < 0) await page.keyboard.down("Shift");
    for (let press = 0; press < blind; press += 1) await page.keyboard.press("Tab");
    if (side < 0) await page.keyboard.up("Shift");
    presses += blind;
  }
  throw new Error(`no way to ${target} by keyboard`);
}

/** In the page: on which side of the focus an element lies (0: it has the focus), whether that is known, and about how many stops lie between. */
function whereFrom(element) {
  const light = (node) => {
    let out = node;
    while (out.getRootNode() instanceof ShadowRoot) out = out.getRootNode().host;
    return out;
  };
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (at === element && document.hasFocus()) return { side: 0 };
  if (at === document.body) return { side: 1, known: false, between: 0 };
  const [from, to] = [light(at), light(element)];
  const side = from.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1;
  const [first, last] = side < 0 ? [to, from] : [from, to];
  const lies = (one) =>
    first.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING;
  const isStop = (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }) && (one.type !== "radio" || one.checked);
  const stops = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  return { side, known: true, between: [...stops].filter((one) => lies(one) && isStop(one)).length };
}
