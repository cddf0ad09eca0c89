// The page itself, in a headless Chromium whose microphone plays a recorded caller, against a server of the test's own.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test as testOf } from "node:test";
import { fileURLToPath } from "node:url";

import { Resampler } from "../../web/talk/resampler.js";
import { toFloat, toInt16 } from "../../web/talk/pcm.js";
import { kComplaints } from "./support/accessibility.mjs";
import { Browser, kLoudness, sleep } from "./support/browser.mjs";
import { FakeServer } from "./support/fake_server.mjs";
import { bestCorrelation, envelope, readWav, tone, writeWav } from "./support/wav.mjs";

const kCaller = fileURLToPath(new URL("../audio/calls/s1/01.wav", import.meta.url));
const kWidths = [400, 800, 1600];
const kTiming = { type: "timing", answer_ms: 640, decided_ms: 331, text_ms: 335, queued_ms: 600 };

// None may hang: what a browser does not answer is a failure.
const test = (name, body) => testOf(name, { timeout: 60_000 }, body);

let folder, caller, server, browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "talk-test-"));
  caller = readWav(kCaller);
  const loud = new Resampler(caller.rate, 48000).process(toFloat(caller.samples));
  const sound = new Float32Array(48000 * 90); // Chromium hums when the file is over: it must last for all tests
  sound.set(loud, 48000);
  writeWav(join(folder, "caller.wav"), 48000, toInt16(sound));
  server = new FakeServer();
  await server.listen();
  browser = new Browser(join(folder, "caller.wav"));
});

after(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
});

const state = (name) => `document.body.dataset.state === "${name}"`;
const says = (selector, text) =>
  `document.querySelector("${selector}")?.innerText.includes(${JSON.stringify(text)}) ?? false`;

// Whether an element's middle can be seen, covered by nothing.
const onTop = (selector) => `(() => {
  const element = document.querySelector("${selector}");
  const box = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
})()`;

function open({ look, before: script, hash = "#link=token-1" } = {}) {
  return browser.open(`${server.address}/talk${hash}`, look, script);
}

// A page in a call that has begun.
async function talking(options) {
  const page = await open(options);
  await page.click("#start");
  const call = await server.call();
  call.start();
  await page.until(state("talking"));
  return { page, call };
}

async function noComplaints(page, where) {
  assert.deepEqual(await page.value(kComplaints), [], where);
  const { violations, errors } = await page.value("({ violations: watched.violations, errors: watched.errors })");
  assert.deepEqual({ violations, errors, problems: page.problems }, { violations: [], errors: [], problems: [] }, where);
}

async function picture(page, name) {
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(process.env.SCREENSHOTS, { recursive: true });
  await page.screenshot(join(process.env.SCREENSHOTS, `${name}.png`));
}

// ---- sound
test("the microphone's speech arrives as frames of 20 ms at 16 kHz, 50 a second", async () => {
  const { page, call } = await talking();
  const seconds = 1.5 + caller.samples.length / caller.rate;
  await sleep(1000 * seconds);
  const frames = [...call.frames];
  assert.ok(frames.every((frame) => frame.length === 640));
  assert.ok(Math.abs(frames.length / seconds - 50) < 5, `${frames.length} frames in ${seconds} s`);
  const bytes = Buffer.concat(frames);
  const heard = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const found = bestCorrelation(envelope(caller.samples, caller.rate), envelope(heard, 16000));
  assert.ok(found > 0.8, `the loudness of what came correlates with what was said by ${found.toFixed(2)}`);
  call.end("agent");
  await page.close();
});

test("the call is opened with the subprotocol and the link, which nobody else gets to see", async () => {
  server.requests.length = 0;
  const { page, call } = await talking({ hash: "#link=secret-token" });
  assert.deepEqual([call.path, call.link, call.subprotocol], ["/talk/call", "secret-token", "attendant.talk.1"]);
  assert.ok(server.requests.length > 5);
  assert.ok(server.requests.every((request) => !request.includes("secret-token")));
  assert.equal(await page.value("location.href"), `${server.address}/talk`);
  call.end("agent");
  await page.close();
});

test("the agent's voice is played, and the page says who is speaking", async () => {
  const { page, call } = await talking();
  await page.until(says("#mood", "Listening"));
  const played = call.play(tone(440, 1200), { pace: true });
  await page.until(says("#mood", "The agent is speaking"));
  await page.until(`${kLoudness} > 0.1`);
  await played;
  await page.until(says("#mood", "Listening"));
  assert.ok((await page.value(kLoudness)) < 0.001);
  call.end("agent");
  await page.close();
});

