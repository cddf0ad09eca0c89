// WAV files of 16-bit mono samples, and sound made for tests.

import { readFileSync, writeFileSync } from "node:fs";

export function readWav(file) {
  const bytes = readFileSync(file);
  let at = 12;
  while (bytes.toString("latin1", at, at + 4) !== "data") at += 8 + bytes.readUInt32LE(at + 4);
  const size = Math.min(bytes.readUInt32LE(at + 4), bytes.length - at - 8);
  const data = bytes.subarray(at + 8, at + 8 + size);
  return { rate: bytes.readUInt32LE(24), samples: Int16Array.from({ length: size / 2 }, (_, i) => data.readInt16LE(2 * i)) };
}

export function writeWav(file, rate, samples) {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) => bytes.writeInt16LE(sample, 44 + 2 * i));
  writeFileSync(file, bytes);
}

export function tone(hertz, milliseconds, rate = 16000, amplitude = 0.3) {
  const length = Math.round((milliseconds / 1000) * rate);
  return Int16Array.from({ length }, (_, i) => 32767 * amplitude * Math.sin((2 * Math.PI * hertz * i) / rate));
}

// Loudness of each 20 ms, in decibels with a floor of -60.
export function envelope(samples, rate) {
  const size = Math.round(rate / 50);
  const frames = Math.floor(samples.length / size);
  return Array.from({ length: frames }, (_, i) => {
    let energy = 0;
    for (const sample of samples.subarray(i * size, (i + 1) * size)) energy += (sample / 32768) ** 2;
    return Math.max(-60, 10 * Math.log10(energy / size + 1e-9));
  });
}

// The best correlation of the loudness curve `part` with any stretch of `whole`, from -1 to 1.
export function bestCorrelation(part, whole) {
  let best = -1;
  for (let at = 0; at + part.length <= whole.length; ++at) {
    best = Math.max(best, correlation(part, whole.slice(at, at + part.length)));
  }
  return best;
}

function correlation(a, b) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - meanA) * (b[i] - meanB);
    aa += (value - meanA) ** 2;
    bb += (b[i] - meanB) ** 2;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
