// Sound as it is on the wire: 16-bit samples, mono, 16 kHz, 20 ms a message. Pure.

export const kSampleRate = 16000;
export const kFrameSamples = 320;

export function toInt16(samples) {
  return Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32767));
}

export function toFloat(samples) {
  return Float32Array.from(samples, (sample) => sample / 32768);
}

// Gathers samples as they come and gives them out as whole frames.
export class FrameCutter {
  constructor() {
    this.frame = new Int16Array(kFrameSamples);
    this.filled = 0;
  }

  push(samples, onFrame) {
    for (const sample of samples) {
      this.frame[this.filled++] = sample;
      if (this.filled === kFrameSamples) {
        onFrame(this.frame);
        this.frame = new Int16Array(kFrameSamples);
        this.filled = 0;
      }
    }
  }
}

// How loud a frame is, in decibels below full scale; -100 for silence.
export function decibelsOf(samples) {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  const rms = Math.sqrt(energy / Math.max(1, samples.length)) / 32768;
  return Math.max(-100, 20 * Math.log10(rms + 1e-9));
}
