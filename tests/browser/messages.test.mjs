// A lab and the page around it speak with each other: by the element of rillcut-embed.js, by plain messages, and not at all where they should not.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import "./harness.mjs";
import { start } from "./lab.mjs";
import { hostPage, openHost, serveHost, strict } from "./hosts.mjs";
import { screenOf } from "./screen.mjs";
import { dist, serveSite } from "./site.mjs";

const { site } = await start();
const clickstream = JSON.parse(readFileSync(join(dist, "examples/clickstream.lab.json"), "utf8"));
const linkOf = (value) => `v1.${deflateRawSync(JSON.stringify(value)).toString("base64url")}`;

/** A host with one element, and what its page hears of it. */
async function withElement(attributes, { script = "", lang, ...options } = {}) {
  const body = `<rillcut-lab ${attributes}></rillcut-lab>`;
  const listener = `
    ${script}
    window.heard = [];
    for (const type of ["ready", "resize", "state", "anomaly", "step", "error"]) {
      document.addEventListener("DOMContentLoaded", () =>
        document.querySelector("rillcut-lab").addEventListener("rillcut-" + type, (event) => window.heard.push(event.detail)));
    }`;
  const head = `<script src="/host.js"></script><script src="${site.url}rillcut-embed.js"></script>`;
  const host = await serveHost({ "/": hostPage(body, { head, lang }), "/host.js": listener }, strict(site.url));
  const opened = await openHost(host.url, options);
  const { page } = opened;
  const element = page.locator("rillcut-lab");
  return {
    ...opened,
    host,
    element,
    heard: (type) => page.evaluate((wanted) => window.heard.filter((one) => one.type === wanted), type),
    frame: async () => (await page.waitForSelector("rillcut-lab iframe")).contentFrame(),
    end: async () => {
      await opened.close();
      await host.close();
      assert.deepEqual(opened.complaints, []);
    },
  };
}

/** Waits in Node, since a strict policy lets the page evaluate no text. */
async function until(read, holds, patience = 60_000) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(value)?.slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("the element shows a lab of another site under a strict policy, as high as its content, and plays it", async () => {
  const lab = await withElement('view="chart" example="clickstream" title="The chart"');
  const [ready] = await until(() => lab.heard("ready"), (all) => all.length > 0);
  assert.match(ready.version, /^\d+\.\d+\.\d+$/);
  assert.equal(ready.lab, "Clickstream anomaly detection");
  const frame = await lab.frame();
  const box = await lab.page.locator("iframe").evaluate((element) => ({
    title: element.title,
    loading: element.loading,
    allow: element.allow,
    policy: element.referrerPolicy,
    height: element.getBoundingClientRect().height,
  }));
  assert.deepEqual({ ...box, height: 0 }, { title: "The chart", loading: "lazy", allow: "clipboard-write; fullscreen", policy: "origin", height: 0 });
  const content = () => frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
  await until(async () => [await content(), await lab.page.locator("iframe").evaluate((element) => element.getBoundingClientRect().height)], ([a, b]) => a === b);
  assert.equal(await frame.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true, "nothing to scroll");

  await lab.element.evaluate((element) => element.step("anomaly"));
  const [anomaly] = await until(() => lab.heard("anomaly"), (all) => all.length > 0);
  assert.match(anomaly.sentence, /^Anomaly detected with a click-through rate of 430/);
  assert.ok(anomaly.score > 3 && anomaly.number === 0 && anomaly.time > 1.6e12, JSON.stringify(anomaly));
  const stood = await until(() => lab.element.evaluate((element) => element.getState()), ({ running }) => !running);
  assert.equal(stood.anomalies, 1);
  assert.ok(stood.clock - stood.start >= 180_000 && stood.records > 300, JSON.stringify(stood));

  await lab.element.evaluate((element) => element.reset());
  await until(() => lab.element.evaluate((element) => element.getState()), ({ records }) => records === 0);
  await lab.element.evaluate((element) => element.run());
  await until(() => lab.element.evaluate((element) => element.getState()), ({ running, records }) => running && records > 0);
  await lab.element.evaluate((element) => element.pause());
  await until(() => lab.element.evaluate((element) => element.getState()), ({ running }) => !running);
  await lab.end();
});

