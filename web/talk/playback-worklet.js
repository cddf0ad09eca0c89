// Runs on the browser's audio thread: frames of the wire come in as messages, sound at the device's rate goes out. The message
// "flush" drops what was not played. Posts {speaking} when the agent becomes audible or silent.

import { kSampleRate, toFloat } from "./pcm.js";
import { PlayoutBuffer } from "./playout-buffer.js";
import { Resampler } from "./resampler.js";

const kBlock = 64; // samples asked of the buffer at a time: 4 ms
const kAudible = 0.01; // -40 dB
const kHold = 0.3 * kSampleRate; // a pause between words is not the end of speaking

class Playback extends AudioWorkletProcessor {
  constructor() {
    super();
    this.buffer = new PlayoutBuffer();
    this.resampler = new Resampler(kSampleRate, sampleRate);
    this.block = new Float32Array(kBlock);
    this.ready = new Float32Array(0); // at the device's rate
    this.sinceAudible = kHold;
    this.speaking = false;
    this.port.onmessage = ({ data }) => this.receive(data);
  }

  receive(message) {
    if (message === "flush") this.buffer.flush();
    else this.buffer.push(toFloat(new Int16Array(message)));
  }

  process(_, [channels]) {
    const wanted = channels[0].length;
    while (this.ready.length < wanted) this.makeMore();
    for (const channel of channels) channel.set(this.ready.subarray(0, wanted));
    this.ready = this.ready.slice(wanted);
    return true;
  }

  makeMore() {
    this.buffer.pull(this.block);
    this.watch();
    const made = this.resampler.process(this.block);
    const both = new Float32Array(this.ready.length + made.length);
    both.set(this.ready);
    both.set(made, this.ready.length);
    this.ready = both;
  }

  watch() {
    const audible = this.block.some((sample) => Math.abs(sample) > kAudible);
    this.sinceAudible = audible ? 0 : this.sinceAudible + kBlock;
    const speaking = this.sinceAudible < kHold;
    if (speaking === this.speaking) return;
    this.speaking = speaking;
    this.port.postMessage({ speaking });
  }
}

registerProcessor("playback", Playback);
