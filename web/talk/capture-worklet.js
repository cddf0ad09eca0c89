// Runs on the browser's audio thread: what the microphone gives, at whatever rate the device has, becomes frames of the wire,
// posted one by one. When the device gives nothing it posts silence, so that the server's clock of the call goes on.

import { FrameCutter, kSampleRate, toInt16 } from "./pcm.js";
import { Resampler } from "./resampler.js";

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate, kSampleRate);
    this.cutter = new FrameCutter();
  }

  process([channels]) {
    const samples = toInt16(this.resampler.process(mono(channels)));
    this.cutter.push(samples, (frame) => this.port.postMessage(frame.buffer, [frame.buffer]));
    return true;
  }
}

function mono(channels) {
  if (channels.length === 0) return new Float32Array(128);
  if (channels.length === 1) return channels[0];
  return channels[0].map((_, i) => channels.reduce((sum, channel) => sum + channel[i], 0) / channels.length);
}

registerProcessor("capture", Capture);
