// The declaration that is shipped beside the element's script is one, and says what is right and what is wrong.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
const page = fileURLToPath(new URL("fixtures/host.ts", import.meta.url));

test("a page around a lab is checked by TypeScript", () => {
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--module", "nodenext", "--ignoreConfig", page];
  try {
    execFileSync(process.execPath, [compiler, ...options], { encoding: "utf8" });
  } catch (error) {
    assert.fail(error.stdout || error.message);
  }
});
