// Responses through our pools, by the official Node client. The endpoint "main" is asked by Chat Completions,
// "responses" by Responses: the client cannot tell.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Setup } from "./support/setup.mjs";

const kTools = [
  {
    type: "function",
    name: "claim_status",
    description: "Looks a claim up",
    parameters: { type: "object", properties: { claim_id: { type: "string" } } },
    strict: false,
  },
];

let setup, client;
before(async () => {
  setup = await Setup.start({ pools: ["main", "responses"] });
  client = await setup.client();
});
after(() => setup.stop());

for (const model of ["main", "responses"]) {
  test(`${model}: a whole answer`, async () => {
    const answer = await client.responses.create({ model, input: "hello" });
    assert.equal(answer.object, "response");
    assert.equal(answer.status, "completed");
    assert.equal(answer.output_text, "Hello from the mock.");
    // The mock counts no tokens when it is asked by Responses.
    if (model === "main") assert.ok(answer.usage.total_tokens > 0);
  });

  test(`${model}: a stream, event by event`, async () => {
    const stream = await client.responses.create({ model, input: "hello", stream: true });
    const types = [];
    let text = "";
    let number = -1;
    for await (const event of stream) {
      if (types.at(-1) !== event.type) types.push(event.type);
      if (event.type === "response.output_text.delta") text += event.delta;
      assert.equal(event.sequence_number, number + 1);
      number = event.sequence_number;
    }
    assert.equal(text, "Hello from the mock.");
    assert.deepEqual(types, [
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
  });

  test(`${model}: a tool call and the answer to it`, async () => {
    const input = [{ role: "user", content: "what about my claim" }];
    const stream = client.responses.stream({ model, input, tools: kTools });
    const { output } = await stream.finalResponse();
    const call = output.find((item) => item.type === "function_call");
    assert.equal(call.name, "claim_status");
    assert.deepEqual(JSON.parse(call.arguments), { claim_id: "CLM1" });

    const answer = await client.responses.create({
      model,
      input: [...input, call, { type: "function_call_output", call_id: call.call_id, output: '{"status":"paid"}' }],
      tools: kTools,
    });
    assert.equal(answer.output_text, "It was paid.");
  });
}

test("what is kept nowhere is refused", async () => {
  await assert.rejects(client.responses.create({ model: "main", input: "hello", previous_response_id: "resp_1" }), {
    status: 400,
    message: /previous_response_id/,
  });
});
