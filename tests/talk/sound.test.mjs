// The pure parts of the page's sound: resampling, framing, evening out of arrival.

import assert from "node:assert/strict";
import { test } from "node:test";

import { levelAfter, Meter } from "../../web/talk/meter.js";
import { decibelsOf, FrameCutter, toInt16 } from "../../web/talk/pcm.js";
import { PlayoutBuffer } from "../../web/talk/playout-buffer.js";
import { Resampler } from "../../web/talk/resampler.js";

const sine = (hertz, rate, length) => Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate));
const rms = (samples) => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
const decibels = (samples) => 20 * Math.log10(rms(samples) * Math.SQRT2 + 1e-12);

// A second of `hertz` taken from one rate to another in blocks of 128, without its first 50 ms.
function resampled(hertz, from, to) {
  const resampler = new Resampler(from, to);
  const input = sine(hertz, from, from);
  const output = [];
  for (let at = 0; at < input.length; at += 128) output.push(...resampler.process(input.subarray(at, at + 128)));
  return output.slice(to / 20);
}

for (const rate of [8000, 22050, 44100, 48000, 96000]) {
  test(`resampling from ${rate} Hz keeps a voice as loud as it was`, () => {
    for (const hertz of [100, 1000, 3400]) assert.ok(Math.abs(decibels(resampled(hertz, rate, 16000))) < 0.1);
  });
  test(`resampling to ${rate} Hz keeps a voice as loud as it was`, () => {
    for (const hertz of [100, 1000, 3400]) assert.ok(Math.abs(decibels(resampled(hertz, 16000, rate))) < 0.1);
  });
}

test("what 16 kHz cannot hold is taken away, not folded back", () => {
  for (const rate of [44100, 48000]) {
    for (const hertz of [8500, 10000, 15000, 20000]) assert.ok(decibels(resampled(hertz, rate, 16000)) < -60);
  }
});

test("a tone at 16 kHz comes out at the same pitch at any rate", () => {
  const output = resampled(1000, 16000, 44100);
  const crossings = output.filter((sample, i) => i > 0 && output[i - 1] < 0 && sample >= 0).length;
  assert.ok(Math.abs(crossings - 950) <= 2); // of the 0.95 s that are looked at
});

test("a resampler gives out exactly as much sound as it took in", () => {
  const resampler = new Resampler(44100, 16000);
  let made = 0;
  for (let i = 0; i < 441 * 128; i += 128) made += resampler.process(new Float32Array(128)).length;
  assert.equal(made, 160 * 128);
});

test("the size of the blocks makes no difference to a resampler", () => {
  const input = sine(440, 44100, 4410);
  const whole = new Resampler(44100, 16000).process(input);
  const resampler = new Resampler(44100, 16000);
  const parts = [];
  for (let at = 0; at < input.length; at += 37) parts.push(...resampler.process(input.subarray(at, at + 37)));
  assert.deepEqual(Float32Array.from(parts), whole);
});

test("samples become frames of 20 ms, in order and without loss", () => {
  const cutter = new FrameCutter();
  const frames = [];
  for (let at = 0; at < 1000; at += 43) {
    cutter.push(Int16Array.from({ length: 43 }, (_, i) => at + i), (frame) => frames.push(frame));
  }
  assert.equal(frames.length, 3);
  assert.deepEqual([...frames[2]], Array.from({ length: 320 }, (_, i) => 640 + i));
});

test("samples beyond full scale are cut off, not wrapped around", () => {
  assert.deepEqual([...toInt16([2, -2, 0.5])], [32767, -32767, 16384]);
});

// ---- the playout buffer
const frameOf = (value) => new Float32Array(320).fill(value);
function pull(buffer, milliseconds) {
  const output = new Float32Array(milliseconds * 16);
  buffer.pull(output);
  return output;
}

test("an utterance starts when 60 ms of it are there, and then plays without a gap", () => {
  const buffer = new PlayoutBuffer();
  buffer.push(frameOf(0.5));
  buffer.push(frameOf(0.5));
  assert.equal(rms(pull(buffer, 10)), 0);
  buffer.push(frameOf(0.5));
  assert.ok(pull(buffer, 60).every((sample) => sample === 0.5));
});

test("an utterance shorter than the buffer is played all the same", () => {
  const buffer = new PlayoutBuffer();
  buffer.push(frameOf(0.5));
  const output = pull(buffer, 100);
  assert.equal(output.filter((sample) => sample === 0.5).length, 320);
});

