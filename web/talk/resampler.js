// Changes the sample rate of a stream of mono sound, any rate to any rate: a windowed-sinc low-pass, computed only at the
// phases that come out. Passes 0 to 44 % of the lower rate and takes away at least 70 dB from 51 % on (at 16 kHz: 7.0 and
// 8.2 kHz), so nothing folds back into speech. Delays by half its length, about 2 ms. Pure; lives in the audio worklets.

const kStopDecibels = 70;
const kPassEdge = 0.44; // of the lower rate
const kStopEdge = 0.51;

function greatestCommonDivisor(a, b) {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

// The modified Bessel function of order zero, as its series.
function besselI0(x) {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; ++k) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

// The low-pass at the common multiple of both rates (`up` times the input rate), as `up` sets of taps; set p makes the output
// samples that lie p/up of an input sample after an input sample. Kaiser's formulas give the length.
function designPhases(up, fromHz, lowerHz) {
  const designHz = fromHz * up;
  const transition = (2 * Math.PI * (kStopEdge - kPassEdge) * lowerHz) / designHz;
  const beta = 0.1102 * (kStopDecibels - 8.7);
  const wanted = (kStopDecibels - 8) / (2.285 * transition);
  const taps = Math.ceil(wanted / up / 2) * 2; // per phase
  const length = taps * up;
  const cutoff = ((kPassEdge + kStopEdge) * lowerHz) / designHz; // of half the design rate
  const centre = (length - 1) / 2;
  const phases = Array.from({ length: up }, () => new Float32Array(taps));
  for (let i = 0; i < length; ++i) {
    const t = i - centre;
    const sinc = t === 0 ? 1 : Math.sin(Math.PI * cutoff * t) / (Math.PI * cutoff * t);
    const window = besselI0(beta * Math.sqrt(Math.max(0, 1 - (t / (centre + 0.5)) ** 2))) / besselI0(beta);
    phases[i % up][Math.floor(i / up)] = up * cutoff * sinc * window;
  }
  return phases;
}

export class Resampler {
  constructor(fromHz, toHz) {
    const divisor = greatestCommonDivisor(Math.round(fromHz), Math.round(toHz));
    this.up = Math.round(toHz) / divisor;
    this.down = Math.round(fromHz) / divisor;
    this.phases = this.up === this.down ? null : designPhases(this.up, fromHz, Math.min(fromHz, toHz));
    this.past = new Float32Array(this.phases ? this.phases[0].length - 1 : 0);
    this.at = 0; // of the next output sample, in 1/up input samples after the start of the next block
  }

  // The samples that follow from `input`; all together exactly toHz/fromHz times as many as went in.
  process(input) {
    if (!this.phases) return input;
    const taps = this.phases[0].length;
    const sound = new Float32Array(this.past.length + input.length);
    sound.set(this.past);
    sound.set(input, this.past.length);
    const end = input.length * this.up;
    const output = new Float32Array(Math.max(0, Math.ceil((end - this.at) / this.down)));
    for (let i = 0; i < output.length; ++i, this.at += this.down) {
      const phase = this.phases[this.at % this.up];
      const newest = Math.floor(this.at / this.up) + taps - 1;
      let sum = 0;
      for (let k = 0; k < taps; ++k) sum += phase[k] * sound[newest - k];
      output[i] = sum;
    }
    this.at -= end;
    this.past = sound.slice(input.length);
    return output;
  }
}
