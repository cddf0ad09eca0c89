// One call to a real server, by the link in TALK_LINK: the page that it serves, its agent, its goodbye. The caller says what is
// in TALK_WAV, by default a recorded caller's first sentence, once the agent has greeted.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Resampler } from "../../web/talk/resampler.js";
import { toFloat, toInt16 } from "../../web/talk/pcm.js";
import { kComplaints } from "./support/accessibility.mjs";
import { Browser, kLoudness } from "./support/browser.mjs";
import { readWav, writeWav } from "./support/wav.mjs";

const kSaid = process.env.TALK_WAV ?? fileURLToPath(new URL("../audio/calls/s1/01.wav", import.meta.url));
const kGreeting = 8; // seconds that the caller listens before speaking
const kLong = 60_000; // ms; speech is made and understood meanwhile

let folder, browser, page;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "talk-test-"));
  const { rate, samples } = readWav(kSaid);
  const loud = new Resampler(rate, 48000).process(toFloat(samples));
  const sound = new Float32Array(48000 * (kGreeting + 90) + loud.length);
  sound.set(loud, 48000 * kGreeting);
  writeWav(join(folder, "caller.wav"), 48000, toInt16(sound));
  browser = new Browser(join(folder, "caller.wav"));
  page = await browser.open(process.env.TALK_LINK);
});

after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const count = (selector) => `document.querySelectorAll("${selector}").length`;

test("the page comes up without a link in its address, and complains of nothing", async () => {
  assert.equal(await page.value("document.body.dataset.state"), "idle");
  assert.equal(await page.value("location.hash"), "");
  assert.deepEqual(await page.value(kComplaints), []);
});

test("the agent greets, in writing and aloud", async () => {
  await page.click("#start");
  await page.until(`document.body.dataset.state === "talking"`);
  await page.until(`${count(".entry.agent")} > 0`, kLong);
  await page.until(`${kLoudness} > 0.005`);
});

test("what the caller says is understood and answered, and the answer is timed", async () => {
  await page.until(`${count(".entry.caller:not(.partial)")} > 0`, kLong);
  await page.until(`${count(".timing")} > 0`, kLong);
  console.log(await page.value(`document.querySelector("#list").innerText`));
  console.log(await page.value(`document.querySelector("#times-plots .waterfall").getAttribute("aria-label")`));
});

test("hanging up ends the call, and nothing was stopped by the policy or went wrong", async () => {
  await page.click("#hang-up");
  await page.until(`document.body.dataset.state === "ended"`);
  assert.match(await page.text("#outcome"), /You hung up/);
  const { violations, errors } = await page.value("({ violations: watched.violations, errors: watched.errors })");
  assert.deepEqual({ violations, errors, problems: page.problems }, { violations: [], errors: [], problems: [] });
});

test("the link is used up", async () => {
  const again = await browser.open(process.env.TALK_LINK);
  await again.click("#start");
  await again.until(`document.body.dataset.state === "failed"`);
  assert.equal(await again.text("#outcome-title"), "This link can no longer be used");
});