test("each gap inside speech makes the buffer longer, up to 120 ms", () => {
  const buffer = new PlayoutBuffer();
  const targets = [];
  for (let i = 0; i < 5; ++i) {
    for (let k = 0; k < 6; ++k) buffer.push(frameOf(0.5));
    pull(buffer, 150);
    targets.push(buffer.target / 16);
  }
  assert.deepEqual(targets, [60, 80, 100, 120, 120]);
  assert.equal(buffer.gaps, 4);
});

test("a pause between utterances is no gap", () => {
  const buffer = new PlayoutBuffer();
  for (let i = 0; i < 3; ++i) {
    for (let k = 0; k < 4; ++k) buffer.push(frameOf(0.5));
    pull(buffer, 1000);
  }
  assert.equal(buffer.gaps, 0);
});

test("a buffer that grew shrinks again when all is calm", () => {
  const buffer = new PlayoutBuffer();
  buffer.target = 120 * 16;
  for (let i = 0; i < 6; ++i) buffer.push(frameOf(0.5));
  for (let i = 0; i < 505; ++i) {
    buffer.push(frameOf(0.5));
    pull(buffer, 20);
  }
  assert.equal(buffer.target / 16, 100);
});

test("what piled up behind a stall is made good by leaving out silence, never words", () => {
  const buffer = new PlayoutBuffer();
  for (let i = 0; i < 10; ++i) buffer.push(frameOf(0.5));
  for (let i = 0; i < 20; ++i) buffer.push(frameOf(0));
  for (let i = 0; i < 10; ++i) buffer.push(frameOf(0.4));
  const output = pull(buffer, 1000);
  assert.equal(output.filter((sample) => sample === 0.5).length, 3200);
  assert.equal(output.filter((sample) => Math.abs(sample - 0.4) < 1e-6).length, 3200);
  assert.ok(output.findIndex((sample) => Math.abs(sample - 0.4) < 1e-6) < 16 * 220);
});

test("a flush is silence within 5 ms, without a click", () => {
  const buffer = new PlayoutBuffer();
  for (let i = 0; i < 20; ++i) buffer.push(frameOf(0.5));
  pull(buffer, 50);
  buffer.flush();
  const output = pull(buffer, 400);
  assert.equal(rms(output.subarray(5 * 16 + 1)), 0);
  for (let i = 1; i < output.length; ++i) assert.ok(Math.abs(output[i] - output[i - 1]) < 0.02);
});

test("after a flush the next utterance plays", () => {
  const buffer = new PlayoutBuffer();
  for (let i = 0; i < 20; ++i) buffer.push(frameOf(0.5));
  buffer.flush();
  for (let i = 0; i < 4; ++i) buffer.push(frameOf(0.25));
  assert.equal(pull(buffer, 200).filter((sample) => sample === 0.25).length, 1280);
  assert.equal(buffer.gaps, 0);
});

test("a buffer never holds more than five seconds", () => {
  const buffer = new PlayoutBuffer();
  for (let i = 0; i < 1000; ++i) buffer.push(frameOf(0.5));
  assert.ok(buffer.held <= 5000 * 16);
});

// ---- the meter
test("the meter rises at once and falls slowly", () => {
  const loud = new Int16Array(320).fill(8000);
  const quiet = new Int16Array(320);
  const up = levelAfter(0, loud);
  assert.ok(up > 0.9);
  assert.ok(levelAfter(up, quiet) > 0.75);
  assert.equal(decibelsOf(quiet), -100);
});

function meterThatTells(told) {
  const element = { setAttribute() {} };
  return new Meter({ element, fill: { style: { setProperty() {} } } }, (isDead) => told.push(isDead));
}

test("a microphone that gives nothing for ten seconds is told of, and when it gives something", () => {
  const told = [];
  const meter = meterThatTells(told);
  for (let i = 0; i < 600; ++i) meter.hear(new Int16Array(320), false);
  assert.deepEqual(told, [true]);
  meter.hear(new Int16Array(320).fill(1000), false);
  assert.deepEqual(told, [true, false]);
});

test("a caller who listens in silence, or is muted, is not told that the microphone is dead", () => {
  const told = [];
  const meter = meterThatTells(told);
  for (let i = 0; i < 600; ++i) meter.hear(new Int16Array(320), true);
  meter.hear(new Int16Array(320).fill(1000), false);
  for (let i = 0; i < 600; ++i) meter.hear(new Int16Array(320), false);
  assert.deepEqual(told, []);
});
