// How loud the microphone is, and whether anything comes from it at all.

import { decibelsOf } from "./pcm.js";

const kFloor = -60; // dB; shown as empty
const kCeiling = -10; // shown as full
const kFall = 0.88; // of the level, a frame
const kAnnounceFrames = 25; // screen readers hear of the level twice a second
const kDead = -80; // quieter than any microphone in a room
const kDeadFrames = 300; // 6 s

// The level from 0 to 1 that a meter shows for a frame that follows on `before`: rises at once, falls slowly.
export function levelAfter(before, samples) {
  const level = (decibelsOf(samples) - kFloor) / (kCeiling - kFloor);
  return Math.max(0, Math.min(1, Math.max(level, before * kFall)));
}

export class Meter {
  // `element` has the role meter, `fill` is the part of it that grows. `onDead(true)`: nothing has come for 6 s.
  constructor({ element, fill }, onDead) {
    this.element = element;
    this.fill = fill;
    this.onDead = onDead;
    this.reset();
  }

  reset() {
    this.level = 0;
    this.frames = 0;
    this.deadFrames = 0;
    this.isDead = false;
    this.show();
  }

  // `muted`: silence is what is wanted.
  hear(samples, muted) {
    this.level = muted ? 0 : levelAfter(this.level, samples);
    this.deadFrames = !muted && decibelsOf(samples) < kDead ? this.deadFrames + 1 : 0;
    this.frames += 1;
    this.show();
    const isDead = this.deadFrames >= kDeadFrames;
    if (isDead === this.isDead) return;
    this.isDead = isDead;
    this.onDead(isDead);
  }

  show() {
    this.fill.style.setProperty("--level", this.level.toFixed(3));
    if (this.frames % kAnnounceFrames === 0) this.element.setAttribute("aria-valuenow", Math.round(this.level * 100));
  }
}
