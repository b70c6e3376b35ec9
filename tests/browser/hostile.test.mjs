// What strangers write into links and messages: 10,000 of each, made from real ones by chance that is the same each time. The page never breaks, never
// asks anybody but its own host for anything, and says something of each that it refuses.
//
// LINKS and MESSAGES (10000 each), SEED (1), PAGES (4) that follow links at once.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { chromium } from "playwright-core";
import "./harness.mjs";
import { chance } from "./chance.mjs";
import { connect } from "./destinations.mjs";
import { openHost, hostPage, serveHost } from "./hosts.mjs";
import { flags, start } from "./lab.mjs";
import { startReceiver } from "./receiver.mjs";
import { goOn, looks, openScreen, screenOf } from "./screen.mjs";
import { dist } from "./site.mjs";

const links = Number(process.env.LINKS ?? 10_000);
const messages = Number(process.env.MESSAGES ?? 10_000);
const seed = Number(process.env.SEED ?? 1);
const pages = Number(process.env.PAGES ?? 4);

const { site } = await start();
const texts = ["clickstream", "stock-ticker", "empty"].map((name) => readFileSync(join(dist, `examples/${name}.lab.json`), "utf8"));
const packed = (octets) => deflateRawSync(octets);
const link = (octets) => `v1.${Buffer.from(octets).toString("base64url")}`;

// Links change the hash faster than Chromium allows a page to.
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...flags, "--disable-ipc-flooding-protection"] });
after(() => browser.close());

