// The server's side of one WebSocket (RFC 6455): what a test needs, no extensions, no fragments.

import { createHash } from "node:crypto";

const kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const kText = 1;
const kBinary = 2;
const kClose = 8;
const kPing = 9;
const kPong = 10;

function header(opcode, length) {
  if (length < 126) return Buffer.from([0x80 | opcode, length]);
  const long = Buffer.from([0x80 | opcode, 126, 0, 0]);
  long.writeUInt16BE(length, 2);
  return long;
}

// The first whole frame of `bytes` as {opcode, payload, size}, or null.
function readFrame(bytes) {
  if (bytes.length < 2) return null;
  const short = bytes[1] & 0x7f;
  const maskAt = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < maskAt + 4) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const size = maskAt + 4 + length;
  if (bytes.length < size) return null;
  const mask = bytes.subarray(maskAt, maskAt + 4);
  const payload = Buffer.from(bytes.subarray(maskAt + 4, size).map((byte, i) => byte ^ mask[i % 4]));
  return { opcode: bytes[0] & 0x0f, payload, size };
}

export class ServerSocket {
  // Answers the upgrade `request` on `socket`. `onText(string)`, `onBinary(Buffer)`, `onEnd()` once.
  constructor(request, socket, { onText, onBinary, onEnd }) {
    this.socket = socket;
    this.handlers = { onText, onBinary, onEnd };
    const key = request.headers["sec-websocket-key"];
    const accept = createHash("sha1").update(key + kGuid).digest("base64");
    const lines = [
      "HTTP/1.1 101 Switching Protocols",
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Accept: ${accept}`,
      `Sec-WebSocket-Protocol: ${request.headers["sec-websocket-protocol"]}`,
    ];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    let bytes = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let frame = readFrame(bytes); frame; frame = readFrame(bytes)) {
        bytes = bytes.subarray(frame.size);
        this.receive(frame);
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => onEnd());
  }

  sendText(text) {
    this.send(kText, Buffer.from(text));
  }

  sendBinary(bytes) {
    this.send(kBinary, bytes);
  }

  close(code) {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.send(kClose, payload);
    this.socket.end();
  }

  // As when the network goes away.
  drop() {
    this.socket.destroy();
  }

  send(opcode, payload) {
    if (!this.socket.destroyed) this.socket.write(Buffer.concat([header(opcode, payload.length), payload]));
  }

  receive({ opcode, payload }) {
    if (opcode === kText) this.handlers.onText(payload.toString());
    else if (opcode === kBinary) this.handlers.onBinary(payload);
    else if (opcode === kPing) this.send(kPong, payload);
    else if (opcode === kClose) this.close(payload.length >= 2 ? payload.readUInt16BE(0) : 1000);
  }
}
