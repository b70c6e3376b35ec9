// Loads the engine into its worker. The query of this file's own address is the hash of the engine's files;
// it goes on to both of them, so that no cache can pair files of two builds.

const version = new URL(import.meta.url).search;
const engine = await import(`./worker.js${version}`);
await engine.default({ module_or_path: new URL(`./worker_bg.wasm${version}`, import.meta.url) });
