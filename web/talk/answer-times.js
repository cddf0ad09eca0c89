// How quickly the agent answered, over the whole call: one bar a turn, and the last turn's waterfall.

import { html, svg } from "./elements.js";
import { seconds, waterfall } from "./waterfall.js";

const kStrip = { width: 352, height: 96, left: 40, bottom: 4, top: 8, widest: 28, shown: 60 };

// {count, median, slowest} of `times` in milliseconds, or null.
export function summary(times) {
  if (times.length === 0) return null;
  const sorted = [...times].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { count: times.length, median, slowest: sorted.at(-1) };
}

export function summarySentence(times) {
  const found = summary(times);
  if (!found) return "";
  if (found.count === 1) return `One answer, after ${seconds(found.median)}.`;
  return `${found.count} answers: half of them within ${seconds(found.median)}, the slowest after ${seconds(found.slowest)}.`;
}

function strip(times) {
  const shown = times.slice(-kStrip.shown);
  const most = Math.max(1000, ...shown);
  const floor = kStrip.height - kStrip.bottom;
  const heightOf = (time) => (time / most) * (floor - kStrip.top);
  const step = Math.min(kStrip.widest + 8, (kStrip.width - kStrip.left) / shown.length);
  const bars = shown.map((time, i) =>
    svg("rect", {
      class: i === shown.length - 1 ? "answer last" : "answer",
      x: kStrip.left + i * step,
      y: floor - heightOf(time),
      width: Math.max(2, Math.min(kStrip.widest, step * 0.75)),
      height: heightOf(time),
      rx: 2,
    }),
  );
  const guides = [500, 1000].flatMap((time) => {
    const y = floor - heightOf(time);
    return [
      svg("line", { class: "guide", x1: kStrip.left, x2: kStrip.width, y1: y, y2: y }),
      svg("text", { class: "name", x: 0, y }, `${time / 1000} s`),
    ];
  });
  const ground = svg("line", { class: "zero", x1: kStrip.left, x2: kStrip.width, y1: floor, y2: floor });
  const label = `Time to each answer: ${shown.map(seconds).join(", ")}`;
  const picture = { class: "strip", role: "img", "aria-label": label };
  return svg("svg", { ...picture, viewBox: `0 0 ${kStrip.width} ${kStrip.height}` }, ...guides, ...bars, ground);
}

export class AnswerTimes {
  constructor(place) {
    this.place = place;
    this.clear();
  }

  clear() {
    this.times = [];
    this.place.replaceChildren(html("p", { class: "soft" }, "After each answer you see here how long it took, and why."));
  }

  add(timing) {
    this.times.push(timing.answer_ms);
    this.place.replaceChildren(
      strip(this.times),
      html("p", { class: "soft" }, summarySentence(this.times)),
      html("h3", {}, `Last answer: ${seconds(timing.answer_ms)}`),
      waterfall(timing),
    );
  }
}
