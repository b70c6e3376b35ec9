// What happens before the page's program runs: theme and language, a look whether this browser can run the lab, and a sentence in the skeleton where
// it cannot or where the program does not start. Its sentences are here, not in src/words: they are for when that is not to be had.

import { spoken, translate } from "./skeleton.mjs";

// The chosen theme, before the page's program is there to set it: no flash of the other one. The names are those of src/bar/theme.rs. Where the
// address names panels, the skeleton has none of the rest.
function paint() {
  const asked = new URLSearchParams(location.search);
  if (asked.has("view")) document.getElementById("skeleton").classList.add("is-view");
  try {
    const theme = asked.get("theme") ?? localStorage.getItem("rillcut.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is forbidden in this frame: the system's theme it is.
  }
}

/** A module of one function that uses a SIMD and a bulk memory instruction: `v128.any_true(v128.const 0)` after `memory.fill`. */
const PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, // magic, version 1
  1, 5, 1, 96, 0, 1, 127, // type 0: () -> i32
  3, 2, 1, 0, // function 0: type 0
  5, 3, 1, 0, 0, // memory 0: at least 0 pages
  10, 33, 1, 31, 0, // code: one body, no locals
  65, 0, 65, 0, 65, 0, 252, 11, 0, // memory.fill 0 0 0
  253, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // v128.const 0
  253, 83, 11, // v128.any_true, end
]);

/** Why there may be no lab, in the page's languages. */
const sentences = {
  en: {
    lacking: "The lab needs WebAssembly, which this browser lacks or has switched off.",
    old: "The lab needs WebAssembly with SIMD, which this browser is too old for.",
    forbidden: "The lab needs WebAssembly, which a policy of this page's host forbids.",
    runs: " A current Chrome, Edge, Firefox or Safari runs it.",
    failed: (why) => `The lab did not start: ${why}. Reload the page to try again.`,
  },
  ja: {
    lacking: "ラボには WebAssembly が必要ですが、このブラウザーにないか、無効になっています。",
    old: "ラボには SIMD 対応の WebAssembly が必要ですが、このブラウザーは古いため対応していません。",
    forbidden: "ラボには WebAssembly が必要ですが、このページのホストのポリシーで禁止されています。",
    runs: "最新の Chrome、Edge、Firefox、Safari で動作します。",
    failed: (why) => `ラボを起動できませんでした（${why}）。ページを再読み込みしてください。`,
  },
};

/** What is missing in this browser, by the name of its sentence; nothing when nothing is. */
function missing() {
  if (typeof WebAssembly !== "object") return "lacking";
  try {
    return WebAssembly.validate(PROBE) ? undefined : "old";
  } catch {
    return "forbidden";
  }
}

/** Writes why the lab does not start, where a reader and a screen reader find it. */
function fail(sentence) {
  const main = document.getElementById("skeleton") ?? document.body;
  main.setAttribute("aria-busy", "false");
  const line = document.getElementById("boot") ?? main.appendChild(document.createElement("p"));
  line.setAttribute("role", "alert");
  line.textContent = sentence;
}

/** Sets theme and language, looks whether the browser can run the lab, and runs `program`, which starts the page. */
export async function start(program) {
  paint();
  translate();
  const said = sentences[spoken() ?? "en"];
  const lack = missing();
  if (lack) {
    fail(said[lack] + said.runs);
    return;
  }
  try {
    await program();
  } catch (error) {
    fail(said.failed(error?.message ?? error));
    console.error(error);
  }
}
