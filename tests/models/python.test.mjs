// The official Python client, which checks types more strictly: client.py says what it saw, line by line.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Setup } from "./support/setup.mjs";

let setup;
before(async () => {
  setup = await Setup.start({ pools: ["main", "responses"] });
});
after(() => setup.stop());

for (const what of [
  "chat",
  "chat_stream",
  "chat_tools",
  "responses",
  "responses_stream",
  "responses_tools",
  "azure",
  "models",
  "wrong_key",
])
  test(`python: ${what}`, () => {
    const python = join(process.env.MODELS_TESTS_CACHE, "python", "bin", "python");
    const script = fileURLToPath(new URL("support/client.py", import.meta.url));
    const said = execFileSync(python, [script, what, setup.url, setup.key], { encoding: "utf8", timeout: 60_000 });
    assert.equal(said.trim(), "ok");
  });
