// What the page shows: which of its parts, and the words in them. Knows no call; main.js tells it.
//
// States (data-state of <body>, which the style sheet goes by): idle, connecting, talking, ended (the conversation can still be
// read), failed (there was none).

const byId = (id) => document.getElementById(id);

const kStatus = { idle: "", connecting: "Connecting …", talking: "In a call", ended: "Call ended", failed: "" };

const kWhoEnded = { caller: "You hung up.", agent: "The agent said goodbye and hung up." };

// What the page says of an `ending` of a session.
export function outcomeOf({ problem, by }) {
  if (problem) return { title: problem.title, advice: problem.advice, again: problem.again };
  const who = by === undefined ? "" : `${kWhoEnded[by] ?? "The server ended the call."} `;
  return { title: "The call has ended", advice: `${who}For another call, open a new link.`, again: false };
}

export function lengthText(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, "0")}`;
}

export class Page {
  constructor() {
    this.state = "idle";
    byId("trouble-close").addEventListener("click", () => this.hideTrouble());
    byId("confirm-stay").addEventListener("click", () => this.closeConfirm());
    for (const name of ["keypad", "details"]) byId(`show-${name}`).addEventListener("click", () => this.toggleSheet(name));
  }

  show(state) {
    this.state = state;
    document.body.dataset.state = state;
    byId("status").textContent = kStatus[state];
    if (state === "connecting") {
      byId("clock").textContent = "";
      this.openSheet(null);
      byId("scroller").focus({ preventScroll: true });
    }
  }

  showOutcome({ title, advice, again }, numbers) {
    byId("outcome-title").textContent = title;
    byId("outcome-advice").textContent = advice;
    byId("outcome-numbers").textContent = numbers;
    byId("again").hidden = !again;
    this.hideTrouble();
    byId("outcome-title").focus();
  }

  showLength(seconds) {
    byId("clock").textContent = lengthText(seconds);
  }

  showMood({ speaking, muted }) {
    document.body.dataset.speaking = speaking;
    byId("mood").textContent = muted ? "You are muted" : speaking ? "The agent is speaking" : "Listening to you";
    byId("mute").setAttribute("aria-pressed", muted);
    byId("mute").lastElementChild.textContent = muted ? "Unmute" : "Mute";
  }

  showTrouble(title, advice) {
    byId("trouble-title").textContent = title;
    byId("trouble-advice").textContent = advice;
    byId("trouble-close").hidden = false;
  }

  // With a `title`, only the trouble of that title.
  hideTrouble(title = byId("trouble-title").textContent) {
    if (byId("trouble-title").textContent !== title) return;
    byId("trouble-title").textContent = "";
    byId("trouble-advice").textContent = "";
    byId("trouble-close").hidden = true;
  }

  // Its answers are the buttons confirm-hang-up and confirm-stay, and Esc for the latter.
  askToHangUp() {
    if (!byId("confirm").open) byId("confirm").showModal();
  }

  closeConfirm() {
    byId("confirm").close();
  }

  // On a narrow page the keypad and the details are sheets above the bar; one is open at a time.
  toggleSheet(name) {
    this.openSheet(document.body.dataset.sheet === name ? null : name);
  }

  openSheet(name) {
    if (name) document.body.dataset.sheet = name;
    else delete document.body.dataset.sheet;
    for (const each of ["keypad", "details"]) byId(`show-${each}`).setAttribute("aria-expanded", each === name);
  }
}
