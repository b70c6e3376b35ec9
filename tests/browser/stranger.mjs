// A stranger embeds the lab: the code that its page gives, pasted into a book that mdBook has just made and into a page of Docusaurus, both built as their
// authors say, and served from another site. The lab is seen running there, without a word in the console.
//
// `cargo xtask embed-test` runs it: MDBOOK is the program, FOLDER an empty folder, DOCUSAURUS one with its packages.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { openHost } from "./hosts.mjs";
import { openLab, start, stop } from "./lab.mjs";
import { screenOf } from "./screen.mjs";
import { close, listen } from "./site.mjs";

const { MDBOOK, FOLDER, DOCUSAURUS } = process.env;
const run = (program, args, options) => execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"], ...options });
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".json": "application/json" };

/** What the menu on a panel copies: the plain frame and the element. */
async function copied() {
  const lab = await openLab({ permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = lab;
  await page.locator(".bar-controls .primary:enabled").waitFor();
  const menu = page.locator("#detection .share");
  const made = [];
  for (const name of ["Copy embed code (iframe)", "Copy embed code (<rillcut-lab>)"]) {
    await menu.locator("summary").click();
    await menu.getByRole("button", { name, exact: true }).and(page.locator(":enabled")).click();
    await page.getByText("Embed code copied").waitFor();
    made.push(await page.evaluate(() => navigator.clipboard.readText()));
  }
  await lab.close();
  return made;
}

/** Serves a folder as `http://localhost:PORT/`. */
async function serveFolder(folder) {
  const server = createServer((request, response) => {
    let file = join(folder, decodeURIComponent(new URL(request.url, "http://host").pathname));
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    if (!file.startsWith(folder) || !existsSync(file)) {
      // A site that names no icon is asked for one all the same.
      response.writeHead(request.url === "/favicon.ico" ? 204 : 404).end();
      return;
    }
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
  });
  return { url: `http://localhost:${await listen(server)}/`, close: () => close(server) };
}

/** Opens a page, or comes to it by a link of another, and plays each lab in it. */
async function seen(name, folder, path, labs, link) {
  const host = await serveFolder(folder);
  const { page, complaints, close: end } = await openHost(host.url + path, { width: 1200 });
  if (link) await page.getByRole("article").getByRole("link", { name: link }).click();
  const frames = page.locator("iframe");
  await frames.nth(labs - 1).waitFor({ state: "attached" });
  assert.equal(await frames.count(), labs);
  for (let at = 0; at < labs; at += 1) {
    const element = frames.nth(at);
    await element.scrollIntoViewIfNeeded();
    const frame = await (await element.elementHandle()).contentFrame();
    const screen = screenOf(frame);
    await screen.play.and(frame.locator(":enabled")).click();
    await screen.speed("×600");
    await screen.anomalies.first().waitFor();
  }
  await end();
  await host.close();
  assert.deepEqual(complaints, [], name);
  console.log(`${name}: ${labs} labs seen running`);
}

const inMdBook = (codes) => {
  const book = join(FOLDER, "book");
  run(MDBOOK, ["init", "--force", "--title", "A stranger's book", "--ignore", "none", book]);
  writeFileSync(join(book, "src/chapter_1.md"), `# Chapter 1\n\nText.\n\n${codes.join("\n\nMore text.\n\n")}\n`);
  run(MDBOOK, ["build", book]);
  return join(book, "book");
};

/** In the folder of the packages, from which Docusaurus looks for them. */
const inDocusaurus = (codes) => {
  for (const old of ["docs", "build", ".docusaurus"]) rmSync(join(DOCUSAURUS, old), { recursive: true, force: true });
  mkdirSync(join(DOCUSAURUS, "docs"));
  writeFileSync(
    join(DOCUSAURUS, "docusaurus.config.js"),
    `module.exports = { title: "A stranger's site", url: "http://localhost", baseUrl: "/", onBrokenLinks: "throw",
      presets: [["classic", { docs: { routeBasePath: "/" }, blog: false }]] };\n`,
  );
  writeFileSync(join(DOCUSAURUS, "docs/intro.mdx"), "---\nslug: /\n---\n\n# Intro\n\n[To the labs](lab.mdx)\n");
  writeFileSync(join(DOCUSAURUS, "docs/lab.mdx"), `# Labs\n\nText.\n\n${codes.join("\n\nMore text.\n\n")}\n`);
  const program = join(DOCUSAURUS, "node_modules/@docusaurus/core/bin/docusaurus.mjs");
  run(process.execPath, [program, "build", DOCUSAURUS], { cwd: DOCUSAURUS, env: { ...process.env, NODE_ENV: "production" } });
  return join(DOCUSAURUS, "build");
};

try {
  await start();
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const [frame, element] = await copied();
  console.log(`${frame}\n\n${element}\n`);
  await seen("mdBook", inMdBook([frame, element]), "chapter_1.html", 2);
  const site = inDocusaurus([frame, element]);
  await seen("Docusaurus", site, "lab/", 2);
  // It draws the one page in the place of the other.
  await seen("Docusaurus, by a link", site, "", 2, "To the labs");
} finally {
  await stop();
}
