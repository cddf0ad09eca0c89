// Plays the agent's voice. `onSpeaking` is told when the agent becomes audible (true) or silent (false).

export class Speaker {
  // `context` has playback-worklet.js loaded.
  constructor(context, { onSpeaking }) {
    this.node = new AudioWorkletNode(context, "playback", { numberOfInputs: 0, outputChannelCount: [1] });
    this.node.port.onmessage = ({ data }) => onSpeaking(data.speaking);
    this.node.connect(context.destination);
  }

  // `frame`: an ArrayBuffer of the wire; given away.
  play(frame) {
    if (frame.byteLength % 2 === 0) this.node.port.postMessage(frame, [frame]);
  }

  flush() {
    this.node.port.postMessage("flush");
  }

  close() {
    this.node.port.onmessage = null;
    this.node.disconnect();
  }
}

// Whether this browser lets a page choose the speaker.
export function canChooseSpeaker(browser) {
  return typeof browser.AudioContext?.prototype.setSinkId === "function";
}
