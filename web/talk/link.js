// The right to one call, from the page's address (`#link=TOKEN`).

// The token of the address, or "".
export function linkIn(hash) {
  return new URLSearchParams(hash.replace(/^#/, "")).get("link") ?? "";
}

// Takes the token out of the address bar, where others could read or copy it.
export function takeLink(location, history) {
  const link = linkIn(location.hash);
  if (link) history.replaceState(null, "", location.pathname + location.search);
  return link;
}
