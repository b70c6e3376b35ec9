// The guide as a book: its links lead somewhere, its pages are fit for the site's policy and for everybody, and the lab in each chapter is at the
// step that the chapter is about, with that step still to do.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { Script } from "node:vm";
import "./harness.mjs";
import { openLab } from "./harness.mjs";
import { looks, screenOf } from "./screen.mjs";
import { dist } from "./site.mjs";

const book = join(dist, "guide");
const missing = existsSync(book) ? false : "this build has no guide";
const pages = missing
  ? []
  : readdirSync(book, { recursive: true })
      .filter((name) => name.endsWith(".html") && name !== "toc.html")
      .sort();
const read = (page) => readFileSync(join(book, page), "utf8");

/** Texts as they were before they were written into HTML. */
const plain = (html) =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&#x27;", "'").replaceAll("&amp;", "&");

/** A page without its code blocks, in which addresses are shown and not linked. */
const withoutCode = (html) => html.replaceAll(/<pre\b[^]*?<\/pre>/g, "");

/** What stands in the code blocks of a page that begin with such a language. */
const code = (html, language) =>
  [...html.matchAll(new RegExp(`<code class="language-${language}(?: [^"]*)?">([^]*?)</code>`, "g"))].map(([, text]) => plain(text));

/** The labs in the chapters: the page, the frame's address from the site's root, and the step in it. */
const labs = pages.flatMap((page) =>
  [...read(page).matchAll(/<iframe class="rillcut" src="([^"]+)"/g)].map(([, src]) => {
    const at = new URL(plain(src), `http://site/guide/${page}`);
    return { page, path: at.href.slice("http://site/".length), step: at.searchParams.get("step") };
  }),
);

test("no link is dead", { skip: missing }, () => {
  const ids = new Map();
  const idsOf = (file) => {
    if (!ids.has(file)) ids.set(file, new Set([...readFileSync(file, "utf8").matchAll(/\sid="?([^"\s>]+)/g)].map(([, id]) => plain(id))));
    return ids.get(file);
  };
  const dead = [];
  let followed = 0;
  for (const page of [...pages, "toc.html"]) {
    for (const [, attribute, quoted] of withoutCode(read(page)).matchAll(/\s(href|src)="([^"]*)"/g)) {
      const link = plain(quoted);
      if (/^(https?|mailto):/.test(link)) {
        assert.equal(attribute, "href", `${page} fetches ${link}`);
        continue;
      }
      followed += 1;
      const [path, anchor = ""] = link.split("#");
      const file = resolve(join(book, dirname(page)), decodeURIComponent(path.split("?")[0]) || page.split("/").pop());
      const inside = !relative(dist, file).startsWith("..");
      if (!inside || !existsSync(file)) dead.push(`${page}: ${link}`);
      // The hash of a lab's address is the lab.
      else if (anchor && !/^(lab|example)=/.test(anchor) && !idsOf(file).has(decodeURIComponent(anchor))) dead.push(`${page}: ${link}`);
    }
  }
  assert.deepEqual(dead, []);
  assert.ok(followed > 500, `${followed}`);
});

test("nothing is asked of anybody else", { skip: missing }, () => {
  const asked = pages.flatMap((page) =>
    [...withoutCode(read(page)).matchAll(/<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)="(https?:[^"]+)"/g)].map(([, address]) => `${page}: ${address}`),
  );
  assert.deepEqual(asked, []);
});

test("JavaScript that is shown is JavaScript", { skip: missing }, () => {
  const scripts = pages.flatMap((page) => code(read(page), "js").map((text) => ({ page, text })));
  assert.ok(scripts.length > 0);
  for (const { page, text } of scripts) new Script(text, { filename: page });
});