test("states come a few times a second, however fast the lab runs", async () => {
  const lab = await withElement('view="stream" autorun speed="600" height="500"');
  await until(() => lab.heard("state"), (all) => all.some(({ running }) => running));
  const before = (await lab.heard("state")).length;
  const began = performance.now();
  await lab.page.waitForTimeout(2000);
  const states = (await lab.heard("state")).length - before;
  assert.ok(states >= 1 && states <= 1 + ((performance.now() - began) / 1000) * 4.5, `${states}`);
  assert.equal(await lab.page.locator("iframe").evaluate((element) => element.style.height), "500px");
  await lab.end();
});

test("labs are loaded by name, by link and by text, and refused with a code", async () => {
  const lab = await withElement('view="sql"');
  const load = (what) => lab.element.evaluate((element, value) => element.load(value), what);
  const name = async (wanted) => until(() => lab.element.evaluate((element) => element.getState()), (state) => state.lab === wanted);
  await name("Clickstream anomaly detection");
  await load({ example: "empty" });
  await name("New lab");
  await load({ lab: JSON.stringify({ ...clickstream, name: "By text" }) });
  await name("By text");
  await load({ lab: linkOf({ ...clickstream, name: "By link" }) });
  await name("By link");
  for (const [wrong, code] of [
    [{ lab: "v1.AAAA" }, "LAB0054"],
    [{ lab: '{"rillcut": 2}' }, /^LAB\d{4}$/],
    [{ lab: "nonsense" }, /^LAB\d{4}$/],
    [{ example: "nothing" }, "EMB0004"],
    [{}, "EMB0004"],
  ]) {
    const before = (await lab.heard("error")).length;
    await load(wrong);
    const errors = await until(() => lab.heard("error"), (all) => all.length > before);
    const error = errors.at(-1);
    assert.match(error.code, new RegExp(code), JSON.stringify(wrong));
    assert.ok(error.message.length > 10, JSON.stringify(error));
    assert.equal((await lab.element.evaluate((element) => element.getState())).lab, "By link");
  }
  await lab.end();
});

test("the guide's step is told, and set", async () => {
  const lab = await withElement('view="guide,chart" step="6"');
  await until(() => lab.heard("step"), (all) => all.at(-1)?.step === 6);
  await lab.element.evaluate((element) => element.step(7));
  await until(() => lab.heard("step"), (all) => all.at(-1)?.step === 7 && !all.at(-1).done);
  await lab.element.evaluate((element) => element.step("anomaly"));
  await until(() => lab.heard("step"), (all) => all.at(-1)?.step === 7 && all.at(-1).done);
  await lab.end();
});

test("language and theme are those of the page around, and follow it", async () => {
  const lab = await withElement('view="chart"', { lang: "ja-JP", script: 'document.documentElement.style.colorScheme = "dark";' });
  await until(() => lab.heard("ready"), (all) => all.length > 0);
  const frame = await lab.frame();
  const look = () => frame.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]);
  assert.deepEqual(await look(), ["ja", "dark"]);
  // As a switch of the page does it.
  await lab.page.evaluate(() => document.documentElement.style.setProperty("color-scheme", "light"));
  await until(look, ([, theme]) => theme === "light");
  await lab.page.evaluate(() => document.documentElement.style.setProperty("color-scheme", "light dark"));
  await until(look, ([, theme]) => theme === undefined);
  await lab.end();
});

test("with a poster nothing is loaded before it is pressed, and calls wait", async () => {
  const lab = await withElement('view="chart" poster="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E" title="The chart"');
  await lab.element.evaluate((element) => element.run());
  await lab.page.waitForTimeout(300);
  assert.deepEqual(lab.asked.filter((address) => address.includes("app-")), []);
  const button = lab.page.getByRole("button", { name: "▶ The chart" });
  await button.focus();
  await lab.page.keyboard.press("Enter");
  await until(() => lab.heard("state"), (all) => all.some(({ running }) => running));
  await lab.end();
});

