// The choice of microphone and speaker. Browsers name the devices only after the microphone was allowed once; until then
// there is one choice, the browser's own.

import { html } from "./elements.js";

// What to offer of `devices` (of enumerateDevices): first the browser's own choice, as the value "".
export function choices(devices, kind, ownChoice) {
  const named = devices.filter((device) => device.kind === kind && device.deviceId && device.label);
  const others = named.filter((device) => device.deviceId !== "default" && device.deviceId !== "communications");
  return [{ value: "", label: ownChoice }, ...others.map(({ deviceId, label }) => ({ value: deviceId, label }))];
}

export class DeviceChoice {
  // `select`: a <select>; `kind`: "audioinput" or "audiooutput".
  constructor(select, kind, ownChoice, onChoose) {
    this.select = select;
    this.kind = kind;
    this.ownChoice = ownChoice;
    select.addEventListener("change", () => onChoose(select.value));
    navigator.mediaDevices?.addEventListener("devicechange", () => this.refresh());
    this.refresh();
  }

  get value() {
    return this.select.value;
  }

  async refresh() {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    const chosen = this.select.value;
    const offered = choices(devices, this.kind, this.ownChoice);
    this.select.replaceChildren(...offered.map(({ value, label }) => html("option", { value }, label)));
    this.select.value = offered.some(({ value }) => value === chosen) ? chosen : "";
  }
}
