// Language model services for tests/system/models.sh, played by @copilotkit/aimock: one that answers, and one for each
// way not to. Prints their URLs as one JSON object; ends with standard input. AIMOCK names the folder with the package.
import { createRequire } from "node:module";

const require = createRequire(`${process.env.AIMOCK}/`);
const { LLMock } = require("@copilotkit/aimock");

const answer = { content: "Your claim of March was paid on the third of April." };
const services = {
  good: (mock) => mock.onMessage("claim", answer),
  slow_words: (mock) => mock.onMessage("claim", answer, { streamingProfile: { ttft: 300, tps: 20 } }),
  throttled: (mock) => mock.onMessage("claim", { error: { message: "too many", type: "rate_limit_error" }, status: 429 }),
  broken: (mock) => mock.onMessage("claim", { error: { message: "oh", type: "server_error" }, status: 500 }),
  late: (mock) => mock.onMessage("claim", answer, { streamingProfile: { ttft: 20000 } }),
  cut: (mock) => mock.onMessage("claim", answer, { chunkSize: 5, truncateAfterChunks: 4, streamingProfile: { ttft: 50, tps: 20 } }),
  malformed: (mock) => mock.onMessage("claim", answer, { chaos: { malformedRate: 1 } }),
  dropped: (mock) => mock.onMessage("claim", answer, { chaos: { disconnectRate: 1 } }),
};

const urls = {};
for (const [name, prepare] of Object.entries(services)) {
  const mock = new LLMock({ port: 0, host: "127.0.0.1" });
  prepare(mock);
  await mock.start();
  urls[name] = mock.url;
}
console.log(JSON.stringify(urls));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