test("two elements on a page are told apart, and one that is taken away is forgotten", async () => {
  const head = `<script src="${site.url}rillcut-embed.js"></script><script src="${site.url}rillcut-embed.js"></script>`;
  const body = `<rillcut-lab id="a" view="chart" example="empty"></rillcut-lab><rillcut-lab id="b" view="chart" example="stock-ticker"></rillcut-lab>`;
  const host = await serveHost({ "/": hostPage(body, { head }) });
  const { page, complaints, close } = await openHost(host.url, { height: 1600 });
  const name = (id) => page.locator(`#${id}`).evaluate((element) => element.getState().then(({ lab }) => lab));
  assert.deepEqual([await name("a"), (await name("b")).slice(0, 5)], ["New lab", "Stock"]);
  await page.evaluate(() => document.getElementById("a").remove());
  assert.equal((await name("b")).slice(0, 5), "Stock");
  await close();
  await host.close();
  assert.deepEqual(complaints, []);
});

test("a program that draws the page finds the element as it has drawn it", async () => {
  const body = `<rillcut-lab view="chart" poster="" example="empty" lang="en"><a href="/">The lab</a></rillcut-lab>`;
  const host = await serveHost({ "/": hostPage(body, { head: `<script async src="${site.url}rillcut-embed.js"></script>` }) });
  const { page, complaints, close } = await openHost(host.url, { height: 900 });
  const element = page.locator("rillcut-lab");
  await page.getByRole("button", { name: "▶ Rillcut" }).waitFor();
  // What is between its tags stays, and is not seen beside the lab.
  assert.equal(await element.evaluate(({ innerHTML }) => innerHTML), '<a href="/">The lab</a>');
  assert.equal(await page.getByRole("link", { name: "The lab" }).isVisible(), false);
  // React sets a property where there is one of that name, before it puts the element into the page.
  const made = await page.evaluate(() => {
    const lab = Object.assign(document.createElement("rillcut-lab"), { step: 4 });
    lab.setAttribute("example", "clickstream");
    document.querySelector("rillcut-lab").replaceWith(lab);
    lab.step("record");
    return [lab.getAttribute("step"), new URL(lab.shadowRoot.querySelector("iframe").src).searchParams.get("step")];
  });
  assert.deepEqual(made, ["4", "4"]);
  await until(() => element.evaluate((lab) => lab.getState()).then(({ records }) => records), (records) => records === 1);
  await close();
  await host.close();
  assert.deepEqual(complaints, []);
});

/** A host's page with a plain frame that answers to nothing but what a test sends. */
async function withFrame(address, { attributes = "", around, ...options } = {}) {
  const body = `<iframe title="Lab" width="900" height="700" ${attributes} src="${address}"></iframe>`;
  const script = `window.heard = []; addEventListener("message", ({ origin, data }) => heard.push({ origin, data }));`;
  const host = await serveHost({ "/": hostPage(around?.(body) ?? body, { head: '<script src="/host.js"></script>' }), "/host.js": script });
  const opened = await openHost(host.url, options);
  const { page } = opened;
  return {
    ...opened,
    host,
    send: (message, target = "*") => page.evaluate(([data, to]) => document.querySelector("iframe").contentWindow.postMessage(data, to), [message, target]),
    heard: () => page.evaluate(() => window.heard),
    end: async () => {
      await opened.close();
      await host.close();
      assert.deepEqual(opened.complaints, []);
    },
  };
}

const asks = (type, more = {}) => ({ source: "rillcut", v: 1, type, ...more });

