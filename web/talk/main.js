// Puts the page together: what the caller does goes to the session, what the session tells goes to the parts of the page.

import { AnswerTimes, summarySentence } from "./answer-times.js";
import { DeviceChoice } from "./devices.js";
import { Keypad } from "./keypad.js";
import { takeLink } from "./link.js";
import { Meter } from "./meter.js";
import { lengthText, outcomeOf, Page } from "./page.js";
import { problem, problemOfBrowser } from "./problems.js";
import { Session } from "./session.js";
import { canChooseSpeaker } from "./speaker.js";
import { Transcript } from "./transcript.js";

const byId = (id) => document.getElementById(id);

const page = new Page();
const transcript = new Transcript({ list: byId("list"), scroller: byId("scroller"), toLatest: byId("to-latest") });
const times = new AnswerTimes(byId("times-plots"));
const meter = new Meter({ element: byId("meter"), fill: byId("meter-fill") }, showDead);
const keypad = new Keypad({ place: byId("keys"), display: byId("keyed") }, (key) => session?.sendKey(key));
const microphones = new DeviceChoice(byId("microphone"), "audioinput", "Default microphone", (id) =>
  session?.chooseMicrophone(id),
);
const speakers = new DeviceChoice(byId("speaker"), "audiooutput", "Default speaker", (id) => session?.chooseSpeaker(id));

let link = takeLink(location, history);
let session = null; // while one is open
let began = 0;
let mood = { speaking: false, muted: false };
let ticking = 0;

function begin() {
  const missing = whatIsMissing();
  if (missing) return fail(missing);
  transcript.clear();
  times.clear();
  meter.reset();
  keypad.clear();
  setMood({ speaking: false, muted: false });
  page.show("connecting");
  session = new Session({ link, microphoneId: microphones.value, speakerId: speakers.value }, listener);
  session.open();
}

const listener = {
  onStarted() {
    page.show("talking");
    keypad.setEnabled(true);
    microphones.refresh();
    speakers.refresh();
    began = performance.now();
    ticking = setInterval(() => page.showLength(lengthOfCall()), 1000);
    page.showLength(0);
  },
  onMessage(message) {
    kShow[message.type]?.(message);
  },
  onFrame(frame) {
    meter.hear(frame, mood.muted);
  },
  onSpeaking(speaking) {
    setMood({ speaking });
  },
  onTrouble({ title, advice }) {
    page.showTrouble(title, advice);
  },
  onEnded(ending) {
    const talked = page.state === "talking";
    session = null;
    clearInterval(ticking);
    keypad.setEnabled(false);
    page.closeConfirm();
    transcript.partial("");
    if (!talked && !ending.problem) return page.show("idle");
    if (!talked) return fail(ending.problem);
    page.show("ended");
    page.showOutcome(outcomeOf(ending), `Length ${lengthText(lengthOfCall())}. ${summarySentence(times.times)}`);
  },
};

const kShow = {
  partial: ({ text }) => transcript.partial(text),
  caller: ({ text }) => transcript.caller(text),
  agent: ({ utterance, text }) => transcript.agent(utterance, text),
  interrupted: ({ heard }) => transcript.interrupted(heard),
  tool: (tool) => transcript.tool(tool),
  problem: ({ message }) => page.showTrouble(message, ""),
  timing(timing) {
    transcript.addTiming(timing);
    times.add(timing);
  },
};

function whatIsMissing() {
  return problemOfBrowser(window) ?? (link ? null : problem("noLink"));
}

function fail(why) {
  page.show("failed");
  page.showOutcome(outcomeOf({ problem: why }), "");
}

function setMood(change) {
  mood = { ...mood, ...change };
  page.showMood(mood);
}

function lengthOfCall() {
  return (performance.now() - began) / 1000;
}

function showDead(isDead) {
  const silent = problem("microphoneSilent");
  if (isDead) page.showTrouble(silent.title, silent.advice);
  else page.hideTrouble(silent.title);
}

byId("start").addEventListener("click", begin);
byId("again").addEventListener("click", begin);
byId("hang-up").addEventListener("click", () => session?.hangUp());
byId("confirm-hang-up").addEventListener("click", () => {
  page.closeConfirm();
  session?.hangUp();
});
byId("mute").addEventListener("click", () => {
  setMood({ muted: !mood.muted });
  session?.setMuted(mood.muted);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !session || event.defaultPrevented || byId("confirm").open) return;
  event.preventDefault();
  page.askToHangUp();
});
// A new link pasted over this page changes only what stands behind the #.
addEventListener("hashchange", () => {
  const next = takeLink(location, history);
  if (!next) return;
  link = next;
  if (!session) page.show("idle");
});
addEventListener("beforeunload", (event) => {
  if (page.state === "talking") event.preventDefault();
});

byId("speaker-choice").hidden = !canChooseSpeaker(window);
keypad.setEnabled(false);
if (whatIsMissing()) fail(whatIsMissing());
