// The official Python client, which checks types more strictly: client.py says what it saw, line by line.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { Setup } from "./support/setup.mjs";

const run = promisify(execFile); // the mock answers in this process meanwhile

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
  test(`python: ${what}`, async () => {
    const python = join(process.env.MODELS_TESTS_CACHE, "python", "bin", "python");
    const script = fileURLToPath(new URL("support/client.py", import.meta.url));
    const { stdout } = await run(python, [script, what, setup.url, setup.key], { timeout: 60_000 });
    assert.equal(stdout.trim(), "ok");
  });
