// A headless Chromium whose microphone plays a WAV file, driven through its DevTools pipe: no library is needed for that.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const kPatience = 30_000; // ms; a shared machine is slow
const kArguments = [
  "--headless=new",
  "--no-sandbox",
  "--remote-debugging-pipe",
  "--no-first-run",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--ignore-certificate-errors",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--hide-scrollbars",
];

// Runs in every page before its own scripts: notes what the Content-Security-Policy stopped and errors nobody caught, and puts
// an analyser beside whatever is sent to the loudspeaker.
const kWatcher = `(() => {
  window.watched = { violations: [], errors: [], speaker: null };
  document.addEventListener("securitypolicyviolation", (event) =>
    watched.violations.push(event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile + ":" + event.lineNumber));
  addEventListener("error", (event) => watched.errors.push(String(event.message)));
  addEventListener("unhandledrejection", (event) => watched.errors.push(String(event.reason)));
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (target, ...more) {
    if (target instanceof AudioDestinationNode) {
      watched.speaker = new AnalyserNode(this.context, { fftSize: 2048 });
      connect.call(this, watched.speaker);
    }
    return connect.call(this, target, ...more);
  };
})()`;

// How loud the loudspeaker is just now: root mean square, 0 to 1.
export const kLoudness = `(() => {
  const samples = new Float32Array(watched.speaker.fftSize);
  watched.speaker.getFloatTimeDomainData(samples);
  return Math.hypot(...samples) / Math.sqrt(samples.length);
})()`;

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Browser {
  // `wav`: the file that the microphone plays once, from its first use on.
  constructor(wav) {
    this.folder = mkdtempSync(join(tmpdir(), "talk-browser-"));
    const own = [`--user-data-dir=${this.folder}`, `--use-file-for-fake-audio-capture=${wav}%noloop`];
    this.process = spawn(process.env.CHROMIUM ?? "chromium", [...kArguments, ...own], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    this.exited = new Promise((resolve) => this.process.once("exit", resolve));
    this.answers = new Map();
    this.pages = new Map();
    this.lastId = 0;
    let text = "";
    this.process.stdio[4].setEncoding("utf8");
    this.process.stdio[4].on("data", (chunk) => {
      const parts = (text + chunk).split("\0");
      text = parts.pop();
      for (const part of parts) this.receive(JSON.parse(part));
    });
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.lastId;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${method}: no answer within ${kPatience / 1000} s`)), kPatience);
      this.answers.set(id, (error, result) => {
        clearTimeout(late);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
    });
  }

  receive({ id, result, error, method, params, sessionId }) {
    if (id === undefined) return this.pages.get(sessionId)?.receive(method, params);
    this.answers.get(id)(error, result);
    this.answers.delete(id);
  }

  // `look`: {width, height, dark, reducedMotion}; `before`: a script that runs before the page's own.
  async open(address, look = {}, before = "") {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, targetId, sessionId);
    this.pages.set(sessionId, page);
    await page.prepare(look, before);
    await page.go(address);
    return page;
  }

  async close() {
    this.process.kill("SIGKILL"); // asked kindly, it may wait for a page that is in a call
    await this.exited;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

class Page {
  constructor(browser, targetId, sessionId) {
    this.browser = browser;
    this.targetId = targetId;
    this.sessionId = sessionId;
    this.problems = []; // what the browser logged as errors
  }

  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  receive(method, params) {
    if (method === "Log.entryAdded" && params.entry.level === "error") this.problems.push(params.entry.text);
    if (method === "Page.javascriptDialogOpening") this.send("Page.handleJavaScriptDialog", { accept: true });
  }

  async prepare({ width = 1280, height = 900, dark = false, reducedMotion = false }, before) {
    await Promise.all(["Page", "Runtime", "Log"].map((domain) => this.send(`${domain}.enable`)));
    await this.send("Page.addScriptToEvaluateOnNewDocument", { source: `${kWatcher};${before}` });
    await this.look({ width, height, dark, reducedMotion });
  }

  async look({ width, height, dark = false, reducedMotion = false }) {
    await this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
    await this.send("Emulation.setEmulatedMedia", {
      features: [
        { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
        { name: "prefers-reduced-motion", value: reducedMotion ? "reduce" : "no-preference" },
      ],
    });
  }

  async go(address) {
    await this.send("Page.navigate", { url: address });
    await this.until(`location.href !== "about:blank" && document.readyState === "complete"`);
  }

  // The value of a JavaScript expression in the page.
  async value(expression) {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", params);
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  // Waits until an expression is true.
  async until(expression, patience = kPatience) {
    const end = Date.now() + patience;
    while (!(await this.value(expression))) {
      if (Date.now() > end) throw new Error(`not true within ${patience / 1000} s: ${expression}`);
      await sleep(25);
    }
  }

  async click(selector) {
    const [x, y] = await this.value(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      element.scrollIntoView({ block: "nearest" });
      const box = element.getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    })()`);
    for (const type of ["mousePressed", "mouseReleased"]) {
      await this.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
    }
  }

  async press(key) {
    const text = key.length === 1 ? key : key === "Enter" ? "\r" : undefined;
    const codes = { Escape: 27, Tab: 9, Enter: 13 };
    const event = { key, text, windowsVirtualKeyCode: codes[key] ?? key.charCodeAt(0) };
    await this.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  text(selector) {
    return this.value(`document.querySelector(${JSON.stringify(selector)}).innerText`);
  }

  async screenshot(file) {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    writeFileSync(file, Buffer.from(data, "base64"));
  }

  close() {
    return this.browser.send("Target.closeTarget", { targetId: this.targetId });
  }
}
