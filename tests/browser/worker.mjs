// The engine alone in a worker of an otherwise empty Chromium page: what `cargo xtask bench` built for benches.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "./lab.mjs";

const folder = process.env.WORKER_BENCH;

/**
 * Runs `program` in a worker and gives what it returns. `program` is sent as text: it sees its argument, `engine` (the exports of
 * examples/worker_bench.rs) and nothing of this file.
 */
export async function inWorker(program, argument) {
  if (!folder) throw new Error("WORKER_BENCH names no folder: run this with `cargo xtask bench`");
  const glue = readFileSync(join(folder, "worker_bench.js"), "utf8");
  const wasm = readFileSync(join(folder, "worker_bench_bg.wasm")).toString("base64");
  const { browser } = await start();
  const page = await browser.newPage();
  const answer = await page.evaluate(
    async ({ glue, wasm, program, argument }) => {
      const source = `${glue}
        onmessage = async ({ data: { wasm, argument } }) => {
          try {
            wasm_bindgen.initSync({ module: wasm });
            postMessage({ value: await (${program})(argument, wasm_bindgen) });
          } catch (error) {
            postMessage({ error: String(error.stack ?? error) });
          }
        };`;
      const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
      const answer = new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = (event) => reject(new Error(event.message));
      });
      worker.postMessage({ wasm: Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0)), argument });
      return answer;
    },
    { glue, wasm, program: String(program), argument },
  );
  await page.close();
  if (answer.error) throw new Error(answer.error);
  return answer.value;
}