/** A text with something wrong in it. */
function spoiled(text, { below, pick, text: noise }) {
  const at = below(text.length);
  const value = pick(["1e309", "-1", "null", "{}", "[[]]", '"\\ud800"', "1".repeat(400), '"__proto__"', "true", `"${"x".repeat(3000)}"`]);
  return pick([
    () => text.slice(0, at),
    () => text.slice(0, at) + noise(1 + below(20)) + text.slice(at),
    () => text.slice(0, at) + text.slice(at + 1 + below(200)),
    // Another value for a member.
    () => text.replace(new RegExp(`("${pick(["rate", "from", "until", "rowtime", "sql", "seed", "name", "template", "senders", "rillcut", "schema", "start"])}"\\s*:\\s*)[^,\\n]+`), `$1${value}`),
    () => text.replace(/\{/, `{"__proto__":{"a":1},"constructor":${value},`),
    () => text.replace(/\{/, `{"destinations":[{"preset":"json","url":"http://example.invalid/steal","connection":{"url":"http://example.invalid/"},"stream":${value}}],`),
    () => `${"[".repeat(below(100_000))}${text}`,
    () => text.replaceAll(pick(["Click", "SELECT", "STREAM", '"', "}", ":", "STEP"]), value),
    () => value,
    () => noise(below(2000)),
  ])();
}

/** A hash with something wrong in it, mostly. */
function hostileHash(dice) {
  const { below, pick, text: noise } = dice;
  const text = pick(texts);
  const whole = link(packed(text));
  const flipped = (octets) => {
    const copy = Buffer.from(octets);
    for (let flips = 1 + below(8); flips > 0; flips -= 1) copy[below(copy.length)] ^= 1 << below(8);
    return copy;
  };
  const at = below(whole.length);
  const value = pick([
    () => whole.slice(0, at),
    () => whole.slice(0, at) + pick("ABCabc019-_=+/ %é\u0000") + whole.slice(at + 1),
    () => link(flipped(packed(text))),
    () => link(packed(flipped(Buffer.from(text)))),
    () => link(packed(spoiled(text, dice))),
    () => link(packed(spoiled(spoiled(text, dice), dice))),
    () => pick(["v0.", "v2.", "V1.", "v1", "", "v1..", "lab", "v10."]) + whole.slice(3),
    () => pick(["v1.", "v1.=", "v1.A", "v1.%", "v1.%00", "v1.\u202e", "v1.-_-_", "null", "undefined", "[object Object]"]),
    () => `v1.${noise(below(400))}`,
  ])();
  return pick([
    () => `#lab=${value}`,
    () => `#lab=${value}&at=${pick(["", "-1", "1e99", "9".repeat(30), "now", noise(10)])}`,
    () => `#example=${pick(["", "constructor", "__proto__", "Empty", "../empty", noise(20), "x".repeat(5000)])}`,
    () => `#${pick(["at", "example"])}=${encodeURIComponent(noise(below(50)))}x&lab=${value}&lab=v1.second`,
    () => `#lab=${value}&connect=1&url=http://example.invalid/&autorun&send=1&readonly=0`,
  ])();
}

/** The ones that are too dear to come by chance. */
function dearHashes() {
  const bomb = packed(Buffer.alloc(60_000_000));
  const nested = packed(Buffer.concat([bomb, bomb]));
  return [
    link(bomb),
    link(packed(Buffer.alloc(60_000_000, 91))),
    link(nested),
    link(packed(`${" ".repeat(4_300_000)}${texts[0]}`)),
    `v1.${"A".repeat(3_000_000)}`,
    `v1.${"A".repeat(199_990)}`,
    link(packed(`{"rillcut":2,"name":"${"n".repeat(4_000_000)}"}`)),
  ].map((value) => `#lab=${value}`);
}

/** In the page: opens one hash after the other and says what became of each. */
async function follow(hashes) {
  const seen = (selector) => [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
  // The page's next change, or a while without one: nobody looks at what stands, so that the other pages have the machine meanwhile.
  const changed = (within) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        changes.disconnect();
        resolve();
      };
      const timer = setTimeout(end, within);
      const changes = new MutationObserver(end);
      changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  const found = [];
  for (const hash of hashes) {
    for (const name of [".undo:not(.address-note):not(.address-problems) .quiet", ".address-note .quiet", ".address-problems > .quiet"]) {
      const close = seen(name);
      close?.click();
      while (close && seen(name) === close) await changed(100);
    }
    const title = document.title;
    const before = location.hash;
    location.hash = hash;
    // One that is as the last one is no change.
    if (location.hash === before) {
      found.push(["same", ""]);
      continue;
    }
    const asks = /(^#|&)(lab|at|example)=/.test(location.hash);
    let outcome;
    for (const began = performance.now(); !outcome; ) {
      await changed(asks ? 100 : 1);
      const problem = seen(".address-problems .problem");
      const note = seen(".address-note li");
      if (problem) outcome = ["refused", problem.textContent];
      else if (note && !/(^#|&)lab=/.test(location.hash)) outcome = ["left out", note.textContent];
      else if (document.title !== title || seen(".undo:not(.address-note):not(.address-problems)")) {
        // A lab that the engine refuses is told a moment later, and most are refused: no longer than that is waited.
        let late;
        for (const until = performance.now() + 60; !late && performance.now() < until; late = seen(".address-problems .problem")) await changed(until - performance.now());
        outcome = late ? ["refused", late.textContent] : ["opened", document.title];
      } else if (performance.now() - began > (asks ? 15_000 : 0)) outcome = ["nothing", ""];
    }
    found.push(outcome);
  }
  return found;
}

const strangers = (asked) => asked.filter((address) => !address.startsWith(site.url) && !/^(blob|data):/.test(address));

test(`${links} mutated links: each is opened, or refused in a sentence`, { timeout: 280_000 }, async (t) => {
  const dice = chance(seed);
  const count = { refused: 0, opened: 0, "left out": 0, same: 0, nothing: 0 };
  // Several pages, each of which follows the next links that are there: while one waits the others work. The first has the lab in a window of its own, where
  // Chromium draws every address anew; in the others it is in a frame of another site.
  const host = await serveHost({ "/": hostPage(`<iframe title="Lab" width="1200" height="800" src="${site.url}?view=guide&hide=share"></iframe>`) });
  const visit = async (next, isFramed) => {
    const { page: top, complaints, asked, close } = await openHost(isFramed ? host.url : `${site.url}?view=guide&hide=share`, { browser, ...looks.wide });
    const page = isFramed ? await (await top.waitForSelector("iframe")).contentFrame() : top;
    const screen = screenOf(page);
    await screen.play.and(page.locator(":enabled")).waitFor();
    for (let hashes = next(); hashes; hashes = next()) {
      const outcomes = await page.evaluate(follow, hashes);
      outcomes.forEach(([outcome, said], at) => {
        count[outcome] += 1;
        const of = hashes[at].slice(0, 300);
        if (outcome === "nothing") assert.fail(`nothing is said of ${of}`);
        if (outcome === "refused") assert.match(said, /(Error|Warning)[A-Z]{3}\d{4}.{10,}/s, of);
        if (outcome === "left out") assert.match(said, /which is left out: \w+ takes .{5,}/, of);
      });
      assert.deepEqual(complaints, []);
      assert.equal(await page.locator(".lost").count(), 0, "the engine is there");
    }
    assert.equal(await page.evaluate(() => Object.keys(Object.prototype).length), 0);
    assert.deepEqual(strangers(asked).filter((address) => address !== host.url), []);
    // And it is as it was.
    await page.evaluate(() => (location.hash = "#example=clickstream"));
    await page.waitForFunction(() => document.title.startsWith("Clickstream"));
    await screen.play.or(screen.run).first().click();
    await screen.until(() => screen.clock(), (clock) => clock > "00:00:01");
    await close();
    assert.deepEqual(complaints, []);
  };
  let made = 0;
  const some = () => {
    const hashes = Array.from({ length: Math.min(100, links - made) }, () => hostileHash(dice));
    made += hashes.length;
    return hashes.length > 0 ? hashes : undefined;
  };
  const dear = dearHashes();
  await Promise.all(Array.from({ length: pages }, (_, at) => visit(() => (dear.length > 0 ? dear.splice(0, 1) : some()), at > 0)));
  await host.close();
  t.diagnostic(JSON.stringify(count));
  assert.ok(Object.values(count).reduce((sum, of) => sum + of) > links, "those that are dear, too");
  assert.ok(count.refused > links / 2, JSON.stringify(count));
});

/** Messages that are no messages to the lab, and those that are wrong ones, made in the page, since not all of them are JSON. */
function flood([count, from, texts]) {
  const chance = new Function(`return ${texts.chance}`)();
  const dice = chance(from);
  const { below, pick, text: noise } = dice;
  const deep = (levels) => {
    let made = {};
    for (let level = 0; level < levels; level += 1) made = { made, type: "run" };
    return made;
  };
  const odd = () =>
    pick([
      () => null,
      () => below(1e9),
      () => -0.5,
      () => NaN,
      () => true,
      () => deep(below(500)),
      () => [["run"]],
      () => new Map([["type", "run"]]),
      () => new Date(),
      () => 10n ** 30n,
      () => new ArrayBuffer(below(1e5)),
      () => new Uint8Array(10),
      () => /run/,
      () => new Error("run"),
      () => JSON.parse('{"__proto__":{"type":"run"},"constructor":{"prototype":{"type":"run"}}}'),
      () => new Blob(["run"]),
    ])();
  const target = document.querySelector("iframe").contentWindow;
  const envelope = { source: "rillcut", v: 1 };
  let refused = 0;
  const post = (data, isRefused) => {
    target.postMessage(data, "*");
    refused += isRefused ? 1 : 0;
  };
  for (let sent = 0; sent < count; sent += 1) {
    const id = pick([undefined, below(10), noise(5), noise(500), odd(), { toString: "run" }]);
    pick([
      // Not for the lab.
      () => post(odd(), false),
      () => post(noise(below(100)), false),
      () => post({ ...envelope, source: pick(["Rillcut", "", undefined, ["rillcut"], odd()]), type: "run", id }, false),
      () => post([envelope], false),
      () => post({ type: "run" }, false),
      // For the lab, and wrong.
      () => post({ ...envelope, v: pick([0, 2, "1", null, [1], NaN, 1.5, odd()]) === 1 ? 9 : pick([0, 2, "1", null]), type: "run", id }, true),
      () => post({ ...envelope, id }, true),
      () => post({ ...envelope, type: pick(["RUN", "run ", "connect", "edit", "__proto__", "constructor", "toString", "hasOwnProperty", noise(12)]), id }, true),
      () => post({ ...envelope, type: odd() ?? 1, id }, true),
      () => post({ ...envelope, type: "load", lab: odd() ?? [], id }, true),
      () => post({ ...envelope, type: "load", id }, true),
      () => post({ ...envelope, type: "load", example: pick(["", "__proto__", "Clickstream", noise(30)]), id }, true),
      () => post({ ...envelope, type: "step", step: pick([0, -1, 10, 1.5, NaN, Infinity, 1e300]), id }, true),
      () => post({ ...envelope, type: "step", by: pick(["", "year", "__proto__", noise(20)]), id }, true),
      () => post({ ...envelope, type: "step", step: odd() === undefined ? "4" : pick(["4", [4], { valueOf: 4 }]), id }, true),
      () => post({ ...envelope, type: "theme", theme: pick(["blue", "", "javascript:1", noise(20)]), id }, true),
      () => post({ ...envelope, type: "run", theme: pick([1, {}, []]), id }, true),
      () => post({ ...envelope, type: noise(301 + below(1000)), id }, true),
      () => post(Object.assign(JSON.parse('{"__proto__":{"source":"rillcut","v":1,"type":"run"}}'), { v: 1, type: "run" }), false),
    ])();
  }
  return refused;
}

test(`${messages} hostile messages: none does anything, and all are accounted for`, { timeout: 120_000 }, async () => {
  const script = `window.heard = []; addEventListener("message", ({ data }) => { if (data.type === "error" || data.id === "end") heard.push(data); });`;
  const host = await serveHost({ "/": hostPage('<iframe title="Lab" width="900" height="600"></iframe>', { head: '<script src="/host.js"></script>' }), "/host.js": script });
  const { page, complaints, asked, close } = await openHost(host.url, { browser });
  await page.evaluate(([address, origin]) => (document.querySelector("iframe").src = `${address}?view=chart&origin=${origin}`), [site.url, host.origin]);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  const screen = screenOf(frame);
  await screen.play.and(frame.locator(":enabled")).waitFor();
  // The last answer may still have to come: what is behind it is counted a second later.
  const settled = async (ask) => {
    await page.evaluate((message) => document.querySelector("iframe").contentWindow.postMessage(message, "*"), ask);
    await page.waitForFunction(() => window.heard.some(({ id }) => id === "end"));
    await page.waitForTimeout(1500);
  };
  let refused = 0;
  for (let done = 0; done < messages; done += 1000) {
    refused += await page.evaluate(flood, [Math.min(1000, messages - done), seed + done, { chance: chance.toString() }]);
  }
  // Some that are dear.
  refused += await page.evaluate(() => {
    const target = document.querySelector("iframe").contentWindow;
    const huge = "x".repeat(20_000_000);
    const lists = Array.from({ length: 200_000 }, (_, at) => ({ at }));
    for (let times = 0; times < 5; times += 1) {
      target.postMessage({ source: "rillcut", v: 1, type: "load", lab: huge }, "*");
      target.postMessage({ source: "rillcut", v: 1, type: "load", lab: lists, lists }, "*");
    }
    return 10;
  });
  // A page beside the lab says the right things.
  const other = await serveHost({ "/": hostPage("", { head: '<script src="/b.js"></script>' }), "/b.js": 'for (const type of ["run", "load", "getState"]) parent.frames[0].postMessage({ source: "rillcut", v: 1, type, example: "empty", id: "stranger" }, "*");' });
  await page.evaluate((address) => document.body.append(Object.assign(document.createElement("iframe"), { src: address })), other.url);
  await page.waitForTimeout(300);
  await settled({ source: "rillcut", v: 1, type: "getState", id: "end" });
  const heard = await page.evaluate(() => window.heard);
  const errors = heard.filter(({ type }) => type === "error");
  for (const { code, message, hint, id } of errors) {
    assert.match(code, /^(EMB|LAB)\d{4}$/);
    assert.ok(message.length > 10 && hint.length > 5, code);
    assert.ok(id === undefined || typeof id === "number" || (typeof id === "string" && id.length <= 300), "an id of a kind that there is");
  }
  const accounted = errors.filter(({ further }) => further === 0).length + errors.reduce((sum, { further }) => sum + further, 0);
  assert.equal(accounted, refused);
  assert.ok(errors.length < refused / 5, `${errors.length} answers to ${refused}`);
  const end = heard.find(({ id }) => id === "end");
  assert.deepEqual([end.lab, end.running, end.records], ["Clickstream anomaly detection", false, 0]);
  assert.equal(await screen.clock(), "00:00:00");
  const prototypes = () => Object.keys(Object.prototype).length;
  assert.deepEqual([await page.evaluate(prototypes), await frame.evaluate(prototypes)], [0, 0]);
  const known = [host.url, other.url, site.url];
  assert.deepEqual(asked.filter((address) => !known.some((one) => address.startsWith(one)) && !/^(blob|data|about):/.test(address)), []);
  await screen.play.click();
  await screen.until(() => screen.clock(), (clock) => clock > "00:00:01");
  await close();
  await Promise.all([host.close(), other.close()]);
  assert.deepEqual(complaints, []);
});

test("a link sends nothing, not even to an address that this browser remembers", async () => {
  const receiver = await startReceiver();
  const quiet = (text) => /127\.0\.0\.1|ERR_/.test(text);
  const lab = await openScreen({ ...looks.wide, allow: quiet });
  await connect(lab.screen, { url: receiver.url });
  await goOn(lab.screen, "Next anomaly");
  await receiver.waitFor(1);
  const before = receiver.requests.length;
  // The same lab, under the same name, with the same destination: as a link, over a hash, and by itself.
  const tab = await lab.context.newPage();
  await tab.goto(`${site.url}?autorun&speed=max#example=clickstream`);
  const other = screenOf(tab);
  await other.until(() => other.anomalies.count(), (count) => count > 0);
  await other.destination.getByText("Connect again").first().waitFor();
  await tab.evaluate((hash) => (location.hash = hash), `#lab=${link(packed(texts[0]))}`);
  await other.play.waitFor();
  await other.play.click();
  await other.until(() => other.anomalies.count(), (count) => count > 0);
  // The tab that was connected lets go of its destination when another lab is put in its place.
  await lab.page.evaluate((hash) => (location.hash = hash), `#lab=${link(packed(texts[0]))}`);
  await lab.screen.play.waitFor();
  await goOn(lab.screen, "Next anomaly");
  await lab.page.waitForTimeout(500);
  assert.equal(receiver.requests.length, before);
  await lab.close();
  await receiver.close();
});