test("pages are fit for the policy and for everybody, at every width and in both themes", { skip: missing }, async () => {
  const looked = ["index.html", "workshop/what-you-build.html", "workshop/the-program.html", "embed.html", "forest.html"];
  for (const look of Object.values(looks)) {
    // A page that is left may be in the middle of something.
    const allow = (text) => text.includes("ERR_ABORTED");
    const lab = await openLab({ ...look, path: "guide/embed.html", ready: false, allow });
    const { page } = lab;
    const root = page.url().replace(/embed\.html$/, "");
    // The labs are not what is looked at here, and would only cost time.
    const stub = { contentType: "text/html", body: "<!doctype html><html lang=en><title>Lab</title>" };
    await page.route((address) => address.pathname === "/index.html", (route) => route.fulfill(stub));
    for (const name of looked) {
      await page.goto(root + name);
      await page.locator("#mdbook-content h1").first().waitFor();
      const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= window, `${name} is ${wide} wide at ${window}`);
      const sidebar = page.locator("#mdbook-sidebar");
      if (look.width < 600) assert.ok(!(await sidebar.isVisible()) || (await sidebar.boundingBox()).x < 0, name);
      await lab.axe("#mdbook-content > main");
    }
    await lab.close();
  }
});

test("the book is searched, and a theme that is chosen is the labs', too", { skip: missing }, async () => {
  const lab = await openLab({ ...looks.wide, path: "guide/workshop/the-program.html", ready: false });
  const { page } = lab;
  await page.keyboard.press("s");
  // The results follow the keys.
  await page.locator("#mdbook-searchbar").pressSequentially("stagger");
  await page.locator("#mdbook-searchresults a").first().waitFor();
  await page.keyboard.press("Escape");
  const frame = page.frameLocator("iframe.rillcut");
  await page.locator("iframe.rillcut").scrollIntoViewIfNeeded();
  await frame.locator("#guide").waitFor();
  await frame.locator(".bar-controls .primary:enabled").waitFor();
  const theme = () => frame.locator("html").evaluate((root) => getComputedStyle(root).colorScheme);
  const choose = async (name) => {
    const item = page.getByRole("menuitem", { name, exact: true });
    // The list stays open after a choice.
    if (!(await item.isVisible())) await page.getByRole("button", { name: "Change theme" }).click();
    await item.click();
  };
  await choose("Dark");
  await screenOf(page).until(theme, (scheme) => scheme === "dark");
  await choose("Auto");
  await screenOf(page).until(theme, (scheme) => scheme === "light dark");
  await page.getByRole("link", { name: "Open this lab in its own tab" }).waitFor();
  await lab.close();
});

test("every step of the guide has its chapter, and the lab there is at it", { skip: missing }, async (t) => {
  assert.deepEqual(labs.flatMap(({ step }) => (step ? [Number(step)] : [])).sort(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const { page: chapter, path, step } of labs) {
    await t.test(chapter, async () => {
      const lab = await openLab({ ...looks.narrow, width: 860, path });
      const { page } = lab;
      await screenOf(page).play.and(page.locator(":enabled")).waitFor();
      if (step) {
        const heading = page.locator("#guide-title");
        await heading.waitFor();
        assert.match(await heading.innerText(), new RegExp(`^${step} of 9`));
        const title = (await heading.innerText()).replace(/^\d of 9\s*/, "");
        assert.match(read(chapter), new RegExp(`<title>${step}\\. ${title} - Rillcut</title>`));
        // What the chapter is about is still to be done, and the page can do it.
        if (["3", "4", "5", "6", "7"].includes(step)) {
          const done = page.locator("#guide").getByRole("status");
          assert.match(await done.innerText(), /^Waits for: /);
          await page.locator("#guide").getByRole("button", { name: "Do it for me" }).click();
          await done.filter({ hasText: /^Done: / }).waitFor();
        }
      }
      await lab.close();
    });
  }
});

test("addresses in the snippets open a lab", { skip: missing }, async () => {
  const addresses = new Set();
  for (const page of pages) {
    for (const [, address] of plain(read(page)).matchAll(/https:\/\/lab\.example\/([?#][^\s")…<]*[\w-])[\s")<]/g)) addresses.add(address);
  }
  assert.ok(addresses.size >= 5, [...addresses].join(" "));
  for (const path of addresses) {
    const lab = await openLab({ ...looks.wide, path: path.replaceAll("&amp;", "&") });
    const step = /step=(\d)/.exec(path)?.[1];
    if (step) assert.match(await lab.page.locator("#guide-title").innerText(), new RegExp(`^${step} of 9`));
    await lab.close();
  }
});
