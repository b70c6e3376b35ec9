// Starts the site's page: gives the page's program what it needs of its surroundings, then runs it. Trunk would write this as an inline script,
// which the content security policy forbids; the script element carries the names of the hashed files instead.
//
// What the program needs is `rillcut`: its libraries, its engine, news of newer versions. Here they are files beside this one; in the one file
// (one-file.mjs) they are parts of the page.

import { askOnce } from "./ask.mjs";
import { byAddress, byBlob, here, startEngine } from "./engine.mjs";
import { keepOffline, onNewVersion, takeNewVersion } from "./offline.mjs";
import { start } from "./start.mjs";

const script = document.querySelector("script[data-wasm]");
let loads = 0;
/** The ways to start the program that a module beside this one loads. */
const waysTo = (name) => {
  const module = new URL(name, import.meta.url);
  return [
    byAddress(module),
    byBlob(module),
    // A module is evaluated once an address: another query is another engine.
    here(() => import(`${module}?load=${(loads += 1)}`)),
  ];
};
const engine = waysTo("worker.mjs");
const exporter = waysTo("exporter.mjs");

globalThis.rillcut = {
  library: (name) => import(new URL(name, import.meta.url)),
  startEngine: (heard, failed) => startEngine(engine, heard, failed),
  askExporter: (octets) => askOnce(exporter, octets),
  onNewVersion,
  takeNewVersion,
};

await start(async () => {
  const program = await import(new URL(script.dataset.js, document.baseURI));
  await program.default({ module_or_path: new URL(script.dataset.wasm, document.baseURI) });
  keepOffline(document.querySelector("meta[name=rillcut-build]").content);
});
