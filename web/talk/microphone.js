// The caller's microphone, cleaned by the browser (echo, noise, level) and delivered as frames of the wire. `onFrame` gets an
// Int16Array 50 times a second, silence while muted; `onLost` is called when the device goes away.

const kCleaning = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

export function openStream(deviceId) {
  const audio = deviceId ? { ...kCleaning, deviceId: { exact: deviceId } } : kCleaning;
  return navigator.mediaDevices.getUserMedia({ audio });
}

export class Microphone {
  // `context` has capture-worklet.js loaded; `stream` is of openStream() and is owned from now on.
  constructor(context, stream, { onFrame, onLost }) {
    this.context = context;
    this.onLost = onLost;
    this.muted = false;
    this.node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
    this.node.port.onmessage = ({ data }) => onFrame(new Int16Array(data));
    this.take(stream);
  }

  // Goes on with another device; rejects as getUserMedia does, and then keeps the one it has.
  async choose(deviceId) {
    const stream = await openStream(deviceId);
    if (this.closed) return stopTracks(stream);
    this.release();
    this.take(stream);
  }

  setMuted(muted) {
    this.muted = muted;
    for (const track of this.stream.getAudioTracks()) track.enabled = !muted;
  }

  close() {
    this.closed = true;
    this.node.port.onmessage = null;
    this.release();
  }

  // ---- inside
  take(stream) {
    this.stream = stream;
    this.setMuted(this.muted);
    this.source = this.context.createMediaStreamSource(stream);
    this.source.connect(this.node);
    for (const track of stream.getAudioTracks()) track.onended = () => this.onLost();
  }

  release() {
    this.source.disconnect();
    stopTracks(this.stream);
  }
}

// Stopping a track ourselves does not fire its `ended`.
export function stopTracks(stream) {
  for (const track of stream.getTracks()) track.stop();
}
