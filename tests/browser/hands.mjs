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

/** Presses Tab until the target has the focus, as somebody does who has no mouse. */
async function reach(page, target) {
  await target.waitFor();
  const has = () => target.evaluate((element) => element === element.getRootNode().activeElement && document.hasFocus());
  for (let press = 0; press < FAR; press += 1) {
    if (await has()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way to ${target} by keyboard`);
}
