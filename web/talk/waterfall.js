// Where the time of one answer went, from the caller's last sound to the agent's first: as steps, as a sentence, as a plot.

import { svg } from "./elements.js";

const kSteps = [
  { name: "decided", member: "decided_ms", meaning: "sure that you had finished" },
  { name: "words", member: "text_ms", meaning: "knew what to say" },
  { name: "voice", member: "queued_ms", meaning: "had the sound of it" },
  { name: "wire", member: "answer_ms", meaning: "began to speak" },
];

// The steps of a `timing` message in their order: when each was done (`at`) and what it took after the ones before it. A step
// that was done ahead of an earlier one (words are prepared while the agent still listens) took nothing and is `early`.
export function steps(timing) {
  let begin = 0;
  return kSteps
    .filter(({ member }) => Number.isFinite(timing[member]) && timing[member] >= 0)
    .map(({ name, member, meaning }) => {
      const at = Math.round(timing[member]);
      const step = { name, meaning, at, begin: Math.min(begin, at), took: Math.max(0, at - begin), early: at < begin };
      begin = Math.max(begin, at);
      return step;
    });
}

export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

export function sentence(timing) {
  const parts = steps(timing).map(({ at, meaning }) => `${meaning} after ${at} ms`);
  return `Counted from your last sound, the agent was: ${parts.join("; ")}.`.replace("was: sure", "was sure");
}

// ---- plots
const kLine = { width: 96, height: 10, gap: 2 };

// All steps in one thin bar, `scale` ms wide at its full width.
export function bar(timing, scale) {
  const inside = steps(timing).filter(({ took }) => took > 0);
  const pixels = kLine.width / scale;
  const parts = inside.map(({ name, begin, took }) =>
    svg("rect", {
      class: `step step-${name}`,
      x: begin * pixels,
      width: Math.max(1, took * pixels - kLine.gap),
      height: kLine.height,
      rx: 2,
    }),
  );
  const track = svg("rect", { class: "track", width: kLine.width, height: kLine.height, rx: 2 });
  const size = { width: kLine.width, height: kLine.height, viewBox: `0 0 ${kLine.width} ${kLine.height}` };
  return svg("svg", { class: "bar", "aria-hidden": "true", ...size }, track, ...parts);
}

const kPlot = { width: 352, left: 72, right: 72, row: 26, bar: 12, top: 4 };

// A row for each step, each beginning where the one before it ended.
export function waterfall(timing) {
  const rows = steps(timing);
  const span = Math.max(1, ...rows.map(({ at }) => at));
  const pixels = (kPlot.width - kPlot.left - kPlot.right) / span;
  const height = kPlot.top * 2 + rows.length * kPlot.row;
  const drawn = rows.flatMap((step, i) => row(step, kPlot.top + i * kPlot.row, pixels));
  const zero = svg("line", { class: "zero", x1: kPlot.left, x2: kPlot.left, y1: 0, y2: height });
  const picture = { class: "waterfall", role: "img", "aria-label": sentence(timing) };
  return svg("svg", { ...picture, viewBox: `0 0 ${kPlot.width} ${height}` }, zero, ...drawn);
}

function row({ name, at, begin, took, early }, y, pixels) {
  const middle = y + kPlot.row / 2;
  const place = { x: kPlot.left + begin * pixels, y: middle - kPlot.bar / 2, height: kPlot.bar, rx: 2 };
  const width = Math.max(2, took * pixels);
  return [
    svg("text", { class: "name", x: 0, y: middle }, name),
    svg("rect", { class: `step step-${name}`, width, ...place }),
    svg("text", { class: "took", x: kPlot.width, y: middle }, early ? `at ${at} ms` : `${took} ms`),
  ];
}