test("a flush drops what was not played", async () => {
  const { page, call } = await talking();
  await call.play(tone(440, 4000));
  await page.until(says("#mood", "The agent is speaking"));
  call.send({ type: "flush" });
  await page.until(says("#mood", "Listening"), 2500); // 4 s were sent
  assert.ok((await page.value(kLoudness)) < 0.001);
  call.end("agent");
  await page.close();
});

test("while muted only silence is sent, and as much of it as of sound", async () => {
  const { page, call } = await talking();
  await page.click("#mute");
  await page.until(says("#mood", "You are muted"));
  assert.equal(await page.value(`document.querySelector("#mute").getAttribute("aria-pressed")`), "true");
  await sleep(300);
  call.frames.length = 0;
  await sleep(600);
  assert.ok(call.frames.length > 20);
  assert.ok(call.frames.every((frame) => frame.every((byte) => byte === 0)));
  call.end("agent");
  await page.close();
});

// ---- words
test("both sides stand in the transcript, with tools and timings between", async () => {
  const { page, call } = await talking();
  call.send({ type: "agent", utterance: 1, text: "How can I help?" });
  call.send({ type: "partial", text: "my claim" });
  await page.until(says(".partial", "my claim"));
  call.send({ type: "caller", text: "My claim from May." });
  call.send({ type: "tool", name: "claim_status", outcome: "ok", took_ms: 3 });
  call.send({ type: "agent", utterance: 2, text: "It was paid." });
  call.send({ type: "agent", utterance: 3, text: "Anything else?" });
  call.send(kTiming);
  await page.until(`!!document.querySelector(".timing")`);
  const lines = await page.value(
    `[...document.querySelectorAll("#list .who, #list .words, #list .tool, #list summary")].map((e) => e.innerText.trim())`,
  );
  const expected = ["Agent", "How can I help?", "You", "My claim from May.", "claim status · 3 ms"];
  assert.deepEqual(
    lines.map((line) => line.replace(/^Looked up:\s*/, "")),
    [...expected, "Agent", "It was paid. Anything else?", "answered in 0.64 s"],
  );
  assert.equal(await page.value(`document.querySelectorAll(".partial").length`), 0);
  assert.match(await page.value(`document.querySelector("#times .waterfall").getAttribute("aria-label")`), /331 ms/);
  await page.click(".timing summary");
  assert.ok(await page.value(`document.querySelector(".timing .waterfall").checkVisibility()`));
  call.end("agent");
  await page.close();
});

test("the view follows the conversation, also when a sheet covers half of it, unless the reader looks back", async () => {
  const { page, call } = await talking({ look: { width: 400, height: 700 } });
  const latest = `(() => { const { scrollHeight, scrollTop, clientHeight } = document.querySelector("#scroller");
    return scrollHeight > clientHeight && scrollHeight - scrollTop - clientHeight < 2; })()`;
  for (let i = 0; i < 12; ++i) call.send({ type: "caller", text: `Sentence ${i}.` });
  await page.until(latest);
  await page.click("#show-keypad");
  await page.until(`document.querySelector("#keypad").checkVisibility()`);
  await page.until(latest);
  await page.value(`document.querySelector("#scroller").scrollTop = 0`);
  await page.until(`document.querySelector("#to-latest").checkVisibility()`);
  call.send({ type: "caller", text: "One more." });
  await page.until(says("#list", "One more."));
  assert.equal(await page.value(`document.querySelector("#scroller").scrollTop`), 0);
  await page.click("#to-latest");
  await page.until(latest);
  call.end("agent");
  await page.close();
});

test("an interrupted answer shows what was heard, and the rest struck through", async () => {
  const { page, call } = await talking();
  call.send({ type: "agent", utterance: 1, text: "Your claim was received in May and paid in June." });
  call.send({ type: "interrupted", heard: "your claim was received" });
  await page.until(`!!document.querySelector("del")`);
  assert.equal(await page.value(`document.querySelector(".agent span").firstChild.data`), "Your claim was received ");
  assert.equal(await page.value(`document.querySelector("del").lastChild.data`), "in May and paid in June.");
  call.end("agent");
  await page.close();
});

test("words of the caller or the agent are never taken for markup", async () => {
  const { page, call } = await talking();
  for (const type of ["caller", "partial"]) call.send({ type, text: "<img src=x onerror=alert(1)>" });
  call.send({ type: "agent", utterance: 1, text: "<b>bold</b>" });
  await page.until(says("#list", "<b>bold</b>"));
  assert.equal(await page.value(`document.querySelectorAll("#list :is(img, b)").length`), 0);
  call.end("agent");
  await page.close();
});

