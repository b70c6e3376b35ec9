// Loads the program that writes a lab as a Flink job, as worker.mjs loads the engine.

const exporter = await import(`./exporter.js${new URL(import.meta.url).search}`);
await exporter.default({ module_or_path: new URL("exporter_bg.wasm", import.meta.url) });
