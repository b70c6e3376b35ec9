// Loads the engine: into its worker, or into the page where there can be none (engine.mjs), which then adds a query, so that a second engine
// is another one. Its files lie beside this one, in the folder that carries the build's hash.

const engine = await import(`./worker.js${new URL(import.meta.url).search}`);
await engine.default({ module_or_path: new URL("worker_bg.wasm", import.meta.url) });
