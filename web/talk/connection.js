// One WebSocket to the server, for one call. Hands over what arrives: `onMessage` a message of the protocol, `onSound` an
// ArrayBuffer, `onClose` the close code (once, also when the connection never came about: 1006).

import { hangUpMessage, keyMessage, kSubprotocol, readMessage } from "./protocol.js";

// A second of sound. What waits longer than that in front of a slow network would be heard too late to be answered.
const kBacklogMost = 32000;
// The server answers a hang-up with `ended` and closes; one that does not is left.
const kGoodbyeMilliseconds = 2000;

export function callAddress(page, link) {
  const address = new URL("/talk/call", page);
  address.protocol = address.protocol === "http:" ? "ws:" : "wss:";
  address.search = new URLSearchParams({ link }).toString();
  address.hash = "";
  return address.href;
}

export class Connection {
  constructor(address, { onMessage, onSound, onClose }) {
    this.socket = new WebSocket(address, kSubprotocol);
    this.socket.binaryType = "arraybuffer";
    this.socket.onmessage = ({ data }) => {
      if (typeof data !== "string") return onSound(data);
      const message = readMessage(data);
      if (message) onMessage(message);
    };
    this.socket.onclose = ({ code }) => {
      clearTimeout(this.goodbye);
      onClose(code);
    };
  }

  sendSound(frame) {
    if (this.isOpen() && this.socket.bufferedAmount < kBacklogMost) this.socket.send(frame);
  }

  sendKey(key) {
    if (this.isOpen()) this.socket.send(keyMessage(key));
  }

  hangUp() {
    if (!this.isOpen()) return this.close();
    this.socket.send(hangUpMessage());
    this.goodbye = setTimeout(() => this.close(), kGoodbyeMilliseconds);
  }

  close() {
    this.socket.close(1000);
  }

  isOpen() {
    return this.socket.readyState === WebSocket.OPEN;
  }
}
