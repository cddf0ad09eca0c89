// A mock as the endpoint, our server in front of it, and clients of it: all on loopback, all ended by stop().

import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync, openSync, closeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { installed } from "./installed.mjs";

const kProject = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const kReadyWithin = 120_000; // ms; models of speech are loaded, too
const kNoTime = 100; // ms between two looks

const digest = (key) => createHash("sha256").update(key).digest("hex");

// What the mock answers, on whichever API it is asked.
export const teach = (mock) => {
  mock.on({ userMessage: "claim", hasToolResult: true }, { content: "It was paid." });
  mock.on(
    { userMessage: "claim" },
    { toolCalls: [{ id: "call_claim", name: "claim_status", arguments: { claim_id: "CLM1" } }] },
  );
  mock.onMessage("hello", { content: "Hello from the mock." });
};

export class Setup {
  // `pools`: what the key may ask; there are main, responses, slow and down. `limits`: a second key, with a
  // request a minute.
  static async start({ pools = ["main", "slow"], limits = false } = {}) {
    const setup = new Setup();
    const { LLMock } = await installed("@copilotkit/aimock");
    setup.mock = new LLMock({ port: 0, chunkSize: 4 });
    setup.slow = new LLMock({ port: 0, chunkSize: 1, latency: 300 });
    for (const mock of [setup.mock, setup.slow]) {
      teach(mock);
      await mock.start();
    }
    setup.folder = mkdtempSync(join(tmpdir(), "models-test-"));
    setup.key = `key-${randomBytes(24).toString("hex")}`;
    setup.limitedKey = `key-${randomBytes(24).toString("hex")}`;
    writeFileSync(join(setup.folder, "attendant.yaml"), setup.config(pools, limits));
    await setup.serve();
    return setup;
  }

  config(pools, limits) {
    const pool = (name, url, more = "") =>
      `    - name: ${name}\n      endpoints: [{name: ${name}-1, url: "${url}", model: gpt-mock, key: "\${env:MOCK_KEY}"${more}}]\n`;
    const key = (name, asked, more = "") =>
      `      - {name: ${name}, sha256: "\${env:${name.toUpperCase()}_SHA256}", pools: [${asked.join(", ")}]${more}}\n`;
    return (
      "insurance: {as_of: 2026-11-01}\n" +
      "speech: {voice: flite}\n" +
      "models:\n  pools:\n" +
      pool("main", `${this.mock.url}/v1`) +
      pool("responses", `${this.mock.url}/v1`, ", api: responses") +
      pool("slow", `${this.slow.url}/v1`) +
      pool("down", "http://127.0.0.1:1/v1") +
      "  serve:\n    listen: 127.0.0.1:0\n    max_requests: 4\n    keys:\n" +
      key("tests", pools) +
      (limits ? key("limited", ["main"], ", requests_a_minute: 1") : "")
    );
  }

  async serve() {
    const out = openSync(join(this.folder, "out"), "w");
    const log = openSync(join(this.folder, "log"), "w");
    this.server = spawn(process.env.ATTENDANT, ["serve", "--config", join(this.folder, "attendant.yaml")], {
      cwd: kProject,
      stdio: ["ignore", out, log],
      env: {
        ...process.env,
        ATTENDANT_STORE_DIR: join(this.folder, "var"),
        ATTENDANT_SIP_LISTEN_UDP: "127.0.0.1:0",
        ATTENDANT_SIP_LISTEN_TCP: "127.0.0.1:0",
        ATTENDANT_ADMIN_LISTEN: "127.0.0.1:0",
        MOCK_KEY: "mock",
        TESTS_SHA256: digest(this.key),
        LIMITED_SHA256: digest(this.limitedKey),
      },
    });
    closeSync(out);
    closeSync(log);
    this.ended = new Promise((resolve) => this.server.once("exit", resolve));
    for (const until = Date.now() + kReadyWithin; Date.now() < until; ) {
      const said = readFileSync(join(this.folder, "out"), "utf8");
      const found = said.match(/language models on (http:\/\/[0-9.:]+)\/v1/);
      if (found) {
        this.url = found[1];
        return;
      }
      if (this.server.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, kNoTime));
    }
    const said = readFileSync(join(this.folder, "out"), "utf8") + this.log();
    await this.stop();
    throw new Error(`the server did not come up:\n${said}`);
  }

  async client(more = {}) {
    const { default: OpenAI } = await installed("openai");
    return new OpenAI({ baseURL: `${this.url}/v1`, apiKey: this.key, maxRetries: 0, ...more });
  }

  async azureClient() {
    const { AzureOpenAI } = await installed("openai");
    return new AzureOpenAI({ endpoint: this.url, apiKey: this.key, apiVersion: "2024-10-21", maxRetries: 0 });
  }

  // What the mock was asked, the oldest first: {path, headers, body}.
  async asked() {
    return this.mock.getRequests();
  }

  log() {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  async stop() {
    this.server.kill("SIGTERM");
    const late = setTimeout(() => this.server.kill("SIGKILL"), 20_000);
    await this.ended;
    clearTimeout(late);
    await this.mock.stop();
    await this.slow.stop();
    rmSync(this.folder, { recursive: true });
  }
}
