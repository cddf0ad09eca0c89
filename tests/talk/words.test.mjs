// The pure parts of what the page says.

import assert from "node:assert/strict";
import { test } from "node:test";

import { summary, summarySentence } from "../../web/talk/answer-times.js";
import { callAddress } from "../../web/talk/connection.js";
import { choices } from "../../web/talk/devices.js";
import { splitHeard } from "../../web/talk/heard.js";
import { keyOf } from "../../web/talk/keypad.js";
import { linkIn, takeLink } from "../../web/talk/link.js";
import { lengthText, outcomeOf } from "../../web/talk/page.js";
import { problem, problemOfBrowser, problemOfClose, problemOfMicrophone } from "../../web/talk/problems.js";
import { readMessage } from "../../web/talk/protocol.js";
import { sentence, steps } from "../../web/talk/waterfall.js";

// ---- the link
test("the link is taken out of the address bar", () => {
  const written = [];
  const location = { hash: "#link=a.b-c_d", pathname: "/talk", search: "?x=1" };
  const link = takeLink(location, { replaceState: (...state) => written.push(state[2]) });
  assert.equal(link, "a.b-c_d");
  assert.deepEqual(written, ["/talk?x=1"]);
});

test("a page without a link has none", () => {
  for (const hash of ["", "#", "#other=1", "#link="]) assert.equal(linkIn(hash), "");
});

test("a call goes to the page's own host, in the clear only from a page in the clear", () => {
  assert.equal(callAddress("https://host:8443/talk?x#y", "a b"), "wss://host:8443/talk/call?link=a+b");
  assert.equal(callAddress("http://localhost/talk/", "t"), "ws://localhost/talk/call?link=t");
});

// ---- messages
test("messages that are not known or not whole are passed over", () => {
  assert.deepEqual(readMessage('{"type":"partial","text":"hel"}'), { type: "partial", text: "hel" });
  for (const text of ["", "{", "null", "7", '"agent"', "[]", "{}", '{"type":"toString"}', '{"type":"agent"}']) {
    assert.equal(readMessage(text), null, text);
  }
  assert.equal(readMessage('{"type":"timing","answer_ms":"640"}'), null);
});

// ---- what was heard
const split = (utterances, heard) => splitHeard(utterances, heard).map((part) => [part.heard, part.unheard]);

test("what was heard is told from what was not, as it is written", () => {
  assert.deepEqual(split(["Your claim was paid, in full."], "your claim was"), [["Your claim was ", "paid, in full."]]);
});
test("earlier utterances of the answer were heard", () => {
  assert.deepEqual(split(["One moment.", "Your claim was paid."], "Your claim"), [
    ["One moment.", ""],
    ["Your claim ", "was paid."],
  ]);
});
test("the words heard may be of the whole answer", () => {
  assert.deepEqual(split(["It was paid.", "Anything else?"], "It was"), [
    ["It was ", "paid."],
    ["", "Anything else?"],
  ]);
});
test("nothing heard is nothing heard", () => {
  assert.deepEqual(split(["Your claim was paid."], ""), [["", "Your claim was paid."]]);
});
test("words that are written otherwise are counted", () => {
  assert.deepEqual(split(["You owe $25 for the visit."], "You owe twenty"), [["You owe $25 ", "for the visit."]]);
  assert.deepEqual(split(["You owe $25."], "you owe twenty five dollars and more"), [["You owe $25.", ""]]);
});
test("an interruption before any word is no error", () => assert.deepEqual(splitHeard([], "what"), []));

// ---- timings
test("a waterfall has a step for each time, each after the one before", () => {
  const timing = { answer_ms: 640, decided_ms: 331, text_ms: 335, queued_ms: 600 };
  assert.deepEqual(
    steps(timing).map(({ name, took }) => [name, took]),
    [["decided", 331], ["words", 4], ["voice", 265], ["wire", 40]],
  );
  assert.match(sentence(timing), /sure that you had finished after 331 ms; .*; began to speak after 640 ms\.$/);
});
test("words that were ready before the turn was taken are early, and took nothing", () => {
  const [decided, words, voice] = steps({ decided_ms: 300, text_ms: 120, queued_ms: 350, answer_ms: 360 });
  assert.deepEqual([decided.took, words.took, words.early, words.begin, voice.took], [300, 0, true, 120, 50]);
});
test("times that are missing are left out", () => {
  assert.deepEqual(steps({ answer_ms: 500, decided_ms: null }).map(({ name }) => name), ["wire"]);
});
test("answer times are summed up by their median", () => {
  assert.deepEqual(summary([900, 300, 500]), { count: 3, median: 500, slowest: 900 });
  assert.equal(summary([400, 600]).median, 500);
  assert.equal(summary([]), null);
  assert.equal(summarySentence([640]), "One answer, after 0.64 s.");
});

// ---- the keypad
const keyEvent = (key, more = {}) => keyOf({ key, target: { closest: () => null }, ...more });
test("typed keys of a telephone are keys, others are not", () => {
  assert.equal(keyEvent("5"), "5");
  assert.equal(keyEvent("#"), "#");
  for (const key of ["a", "F5", "Enter", "+"]) assert.equal(keyEvent(key), null);
});
test("shortcuts, held keys and typing into fields press nothing", () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }]) {
    assert.equal(keyEvent("5", more), null);
  }
  assert.equal(keyEvent("5", { target: { closest: () => ({}) } }), null);
});

// ---- devices
test("devices are offered when they have names, after the browser's own choice", () => {
  const devices = [
    { kind: "audioinput", deviceId: "default", label: "Default - Headset" },
    { kind: "audioinput", deviceId: "1", label: "Headset" },
    { kind: "audiooutput", deviceId: "2", label: "Speakers" },
    { kind: "audioinput", deviceId: "3", label: "" },
  ];
  assert.deepEqual(choices(devices, "audioinput", "Own"), [
    { value: "", label: "Own" },
    { value: "1", label: "Headset" },
  ]);
});

// ---- what goes wrong
test("each close code has its own words", () => {
  const names = [4001, 4003, 4029, 1013, 1006].map((code) => problemOfClose(code, false).name);
  assert.deepEqual(names, ["linkExpired", "originRefused", "tooMany", "serverFull", "unreachable"]);
  assert.equal(problemOfClose(1006, true).name, "connectionLost");
  assert.equal(problemOfClose(1000, true), null);
});
test("each way a microphone fails has its own words", () => {
  const names = ["NotAllowedError", "NotFoundError", "NotReadableError"].map((name) => problemOfMicrophone({ name }).name);
  assert.deepEqual(names, ["microphoneDenied", "microphoneMissing", "microphoneBusy"]);
});
test("trying again is offered only where the link may still be good", () => {
  assert.equal(problem("serverFull").again, true);
  assert.equal(problem("linkExpired").again, false);
  assert.equal(problem("connectionLost").again, false);
});
test("a page in the clear says that it needs https", () => {
  assert.equal(problemOfBrowser({ isSecureContext: false }).name, "insecure");
  assert.equal(problemOfBrowser({ isSecureContext: true }).name, "oldBrowser");
});
test("the page says who ended the call", () => {
  assert.match(outcomeOf({ by: "caller" }).advice, /^You hung up/);
  assert.match(outcomeOf({ by: "agent" }).advice, /^The agent said goodbye/);
  assert.match(outcomeOf({ by: "limit" }).advice, /^The server ended/);
  assert.equal(outcomeOf({}).advice, "For another call, open a new link.");
  assert.equal(lengthText(125.9), "2:05");
});
