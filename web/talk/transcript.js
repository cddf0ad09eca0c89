// The conversation in writing. What is said stands in a live region, so that screen readers read it out; what is only looked
// at (words in progress, tools, timings) does not interrupt them.

import { html } from "./elements.js";
import { splitHeard } from "./heard.js";
import { bar, seconds, waterfall } from "./waterfall.js";

const kBarScale = 1500; // ms; longer answers fill the bar
const kNearEnd = 80; // pixels from the end within which the reader is taken to follow along

export class Transcript {
  // `list` holds the entries, `scroller` scrolls them; `toLatest` is a button that is shown while the reader looks back.
  constructor({ list, scroller, toLatest }) {
    this.list = list;
    this.scroller = scroller;
    this.toLatest = toLatest;
    this.follows = true; // the reader looks at the end
    scroller.addEventListener("scroll", () => this.look());
    new ResizeObserver(() => this.follows && this.scrollToEnd()).observe(scroller);
    toLatest.addEventListener("click", () => this.scrollToEnd());
    this.clear();
  }

  clear() {
    this.list.replaceChildren();
    this.partialEntry = null;
    this.lastSpeaker = "";
    this.answer = null; // the agent's entry that is being added to: {element, words, utterances: [{id, text, span}]}
    this.lastAnswer = null; // of this turn: the entry that its timing goes to
    this.timing = null; // that came before its answer
    this.look();
  }

  partial(text) {
    this.keepingPlace(() => {
      if (!text) return this.dropPartial();
      if (!this.partialEntry) {
        const words = html("p", { class: "words" });
        const element = html("div", { class: "entry caller partial", "aria-hidden": "true" }, who("You"), words);
        this.partialEntry = { element, words };
        this.list.append(element);
      }
      this.partialEntry.words.textContent = text;
    });
  }

  caller(text) {
    this.keepingPlace(() => {
      this.dropPartial();
      this.closeAnswer();
      this.lastAnswer = null;
      this.timing = null;
      if (text) this.add(html("div", { class: "entry caller" }, who("You"), html("p", { class: "words" }, text)));
      this.lastSpeaker = "caller";
    });
  }

  agent(utterance, text) {
    this.keepingPlace(() => {
      this.answer ??= this.openAnswer();
      const known = this.answer.utterances.find(({ id }) => id === utterance && id !== undefined);
      if (known) {
        known.text = text.startsWith(known.text) ? text : `${known.text} ${text}`;
        known.span.textContent = known.text;
        return;
      }
      const span = html("span", {}, text);
      if (this.answer.utterances.length > 0) this.answer.words.append(" ");
      this.answer.words.append(span);
      this.answer.utterances.push({ id: utterance, text, span });
    });
  }

  interrupted(heard) {
    if (!this.answer) return;
    this.keepingPlace(() => {
      const { utterances, words } = this.answer;
      const split = splitHeard(utterances.map(({ text }) => text), heard);
      split.forEach((part, i) => {
        if (!part.unheard.trim()) return;
        // The heard words stay in place: replaced, they would be read out a second time.
        const unheard = utterances[i].span.firstChild.splitText(part.heard.length);
        utterances[i].span.append(html("del", {}, html("span", { class: "for-ears" }, " Not heard: "), unheard));
      });
      words.after(html("p", { class: "cut soft" }, "You interrupted here"));
      this.closeAnswer();
    });
  }

  tool({ name, outcome, took_ms }) {
    this.keepingPlace(() => {
      this.closeAnswer();
      const failed = outcome && outcome !== "ok";
      const took = Number.isFinite(took_ms) ? ` · ${Math.round(took_ms)} ms` : "";
      const text = `${name.replaceAll("_", " ")}${failed ? ` · ${outcome.replaceAll("_", " ")}` : ""}${took}`;
      this.add(html("p", { class: "tool soft", "aria-live": "off" }, html("span", { class: "for-ears" }, "Looked up: "), text));
    });
  }

  // Belongs to the answer that is being given or, where it is quicker than that, the next.
  addTiming(timing) {
    if (!this.lastAnswer) {
      this.timing = timing;
      return;
    }
    this.keepingPlace(() => this.lastAnswer.append(timingOf(timing)));
    this.lastAnswer = null;
  }

  scrollToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.look();
  }

  // ---- inside
  openAnswer() {
    const words = html("p", { class: "words" });
    const element = html("div", { class: "entry agent" }, ...(this.lastSpeaker === "agent" ? [] : [who("Agent")]), words);
    this.add(element);
    this.lastSpeaker = "agent";
    this.lastAnswer = element;
    if (this.timing) {
      const timing = this.timing;
      this.timing = null;
      this.addTiming(timing);
    }
    return { element, words, utterances: [] };
  }

  closeAnswer() {
    this.answer = null;
  }

  // Whatever the caller is about to have said comes last.
  add(element) {
    this.list.insertBefore(element, this.partialEntry?.element ?? null);
  }

  dropPartial() {
    this.partialEntry?.element.remove();
    this.partialEntry = null;
  }

  // The view follows the conversation, unless the reader looks back.
  keepingPlace(change) {
    change();
    if (this.follows) this.scrollToEnd();
    else this.look();
  }

  look() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.follows = scrollHeight - scrollTop - clientHeight < kNearEnd;
    this.toLatest.hidden = this.follows;
  }
}

const who = (name) => html("p", { class: "who" }, name);

function timingOf(timing) {
  const picture = bar(timing, Math.max(kBarScale, timing.answer_ms));
  const label = html("summary", {}, picture, `answered in ${seconds(timing.answer_ms)}`);
  return html("details", { class: "timing soft", "aria-live": "off" }, label, waterfall(timing));
}
