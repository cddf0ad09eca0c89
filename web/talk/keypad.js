// The keys of a telephone: by click, and by typing while no field has the focus.

import { html } from "./elements.js";
import { kKeys } from "./protocol.js";

const kLetters = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+" };
const kNames = { "*": "star", "#": "pound" };
const kShown = 16; // keys that the display has room for
const kPressedMilliseconds = 150;

// The key that a keyboard event means, or null: not a key of a telephone, part of a shortcut, or meant for a field.
export function keyOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !kKeys.includes(event.key)) return null;
  return event.target?.closest?.("input, select, textarea, dialog, [contenteditable]") ? null : event.key;
}

export class Keypad {
  // Fills `place` with the keys; `display` shows what was keyed.
  constructor({ place, display }, onKey) {
    this.display = display;
    this.onKey = onKey;
    this.enabled = false;
    this.buttons = new Map(kKeys.map((key) => [key, this.button(key)]));
    place.append(...this.buttons.values());
    document.addEventListener("keydown", (event) => {
      const key = keyOf(event);
      if (key && this.press(key)) event.preventDefault();
    });
    this.clear();
  }

  setEnabled(enabled) {
    this.enabled = enabled;
    for (const button of this.buttons.values()) button.disabled = !enabled;
  }

  clear() {
    this.keyed = "";
    this.display.textContent = "";
  }

  press(key) {
    if (!this.enabled) return false;
    this.keyed += key;
    this.display.textContent = this.keyed.slice(-kShown);
    const { classList } = this.buttons.get(key);
    classList.add("pressed");
    setTimeout(() => classList.remove("pressed"), kPressedMilliseconds);
    this.onKey(key);
    return true;
  }

  button(key) {
    const letters = html("span", { class: "letters", "aria-hidden": "true" }, kLetters[key] ?? "");
    const button = html("button", { type: "button", "aria-label": kNames[key] ?? key }, html("span", {}, key), letters);
    button.addEventListener("click", () => this.press(key));
    return button;
  }
}