test("plain messages do what the element does, and everything goes to the origin that was named", async () => {
  // The host's address is known only when it listens, so the frame gets its address from it.
  const lab = await withFrame("about:blank");
  await lab.page.evaluate(([address, origin]) => (document.querySelector("iframe").src = `${address}?view=chart&origin=${encodeURIComponent(origin)}`), [site.url, lab.host.origin]);
  await until(lab.heard, (all) => all.some(({ data }) => data.type === "ready"));
  assert.ok((await lab.heard()).every(({ origin, data }) => origin === new URL(site.url).origin && data.source === "rillcut" && data.v === 1));
  await lab.send(asks("getState", { id: "first" }));
  await until(lab.heard, (all) => all.some(({ data }) => data.type === "state" && data.id === "first"));
  await lab.send(asks("theme", { theme: "dark" }));
  const frame = lab.page.frames()[1];
  await until(() => frame.evaluate(() => document.documentElement.dataset.theme), (theme) => theme === "dark");
  for (const [message, code] of [
    [{ source: "rillcut", v: 2, type: "run" }, "EMB0001"],
    [asks("run", { lab: 7 }), "EMB0001"],
    [asks(undefined), "EMB0001"],
    [asks("load", { lab: "x".repeat(5 << 20) }), "EMB0002"],
    [asks("connect"), "EMB0003"],
    [asks("load"), "EMB0004"],
    [asks("step", { step: 12 }), "EMB0005"],
    [asks("theme", { theme: "blue" }), "EMB0006"],
  ]) {
    await lab.send({ ...message, id: code });
    const all = await until(lab.heard, (heard) => heard.some(({ data }) => data.type === "error" && data.id === code && data.code === code));
    const { data } = all.findLast(({ data: one }) => one.id === code);
    assert.ok(data.message && data.hint, JSON.stringify(data));
    await lab.page.evaluate(() => (window.heard.length = 0));
    await lab.page.waitForTimeout(120);
  }
  await lab.end();
});

test("a page that is not named is not heard and told nothing", async () => {
  for (const query of ["", "&origin=https://other.example"]) {
    const lab = await withFrame(`${site.url}?view=chart${query}`);
    const frame = lab.page.frames()[1];
    const screen = screenOf(frame);
    await screen.play.and(frame.locator(":enabled")).waitFor();
    await lab.send(asks("run"));
    await lab.send(asks("getState", { id: 1 }));
    await lab.page.waitForTimeout(500);
    assert.deepEqual(await lab.heard(), [], query);
    assert.equal(await screen.clock(), "00:00:00", query);
    await lab.end();
  }
});

test("a page of the lab's own origin needs no name, and a frame beside the lab is not heard", async () => {
  const pages = {};
  const own = await serveSite({ pages });
  pages["/host.html"] = hostPage(`<iframe title="Lab" width="900" height="700" src="/?view=chart"></iframe><iframe title="Beside" src="/beside.html"></iframe>`);
  pages["/beside.html"] = hostPage("");
  const { page, complaints, close } = await openHost(`${own.url}host.html`);
  await page.evaluate(() => {
    window.heard = [];
    addEventListener("message", ({ data }) => window.heard.push(data));
  });
  const lab = page.frames().find((frame) => frame.url().includes("view=chart"));
  const beside = page.frames().find((frame) => frame.url().includes("beside"));
  const screen = screenOf(lab);
  await screen.play.and(lab.locator(":enabled")).waitFor();
  await beside.evaluate((message) => parent.frames[0].postMessage(message, "*"), asks("run"));
  await page.waitForTimeout(300);
  assert.equal(await screen.clock(), "00:00:00");
  await page.evaluate((message) => frames[0].postMessage(message, location.origin), asks("run"));
  await until(() => screen.clock(), (clock) => clock > "00:00:00");
  await until(() => page.evaluate(() => window.heard.map(({ type }) => type)), (types) => types.includes("state"));
  await close();
  await own.close();
  assert.deepEqual(complaints, []);
});

test("a lab that is only shown is loaded by its host, and changed by nobody", async () => {
  const lab = await withElement('view="sql,chart" readonly');
  await until(() => lab.heard("ready"), (all) => all.length > 0);
  await lab.element.evaluate((element) => element.load({ example: "empty" }));
  await until(() => lab.element.evaluate((element) => element.getState()), (state) => state.lab === "New lab");
  // What the page still fetches when it ends is a failed request.
  await (await lab.frame()).locator(".editor.has-code").waitFor();
  await lab.end();
});

test("the engine's end is told", async () => {
  const lab = await withElement('view="chart"');
  await until(() => lab.heard("ready"), (all) => all.length > 0);
  const frame = await lab.frame();
  for (const worker of lab.page.workers()) await worker.evaluate(() => setTimeout(() => { throw new Error("made by a test"); })).catch(() => {});
  const [error] = await until(() => lab.heard("error"), (all) => all.length > 0);
  assert.equal(error.code, "EMB0008");
  await frame.getByRole("button", { name: "Restart the engine" }).waitFor();
  await lab.close();
  await lab.host.close();
});
