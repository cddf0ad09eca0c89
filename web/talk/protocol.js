// The messages of `attendant.talk.1` (README.md). Pure.

export const kSubprotocol = "attendant.talk.1";

const kRequired = {
  call: { state: "string" },
  partial: { text: "string" },
  caller: { text: "string" },
  agent: { text: "string" },
  interrupted: { heard: "string" },
  tool: { name: "string" },
  timing: { answer_ms: "number" },
  flush: {},
  problem: { message: "string" },
};

// The message that a text frame carries, or null for one that this page does not know or that lacks what it must have.
export function readMessage(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  const required = message !== null && Object.hasOwn(kRequired, message.type) && kRequired[message.type];
  if (!required) return null;
  return Object.entries(required).every(([member, type]) => typeof message[member] === type) ? message : null;
}

export const kKeys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export const keyMessage = (key) => JSON.stringify({ type: "key", key });
export const hangUpMessage = () => JSON.stringify({ type: "hang_up" });