test("what is said is announced, words in progress and timings are not", async () => {
  const { page, call } = await talking();
  call.send({ type: "agent", utterance: 1, text: "Hello." });
  call.send(kTiming);
  call.send({ type: "partial", text: "I" });
  await page.until(`!!document.querySelector(".partial")`);
  const live = await page.value(`[document.querySelector(".agent").closest("[aria-live]").getAttribute("aria-live"),
    document.querySelector(".partial").getAttribute("aria-hidden"), document.querySelector(".timing").getAttribute("aria-live")]`);
  assert.deepEqual(live, ["polite", "true", "off"]);
  call.end("agent");
  await page.close();
});

// ---- doing
test("keys go to the server by click and by typing", async () => {
  const { page, call } = await talking();
  await page.click("#keys button:nth-child(5)");
  assert.deepEqual(await call.message(), { type: "key", key: "5" });
  await page.press("#");
  assert.deepEqual(await call.message(), { type: "key", key: "#" });
  assert.equal(await page.text("#keyed"), "5#");
  call.end("agent");
  await page.close();
});

test("hanging up tells the server, and the page says how the call ended", async () => {
  const { page, call } = await talking();
  call.send({ type: "agent", utterance: 1, text: "Hello." });
  call.send(kTiming);
  await page.until(`!!document.querySelector(".timing")`);
  await page.click("#hang-up");
  assert.deepEqual(await call.message(), { type: "hang_up" });
  call.end("caller");
  await page.until(state("ended"));
  assert.match(await page.text("#outcome"), /The call has ended\s+You hung up\.[^]*One answer, after 0\.64 s\./);
  assert.equal(await page.value("document.activeElement.id"), "outcome-title");
  assert.match(await page.text("#list"), /Hello\./);
  await page.close();
});

test("Esc asks before it hangs up, and Esc again goes on talking", async () => {
  const { page, call } = await talking();
  await page.press("Escape");
  await page.until(`document.querySelector("#confirm").open`);
  await page.press("Escape");
  await page.until(`!document.querySelector("#confirm").open`);
  assert.equal(call.messages.length, 0);
  await page.press("Escape");
  await page.until(`document.querySelector("#confirm").open`);
  await page.press("Enter");
  assert.deepEqual(await call.message(), { type: "hang_up" });
  call.end("caller");
  await page.close();
});

test("a server that does not answer a hang-up is left after two seconds", async () => {
  const { page, call } = await talking();
  await page.click("#hang-up");
  await call.message();
  await page.until(state("ended"));
  assert.match(await page.text("#outcome"), /You hung up/);
  await page.close();
});

test("the whole call can be made by keyboard, and the focus can be seen", async () => {
  const page = await open();
  await page.press("Tab");
  assert.equal(await page.value("document.activeElement.id"), "start");
  await page.press("Enter");
  const call = await server.call();
  call.start();
  await page.until(state("talking"));
  const order = [];
  for (let i = 0; i < 8; ++i) {
    const [name, width] = await page.value(`[document.activeElement.id || document.activeElement.textContent,
      parseFloat(getComputedStyle(document.activeElement).outlineWidth)]`);
    assert.ok(width >= 2, `the focus on ${name} cannot be seen`);
    order.push(name);
    await page.press("Tab");
  }
  assert.deepEqual(order.slice(0, 4), ["scroller", "mute", "hang-up", "1"]);
  call.end("agent");
  await page.close();
});

// ---- what goes wrong
const kRefusals = [
  [4001, "This link can no longer be used", false],
  [4003, "Calls cannot be made from this address", false],
  [4029, "Too many calls at the same time", true],
  [1013, "All lines are busy", true],
];
for (const [code, title, again] of kRefusals) {
  test(`close code ${code} says: ${title}`, async () => {
    const page = await open();
    await page.click("#start");
    (await server.call()).close(code);
    await page.until(state("failed"));
    assert.equal(await page.text("#outcome-title"), title);
    assert.equal(await page.value(`document.querySelector("#again").checkVisibility()`), again);
    await page.close();
  });
}

test("after a busy line the same link can be tried again", async () => {
  const page = await open();
  await page.click("#start");
  (await server.call()).close(1013);
  await page.until(state("failed"));
  await page.click("#again");
  const call = await server.call();
  assert.equal(call.link, "token-1");
  call.start();
  await page.until(state("talking"));
  call.end("agent");
  await page.close();
});

test("a lost connection is said, and the conversation stays", async () => {
  const { page, call } = await talking();
  call.send({ type: "agent", utterance: 1, text: "Hello." });
  await page.until(says("#list", "Hello."));
  call.drop();
  await page.until(state("ended"));
  assert.equal(await page.text("#outcome-title"), "The connection was lost");
  assert.match(await page.text("#list"), /Hello\./);
  await page.close();
});

const kDenied = `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"))`;
test("a blocked microphone is said, and the link is not used up", async () => {
  const page = await open({ before: kDenied });
  await page.click("#start");
  await page.until(state("failed"));
  assert.equal(await page.text("#outcome-title"), "The microphone is blocked");
  assert.equal(server.calls.length, 0);
  await page.close();
});

