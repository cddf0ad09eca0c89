// What can go wrong, in words that say what to do about it. Pure.

// `again`: the same link may still be good, so the page offers to try again.
const kProblems = {
  noLink: {
    title: "This page needs a link",
    advice: "Each call is opened by a link of its own. Open the page again with the link that you were given.",
    again: false,
  },
  insecure: {
    title: "The microphone is only available on a secure page",
    advice: "Open this page with an address that begins with https.",
    again: false,
  },
  oldBrowser: {
    title: "This browser cannot make the call",
    advice: "Use a current version of Chrome, Edge, Firefox or Safari.",
    again: false,
  },
  microphoneDenied: {
    title: "The microphone is blocked",
    advice: "Click the symbol beside the page's address, allow the microphone, and try again.",
    again: true,
  },
  microphoneMissing: {
    title: "No microphone was found",
    advice: "Plug in a microphone or a headset, and try again.",
    again: true,
  },
  microphoneBusy: {
    title: "The microphone cannot be used",
    advice: "Another program may be using it. Close that program, or choose another microphone, and try again.",
    again: true,
  },
  microphoneLost: {
    title: "The microphone was disconnected",
    advice: "Plug it in again, or choose another microphone. The call goes on.",
    again: false,
  },
  microphoneSilent: {
    title: "Nothing is heard from your microphone",
    advice: "Is it switched on, and is it the right one?",
    again: false,
  },
  speakerFailed: {
    title: "That speaker cannot be used",
    advice: "Choose another one. The call goes on with the sound where it was.",
    again: false,
  },
  linkExpired: {
    title: "This link can no longer be used",
    advice: "A link is good for one call and for a short time. Ask for a new one and open it.",
    again: false,
  },
  originRefused: {
    title: "Calls cannot be made from this address",
    advice: "Open the link exactly as you were given it. If you did, tell the person who gave it to you.",
    again: false,
  },
  tooMany: {
    title: "Too many calls at the same time",
    advice: "End the other calls that you have open, wait a minute, and try again.",
    again: true,
  },
  serverFull: {
    title: "All lines are busy",
    advice: "Wait a minute or two, and try again. Your link stays good.",
    again: true,
  },
  unreachable: {
    title: "The server cannot be reached",
    advice: "Check your internet connection, and try again.",
    again: true,
  },
  connectionLost: {
    title: "The connection was lost",
    advice: "Check your internet connection. To go on, ask for a new link: this one was used.",
    again: false,
  },
};

export function problem(name) {
  return { name, ...kProblems[name] };
}

const kCloseCodes = { 4001: "linkExpired", 4003: "originRefused", 4029: "tooMany", 1013: "serverFull" };

// Why a call ended that was closed with `code` without having been ended, or null where nothing went wrong.
export function problemOfClose(code, wasStarted) {
  if (code === 1000 && wasStarted) return null;
  return problem(kCloseCodes[code] ?? (wasStarted ? "connectionLost" : "unreachable"));
}

const kMicrophoneErrors = {
  NotAllowedError: "microphoneDenied",
  SecurityError: "microphoneDenied",
  NotFoundError: "microphoneMissing",
  OverconstrainedError: "microphoneMissing",
};

// Why getUserMedia failed with `error`.
export function problemOfMicrophone(error) {
  return problem(kMicrophoneErrors[error?.name] ?? "microphoneBusy");
}

// What this browser lacks for a call, or null.
export function problemOfBrowser(browser) {
  if (!browser.isSecureContext) return problem("insecure");
  const able = browser.AudioWorkletNode && browser.WebSocket && browser.navigator?.mediaDevices?.getUserMedia;
  return able ? null : problem("oldBrowser");
}
