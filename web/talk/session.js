// One call, from the click to the last word: opens the microphone, then the connection (so that a link is not used up for
// nothing), carries sound both ways, and lets go of everything at the end.
//
//   onStarted()            the server has answered
//   onMessage(message)     a message of the protocol
//   onFrame(frame)         an Int16Array of what the microphone heard, 50 times a second
//   onSpeaking(speaking)   the agent became audible or silent
//   onTrouble(problem)     something failed; the call goes on
//   onEnded(ending)        once, at the end: {problem} or {by}, {} where nobody said who; before onStarted(), {} is
//                          the caller giving up

import { callAddress, Connection } from "./connection.js";
import { Microphone, openStream, stopTracks } from "./microphone.js";
import { problem, problemOfClose, problemOfMicrophone } from "./problems.js";
import { Speaker } from "./speaker.js";

const kLastWordsMilliseconds = 400; // what the speaker still holds when the connection closes

export class Session {
  // `microphoneId`, `speakerId`: "" for the browser's own choice.
  constructor({ link, microphoneId, speakerId }, listener) {
    this.link = link;
    this.microphoneId = microphoneId;
    this.speakerId = speakerId;
    this.listener = listener;
    this.muted = false;
    this.started = false;
    this.over = false;
  }

  // To be called from a click: browsers let only those make sound.
  async open() {
    this.context = new AudioContext({ latencyHint: "interactive" });
    let stream;
    try {
      stream = await openStream(this.microphoneId);
    } catch (error) {
      return this.end({ problem: problemOfMicrophone(error) });
    }
    try {
      await Promise.all(["capture-worklet.js", "playback-worklet.js"].map((name) => this.load(name)));
      await this.context.resume();
    } catch {
      this.end({ problem: problem("unreachable") });
    }
    if (this.over) return stopTracks(stream);
    this.openSound(stream);
    if (this.speakerId) await this.chooseSpeaker(this.speakerId);
    if (!this.over) this.connect();
  }

  sendKey(key) {
    this.connection?.sendKey(key);
  }

  setMuted(muted) {
    this.muted = muted;
    this.microphone?.setMuted(muted);
  }

  hangUp() {
    if (!this.started) return this.end({});
    this.hungUp = true;
    this.connection.hangUp();
  }

  async chooseMicrophone(deviceId) {
    try {
      await this.microphone?.choose(deviceId);
    } catch (error) {
      this.listener.onTrouble({ ...problemOfMicrophone(error), again: false });
    }
  }

  async chooseSpeaker(deviceId) {
    try {
      await this.context.setSinkId(deviceId);
    } catch {
      this.listener.onTrouble(problem("speakerFailed"));
    }
  }

  // ---- inside
  openSound(stream) {
    this.speaker = new Speaker(this.context, { onSpeaking: (speaking) => this.listener.onSpeaking(speaking) });
    this.microphone = new Microphone(this.context, stream, {
      onFrame: (frame) => this.heard(frame),
      onLost: () => this.listener.onTrouble(problem("microphoneLost")),
    });
    this.microphone.setMuted(this.muted);
  }

  load(name) {
    return this.context.audioWorklet.addModule(new URL(name, import.meta.url));
  }

  connect() {
    this.connection = new Connection(callAddress(location.href, this.link), {
      onMessage: (message) => this.receive(message),
      onSound: (frame) => this.speaker.play(frame),
      onClose: (code) => this.closed(code),
    });
  }

  heard(frame) {
    this.listener.onFrame(frame);
    if (this.started) this.connection.sendSound(frame);
  }

  receive(message) {
    if (this.over) return;
    if (message.type === "flush") this.speaker.flush();
    else if (message.type === "call" && message.state === "started") this.begin();
    else if (message.type === "call" && message.state === "ended") this.end({ by: message.by });
    else this.listener.onMessage(message);
  }

  begin() {
    this.started = true;
    this.listener.onStarted();
  }

  closed(code) {
    if (this.hungUp) return this.end({ by: "caller" });
    const why = problemOfClose(code, this.started);
    this.end(why ? { problem: why } : {});
  }

  end(ending) {
    if (this.over) return;
    this.over = true;
    this.microphone?.close();
    this.connection?.close();
    setTimeout(() => {
      this.speaker?.close();
      this.context.close();
    }, kLastWordsMilliseconds);
    this.listener.onEnded(ending);
  }
}