test("a page without a link says so, and takes one that is pasted over it", async () => {
  const page = await open({ hash: "" });
  await page.until(state("failed"));
  assert.equal(await page.text("#outcome-title"), "This page needs a link");
  await page.value(`location.hash = "#link=pasted"`);
  await page.until(state("idle"));
  await page.click("#start");
  const call = await server.call();
  assert.equal(call.link, "pasted");
  call.end("agent");
  await page.close();
});

test("trouble in a call is announced and can be put away", async () => {
  const { page, call } = await talking();
  call.send({ type: "problem", message: "We can hardly hear you" });
  await page.until(says("[role=alert]", "We can hardly hear you"));
  await page.click("#trouble-close");
  await page.until(`document.querySelector("[role=alert]").innerText.trim() === ""`);
  call.end("agent");
  await page.close();
});

// ---- looks
async function converse(page, call) {
  const turns = [
    ["Hi, I'd like to know what happened to my claim from May.", "Of course. May I have your member number, please?", 512],
    ["It's M as in Mary, four four seven one nine two.", "Thank you, Mary. And your date of birth?", 431],
    ["March third, nineteen fifty-eight.", "Thank you. Your claim for the visit to Dr. Alvarez on May 12 was paid.", 886],
  ];
  call.send({ type: "agent", utterance: 0, text: "Thank you for calling. How can I help you today?" });
  for (const [i, [said, answer, answer_ms]] of turns.entries()) {
    call.send({ type: "caller", text: said });
    if (i === 2) call.send({ type: "tool", name: "claim_status", outcome: "ok", took_ms: 3 });
    call.send({ type: "agent", utterance: i + 1, text: answer });
    call.send({ type: "timing", answer_ms, decided_ms: answer_ms - 190, text_ms: answer_ms - 180, queued_ms: answer_ms - 40 });
  }
  call.send({ type: "agent", utterance: 9, text: "The plan paid $184.20 and you owe a copay of $25." });
  call.send({ type: "interrupted", heard: "The plan paid $184.20" });
  call.send({ type: "partial", text: "wait, does that include the" });
  await page.until(`!!document.querySelector(".partial")`);
}

for (const dark of [false, true]) {
  for (const width of kWidths) {
    const look = { width, height: width === 400 ? 800 : 900, dark };
    const name = `${width}-${dark ? "dark" : "light"}`;
    test(`every state is legible, labelled and within the page at ${width} pixels, ${dark ? "dark" : "light"}`, async () => {
      const { page, call } = await lookAtStates(look, name);
      await page.close();
      assert.ok(call.isOver);
    });
  }
}

async function lookAtStates(look, name) {
  const page = await open({ look });
  await noComplaints(page, "idle");
  await picture(page, `${name}-1-idle`);
  await page.click("#start");
  const call = await server.call();
  call.start();
  await page.until(state("talking"));
  await converse(page, call);
  await noComplaints(page, "talking");
  await picture(page, `${name}-2-talking`);
  for (const sheet of look.width < 1024 ? ["keypad", "details"] : []) {
    await page.click(`#show-${sheet}`);
    await page.until(onTop(`#${sheet}`));
    assert.ok(await page.value(onTop("#mute")));
    await page.until(`document.getAnimations().length === 0`);
    await noComplaints(page, sheet);
    await picture(page, `${name}-3-${sheet}`);
  }
  call.send({ type: "problem", message: "We can hardly hear you" });
  await page.until(says("#trouble", "hardly"));
  await page.press("Escape");
  await page.until(`document.querySelector("#confirm").open`);
  await noComplaints(page, "asked");
  await picture(page, `${name}-4-asked`);
  await page.press("Escape");
  await page.until(`!document.querySelector("#confirm").open`);
  await picture(page, `${name}-5-trouble`);
  call.end("caller");
  await page.until(state("ended"));
  await noComplaints(page, "ended");
  await picture(page, `${name}-6-ended`);
  await page.value(`location.hash = "#link=next"`);
  await page.until(state("idle"));
  await page.click("#start");
  (await server.call()).close(4001);
  await page.until(state("failed"));
  await noComplaints(page, "failed");
  await picture(page, `${name}-7-failed`);
  return { page, call };
}

test("at 320 pixels, or 1280 enlarged four times, all is still there", async () => {
  const { page, call } = await talking({ look: { width: 320, height: 560 } });
  await converse(page, call);
  await noComplaints(page, "320");
  await picture(page, "320");
  call.end("agent");
  await page.close();
});

test("reduced motion stills the page", async () => {
  const page = await open({ look: { reducedMotion: true } });
  assert.equal(await page.value(`getComputedStyle(document.querySelector("#start")).transitionDuration`), "0s");
  await page.close();
});
