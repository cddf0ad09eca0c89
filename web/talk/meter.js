// How loud the microphone is, and whether anything comes from it at all.

import { decibelsOf } from "./pcm.js";

const kFloor = -60; // dB; shown as empty
const kCeiling = -10; // shown as full
const kFall = 0.88; // of the level, a frame
const kAnnounceFrames = 25; // screen readers hear of the level twice a second
const kSound = -80; // dB; louder than this is a microphone at work, even in a still room
const kDeadFrames = 500; // 10 s

// The level from 0 to 1 that a meter shows for a frame that follows on `before`: rises at once, falls slowly.
export function levelAfter(before, samples) {
  const level = (decibelsOf(samples) - kFloor) / (kCeiling - kFloor);
  return Math.max(0, Math.min(1, Math.max(level, before * kFall)));
}

export class Meter {
  // `element` has the role meter, `fill` is the part of it that grows. `onDead(true)`: the microphone has not given any sound
  // in the first 10 s of the call; `onDead(false)`: now it has.
  constructor({ element, fill }, onDead) {
    this.element = element;
    this.fill = fill;
    this.onDead = onDead;
    this.reset();
  }

  reset() {
    this.level = 0;
    this.frames = 0;
    this.deadFrames = 0; // at the beginning of the call
    this.works = false;
    this.show();
  }

  // `muted`: silence is what is wanted.
  hear(samples, muted) {
    this.level = muted ? 0 : levelAfter(this.level, samples);
    this.frames += 1;
    this.show();
    if (!this.works && !muted) this.listen(samples);
  }

  listen(samples) {
    this.works = decibelsOf(samples) > kSound;
    if (this.works && this.deadFrames >= kDeadFrames) this.onDead(false);
    if (!this.works && ++this.deadFrames === kDeadFrames) this.onDead(true);
  }

  show() {
    this.fill.style.setProperty("--level", this.level.toFixed(3));
    if (this.frames % kAnnounceFrames === 0) this.element.setAttribute("aria-valuenow", Math.round(this.level * 100));
  }
}
