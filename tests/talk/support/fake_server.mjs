// Serves web/talk as the real server does, under a Content-Security-Policy no laxer than its, and answers calls as the test says.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { ServerSocket } from "./websocket.mjs";

const kPages = fileURLToPath(new URL("../../../web/talk/", import.meta.url));
const kPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const kTypes = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

const kPatience = 30_000; // ms; a shared machine is slow

// The first of `arrived`, or what is given to `waiting` next.
function next(arrived, waiting, what) {
  if (arrived.length > 0) return Promise.resolve(arrived.shift());
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no ${what} within ${kPatience / 1000} s`)), kPatience);
    waiting.push((value) => {
      clearTimeout(late);
      resolve(value);
    });
  });
}

// Gives `value` to who waits for it, or keeps it for who will ask.
function hand(value, arrived, waiting) {
  if (waiting.length > 0) waiting.shift()(value);
  else arrived.push(value);
}

// One call, as the server sees it.
export class FakeCall {
  constructor(request, socket) {
    const address = new URL(request.url, "http://server");
    this.path = address.pathname;
    this.link = address.searchParams.get("link");
    this.subprotocol = request.headers["sec-websocket-protocol"];
    this.frames = []; // Buffers, as they came
    this.messages = []; // objects, not yet taken by message()
    this.waiting = [];
    this.isOver = false;
    this.socket = new ServerSocket(request, socket, {
      onText: (text) => hand(JSON.parse(text), this.messages, this.waiting),
      onBinary: (bytes) => this.frames.push(bytes),
      onEnd: () => (this.isOver = true),
    });
  }

  send(message) {
    this.socket.sendText(JSON.stringify(message));
  }

  start() {
    this.send({ type: "call", state: "started", call: "c-test" });
  }

  // Sends `samples` (Int16Array) in frames of 20 ms, all at once or, with `pace`, as they are to be heard.
  async play(samples, { pace = false } = {}) {
    const begin = Date.now();
    for (let at = 0; at < samples.length; at += 320) {
      const frame = samples.subarray(at, at + 320);
      this.socket.sendBinary(Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength));
      if (pace) await new Promise((resolve) => setTimeout(resolve, begin + at / 16 - Date.now()));
    }
  }

  end(by, reason = "done") {
    this.send({ type: "call", state: "ended", by, reason });
    this.socket.close(1000);
  }

  close(code) {
    this.socket.close(code);
  }

  drop() {
    this.socket.drop();
  }

  // The next message of the page.
  message() {
    return next(this.messages, this.waiting, "message of the page");
  }
}

export class FakeServer {
  constructor() {
    this.requests = []; // paths with queries, and referrers
    this.calls = [];
    this.waiting = [];
    this.http = createServer((request, response) => this.serve(request, response));
    this.http.on("upgrade", (request, socket) => hand(new FakeCall(request, socket), this.calls, this.waiting));
  }

  async listen() {
    await new Promise((resolve) => this.http.listen(0, "127.0.0.1", resolve));
    this.address = `http://127.0.0.1:${this.http.address().port}`;
  }

  close() {
    this.http.close();
    this.http.closeAllConnections();
  }

  // The next call that comes in.
  call() {
    return next(this.calls, this.waiting, "call");
  }

  async serve(request, response) {
    this.requests.push(`${request.url} ${request.headers.referer ?? ""}`);
    const { pathname } = new URL(request.url, "http://server");
    const name = pathname === "/talk" ? "index.html" : normalize(pathname).replace(/^\/talk\//, "") || "index.html";
    try {
      const body = await readFile(join(kPages, name));
      response.writeHead(200, {
        "Content-Type": kTypes[extname(name)],
        "Content-Security-Policy": kPolicy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "microphone=(self)",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}
