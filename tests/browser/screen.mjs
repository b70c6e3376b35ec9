// The lab's screen as its user sees it: what there is to press and to read, by the names that are on it.

import { openLab } from "./lab.mjs";

/** Widths and colours in which flows run; axe looks at each. */
export const looks = {
  wide: { width: 1280, colorScheme: "light" },
  wideDark: { width: 1280, colorScheme: "dark" },
  narrow: { width: 360, height: 780, colorScheme: "light" },
  narrowDark: { width: 360, height: 780, colorScheme: "dark" },
};

/** What flows press and read, as the page says it in its languages. */
const names = {
  en: {
    play: "Play the lab",
    run: "Run",
    pause: "Pause",
    reset: "Reset",
    speed: "Speed",
    panes: "Panes",
    pane: {},
  },
  ja: {
    play: "ラボを再生",
    run: "実行",
    pause: "一時停止",
    reset: "リセット",
    speed: "速さ",
    panes: "ペイン",
    pane: { Generator: "ジェネレーター", "Real-time analytics": "リアルタイム分析", Detection: "異常検知", Destination: "送信先" },
  },
};

/** Opens the lab, waits until the engine has it, and gives `openLab`'s result with `screen`; in the language that the path names. */
export async function openScreen(options) {
  const lab = await openLab(options);
  const screen = screenOf(lab.page, /[?&]lang=ja\b/.test(options?.path ?? "") ? "ja" : "en");
  // In whatever language: the one thing to do can be done.
  await lab.page.locator(".bar-controls .primary:enabled").waitFor();
  // The editor takes the place of a plain field as soon as the page is idle.
  await lab.page.locator(".editor.has-code").waitFor({ state: "attached" });
  return { ...lab, screen };
}

/** The parts of the screen. Panes are called by their English names in every language. */
export function screenOf(page, language = "en") {
  const said = names[language];
  const button = (name, scope = page) => scope.getByRole("button", { name, exact: true });
  const stream = (name, more = {}) => page.getByRole("tab", { name: new RegExp(`^${name}\\b`), ...more });
  /** On a narrow screen one pane shows at a time; on a wide one there is nothing to do. */
  const pane = async (name) => {
    const choice = button(said.pane[name] ?? name, page.getByRole("navigation", { name: said.panes }));
    if (await choice.isVisible()) await choice.click();
  };
  return {
    page,
    button,
    pane,
    play: button(said.play),
    run: button(said.run),
    pause: button(said.pause),
    reset: button(said.reset),
    generator: page.locator("#generator"),
    analytics: page.locator("#analytics"),
    detection: page.locator("#detection"),
    destination: page.locator("#destination"),
    sql: page.getByLabel("SQL of the application"),
    /** The whole program in the editor, which shows only the lines on the screen. */
    sqlText: () => page.locator(".editor-code").evaluate((editor) => editor.value),
    /** What is selected in the editor. */
    sqlSelection: () => page.locator(".editor-code").evaluate((editor) => editor.shadowRoot.getSelection().toString()),
    /** Replaces the program in the editor, as by pasting. */
    writeSql: async (text) => {
      await page.getByLabel("SQL of the application").focus();
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.insertText(text);
    },
    narration: page.locator(".narration"),
    problems: (scope) => scope.locator(".problem"),
    anomalies: page.getByRole("region", { name: "Table of anomalies" }).locator("tbody tr"),
    deliveries: page.getByRole("region", { name: "Table of deliveries" }).locator("tbody tr"),
    /** Rows of the stream that is shown, newest first. */
    rows: page.locator("#stream-rows tbody tr.stream-row"),
    /** Sets the speed by the text of its choice, as a mouse does. */
    speed: (text) => page.getByRole("radiogroup", { name: said.speed }).getByText(text, { exact: true }).click(),
    /** Shows a stream's rows. */
    watch: async (name) => {
      await pane("Real-time analytics");
      await stream(name).click();
    },
    /** Rows of a stream since the start, as its tab counts them, also while another pane is shown. */
    count: async (name) => Number((await stream(name, { includeHidden: true }).locator(".badge").textContent()).replaceAll(",", "")),
    /** The lab's clock, `HH:mm:ss`. */
    clock: () => page.locator(".bar-time").innerText(),
    /** Waits until a condition holds of what `read` gives, which it then gives. */
    until: async (read, holds, patience = 30_000) => {
      const end = Date.now() + patience;
      for (;;) {
        const value = await read();
        if (holds(value)) return value;
        if (Date.now() > end) throw new Error(`still ${JSON.stringify(value)} after ${patience} ms`);
        await page.waitForTimeout(50);
      }
    },
  };
}

/** The shortest way through the lab: it is played until the forest has found something, and stands again. */
export async function seeAnAnomaly(screen) {
  await screen.play.and(screen.page.locator(":enabled")).waitFor({ timeout: 60_000 });
  await screen.play.click();
  await screen.speed("×600");
  await screen.pane("Detection");
  await screen.anomalies.first().waitFor({ timeout: 60_000 });
  await screen.pause.click();
  await untilPaused(screen);
}

/** Presses a button that sends the lab on to some instant, and waits until it has come there and stands. */
export async function goOn(screen, name) {
  const before = await screen.clock();
  await screen.button(name).click();
  // The button to run is still there until the worker has heard of it.
  await screen.until(() => screen.clock(), (now) => now !== before);
  await untilPaused(screen);
}

/** Waits until the clock stands. */
export async function untilPaused({ run, page }, patience = 60_000) {
  await run.waitFor({ timeout: patience });
  // The last frame is drawn with the next picture.
  await page.waitForTimeout(60);
}
