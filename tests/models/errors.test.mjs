// What is refused, and what fails behind us, as the official Node client reads it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Setup } from "./support/setup.mjs";

const kHello = { model: "main", messages: [{ role: "user", content: "hello" }] };

let setup, client;
before(async () => {
  setup = await Setup.start({ pools: ["main", "down"], limits: true });
  client = await setup.client();
});
after(() => setup.stop());

test("a key that is nobody's", async () => {
  const stranger = await setup.client({ apiKey: "sk-nobody" });
  await assert.rejects(stranger.chat.completions.create(kHello), { status: 401, code: "invalid_api_key" });
});

test("a model that does not exist, or is another key's", async () => {
  for (const model of ["gpt-none", "slow"])
    await assert.rejects(client.chat.completions.create({ ...kHello, model }), {
      status: 404,
      code: "model_not_found",
    });
  await assert.rejects(client.models.retrieve("slow"), { status: 404 });
});

test("a request that cannot be read, with the place", async () => {
  await assert.rejects(client.chat.completions.create({ model: "main", messages: [{ role: "king", content: "x" }] }), {
    status: 400,
    message: /messages\[0\]/,
  });
  await assert.rejects(client.chat.completions.create({ ...kHello, n: 3 }), { status: 400, message: /n: one answer/ });
});

test("a path that there is not, in the same form", async () => {
  await assert.rejects(client.embeddings.create({ model: "main", input: "x" }), {
    status: 404,
    type: "invalid_request_error",
  });
});

test("a body beyond the limit", async () => {
  const messages = [{ role: "user", content: "x".repeat(2_000_000) }];
  await assert.rejects(client.chat.completions.create({ model: "main", messages }), (error) => {
    // The connection may be closed before the client has sent it all.
    assert.ok(error.status === 413 || error.constructor.name === "APIConnectionError", String(error));
    return true;
  });
});

test("a pool whose endpoints are all down", async () => {
  await assert.rejects(client.chat.completions.create({ ...kHello, model: "down" }), (error) => {
    assert.ok(error.status >= 500, String(error));
    assert.equal(error.type, "server_error");
    return true;
  });
});

test("a rate limit, with the time to wait", async () => {
  const limited = await setup.client({ apiKey: setup.limitedKey });
  await limited.chat.completions.create(kHello);
  await assert.rejects(limited.chat.completions.create(kHello), (error) => {
    assert.equal(error.status, 429);
    assert.equal(error.code, "rate_limit_exceeded");
    assert.ok(Number(error.headers.get("retry-after")) > 0);
    return true;
  });
});

test("nothing of what was said is in the log", async () => {
  await client.chat.completions.create({ model: "main", messages: [{ role: "user", content: "hello zebra-4711" }] });
  const log = setup.log();
  assert.match(log, /model request served/);
  assert.doesNotMatch(log, /zebra-4711|from the mock/);
  assert.equal(log.includes(setup.key), false);
});
