// Evens out the arrival of sound: what the network delivers in bursts is played without gaps, as late as is needed and no
// later. Starts an utterance when `target` is held; the target grows from 60 ms by 20 ms with each gap inside speech, up to
// 120 ms, and shrinks again while none happens. What piled up behind a stall is made good by leaving out silence. Counts time
// in samples that were asked for; pure; lives in the playback worklet.

import { kSampleRate } from "./pcm.js";

const kMillisecond = kSampleRate / 1000;
const kLeast = 60 * kMillisecond;
const kMost = 120 * kMillisecond;
const kGrowth = 20 * kMillisecond;
const kCalm = 10_000 * kMillisecond; // without a gap, before the target shrinks by a step
const kPause = 200 * kMillisecond; // a gap longer than this is the end of an utterance
const kSlack = 40 * kMillisecond; // held beyond the target before silence is left out
const kHeldMost = 5_000 * kMillisecond; // beyond this the oldest is dropped: nobody wants to hear it any more
const kQuiet = 0.003; // -50 dB
const kFade = 5 * kMillisecond; // of a cut, so that it does not click

export class PlayoutBuffer {
  constructor() {
    this.frames = [];
    this.position = 0; // in the first frame
    this.held = 0; // samples not yet played
    this.target = kLeast;
    this.playing = false;
    this.waited = 0; // since the first sample of what is held arrived
    this.dry = kPause + 1; // since the last sample was played
    this.calm = 0;
    this.last = 0;
    this.gaps = 0;
  }

  push(frame) {
    if (frame.length === 0) return;
    if (!this.playing && this.held === 0) this.noteGap();
    this.frames.push(frame);
    this.held += frame.length;
    while (this.held > kHeldMost && this.frames.length > 1) this.dropFirst();
  }

  // Fills `output`; silence where there is nothing to play.
  pull(output) {
    for (let i = 0; i < output.length; ++i) output[i] = this.next();
  }

  // Forgets all but the few milliseconds in which it fades out.
  flush() {
    const tail = new Float32Array(this.playing ? Math.min(kFade, this.held) : 0);
    for (let i = 0; i < tail.length; ++i) tail[i] = this.take() * (1 - (i + 1) / tail.length);
    this.frames = tail.length > 0 ? [tail] : [];
    this.position = 0;
    this.held = tail.length;
    this.dry = kPause + 1; // what comes next is a new utterance, not a gap
    if (this.held === 0) this.playing = false;
  }

  // ---- inside
  next() {
    if (!this.playing) this.maybeStart();
    if (!this.playing) {
      this.dry += 1;
      this.last *= 0.98; // lets a sound that broke off die away in a few milliseconds
      return this.last;
    }
    if (this.position === 0) this.leaveOutSilence();
    this.last = this.take();
    this.dry = 0;
    if (++this.calm >= kCalm) {
      this.calm = 0;
      this.target = Math.max(kLeast, this.target - kGrowth);
    }
    if (this.held === 0) {
      this.playing = false;
      this.waited = 0;
    }
    return this.last;
  }

  // The end of an utterance may be shorter than the target: it is played when the target's time has passed.
  maybeStart() {
    if (this.held === 0) return;
    this.waited += 1;
    this.playing = this.held >= this.target || this.waited >= this.target;
  }

  noteGap() {
    this.waited = 0;
    if (this.dry > kPause) return;
    this.gaps += 1;
    this.calm = 0;
    this.target = Math.min(kMost, this.target + kGrowth);
  }

  leaveOutSilence() {
    while (this.frames.length > 1 && this.held > this.target + kSlack && isQuiet(this.frames[0])) this.dropFirst();
  }

  take() {
    const frame = this.frames[0];
    const sample = frame[this.position++];
    this.held -= 1;
    if (this.position === frame.length) {
      this.frames.shift();
      this.position = 0;
    }
    return sample;
  }

  dropFirst() {
    this.held -= this.frames[0].length - this.position;
    this.frames.shift();
    this.position = 0;
  }
}

function isQuiet(frame) {
  return frame.every((sample) => Math.abs(sample) < kQuiet);
}
