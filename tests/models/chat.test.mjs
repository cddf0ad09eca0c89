// Chat Completions through our pools, by the official Node client.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Setup } from "./support/setup.mjs";

const kHello = [{ role: "user", content: "hello" }];
const kTools = [
  {
    type: "function",
    function: {
      name: "claim_status",
      description: "Looks a claim up",
      parameters: { type: "object", properties: { claim_id: { type: "string" } }, required: ["claim_id"] },
    },
  },
];

let setup, client;
before(async () => {
  setup = await Setup.start();
  client = await setup.client();
});
after(() => setup.stop());

test("a whole answer", async () => {
  const answer = await client.chat.completions.create({ model: "main", messages: kHello });
  assert.equal(answer.object, "chat.completion");
  assert.equal(answer.model, "main");
  assert.equal(answer.choices[0].message.content, "Hello from the mock.");
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert.ok(answer.usage.total_tokens > 0);
});

test("a stream, with its usage at the end", async () => {
  const stream = await client.chat.completions.create({
    model: "main",
    messages: kHello,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let chunks = 0;
  let last;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? "";
    chunks += 1;
    last = chunk;
  }
  assert.equal(text, "Hello from the mock.");
  assert.ok(chunks > 3, `in ${chunks} chunks`);
  assert.deepEqual(last.choices, []);
  assert.ok(last.usage.completion_tokens > 0);
});

test("a tool call, in a stream and whole, and the answer to it", async () => {
  const stream = client.chat.completions.stream({
    model: "main",
    messages: [{ role: "user", content: "what about my claim" }],
    tools: kTools,
  });
  const { choices } = await stream.finalChatCompletion();
  const [call] = choices[0].message.tool_calls;
  assert.equal(choices[0].finish_reason, "tool_calls");
  assert.equal(call.function.name, "claim_status");
  assert.deepEqual(JSON.parse(call.function.arguments), { claim_id: "CLM1" });

  const whole = await client.chat.completions.create({
    model: "main",
    messages: [{ role: "user", content: "what about my claim" }],
    tools: kTools,
  });
  assert.equal(whole.choices[0].message.content, null);
  assert.equal(whole.choices[0].message.tool_calls[0].function.name, "claim_status");

  const after = await client.chat.completions.create({
    model: "main",
    messages: [
      { role: "user", content: "what about my claim" },
      choices[0].message,
      { role: "tool", tool_call_id: call.id, content: '{"status":"paid"}' },
    ],
    tools: kTools,
  });
  assert.equal(after.choices[0].message.content, "It was paid.");
});

test("what we ask the endpoint is what the client asked us", async () => {
  await client.chat.completions.create({
    model: "main",
    messages: [{ role: "developer", content: "Be brief." }, ...kHello],
    temperature: 0.5,
    max_tokens: 20,
    top_p: 0.9,
  });
  const { body, headers } = (await setup.asked()).at(-1);
  assert.equal(body.messages[0].content, "Be brief.");
  assert.equal(body.temperature, 0.5);
  assert.equal(body.top_p, 0.9);
  assert.equal(body.stream, true);
  assert.equal(JSON.stringify(headers).includes(setup.key), false, "our key is not the endpoint's");
});

test("the trace goes on to the endpoint", async () => {
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  await client.chat.completions.create({ model: "main", messages: kHello }, { headers: { traceparent } });
  assert.equal((await setup.asked()).at(-1).headers.traceparent, traceparent);
});

test("the client that goes away is noticed: its place is free again", async () => {
  for (let i = 0; i < 6; i += 1) {
    const abort = new AbortController();
    const stream = await client.chat.completions.create(
      { model: "slow", messages: kHello, stream: true },
      { signal: abort.signal },
    );
    for await (const _ of stream) break;
    abort.abort();
  }
  await new Promise((resolve) => setTimeout(resolve, 400));
  const answer = await client.chat.completions.create({ model: "main", messages: kHello });
  assert.equal(answer.choices[0].message.content, "Hello from the mock.");
});

test("AzureOpenAI's paths and header", async () => {
  const azure = await setup.azureClient();
  const answer = await azure.chat.completions.create({ model: "main", messages: kHello });
  assert.equal(answer.choices[0].message.content, "Hello from the mock.");
});

test("the models of a key are its pools", async () => {
  const models = [];
  for await (const model of client.models.list()) models.push(model.id);
  assert.deepEqual(models.sort(), ["main", "slow"]);
  assert.equal((await client.models.retrieve("main")).object, "model");
});
