// The checks that a machine can make of WCAG 2.2 AA, as one expression for the page: its value is a list of complaints.

export const kComplaints = `(() => {
  const complaints = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".for-ears");
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const say = (element, what) =>
    complaints.push(element.tagName.toLowerCase() + (element.id ? "#" + element.id : "." + element.className) + ": " + what);

  // ---- names
  const nameOf = (element) =>
    element.getAttribute("aria-label") ||
    (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("") ||
    [...(element.labels ?? [])].map((label) => label.textContent).join("") ||
    element.textContent.trim();
  for (const element of all("button, select, input, [role=meter], [role=log], [role=img], [role=group], dialog, section, aside")) {
    if (element.id !== "trouble" && !nameOf(element)) say(element, "has no name");
  }
  for (const image of all("img")) if (!image.hasAttribute("alt")) say(image, "has no alt");
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) complaints.push("the id " + id + " is there twice");
  if (all("h1").length !== 1) complaints.push("there is not one h1");
  if (!document.documentElement.lang || !document.title) complaints.push("no language or title");

  // ---- contrast
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const luminance = (colour) => {
    const [r, g, b] = [...colour].slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const inText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  for (const element of all("body *")) {
    if (!inText(element) || element.closest("option") || element.closest("button:disabled")) continue;
    const style = getComputedStyle(element);
    const found = contrast(rgba(element.closest("svg") ? style.fill : style.color), ground(element));
    if (found < 4.5) say(element, "text contrast " + found.toFixed(2) + ": " + element.textContent.trim().slice(0, 30));
    if (parseFloat(style.fontSize) < 11) say(element, "text of " + style.fontSize);
  }
  for (const element of all("button:enabled, select")) {
    const behind = ground(element.parentElement);
    const style = getComputedStyle(element);
    const edge = Math.max(contrast(rgba(style.borderTopColor), behind), contrast(rgba(style.backgroundColor), behind));
    if (edge < 3) say(element, "edge contrast " + edge.toFixed(2));
  }
  for (const element of all(".step, .answer")) {
    const found = contrast(rgba(getComputedStyle(element).fill), ground(element));
    if (found < 3) say(element, "graphic contrast " + found.toFixed(2));
  }

  // ---- size and place
  for (const element of all("button, select, summary")) {
    const box = element.getBoundingClientRect();
    if (box.height < 24 || box.width < 24) say(element, "smaller than 24 pixels");
  }
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) complaints.push("the page scrolls sideways");
  for (const element of all("body *")) {
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.right > width + 1 || box.left < -1)) say(element, "reaches out of the page");
  }
  return complaints;
})()`;
