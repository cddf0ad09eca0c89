// What of the agent's words was heard before the caller interrupted. Pure.

const words = (text) => text.match(/\S+/g) ?? [];
const bare = (word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

// How many of the words of `text` the words of `heard` begin with, or -1 where they differ.
function wordsInCommon(text, heard) {
  const said = words(text).map(bare);
  const known = words(heard).map(bare);
  if (known.length > said.length) return -1;
  return known.every((word, i) => word === said[i]) ? known.length : -1;
}

// `text` in two before the word after `count` words; together they are `text`.
function splitAfter(text, count) {
  const end = [...text.matchAll(/\S+/g)][count]?.index ?? text.length;
  return { heard: text.slice(0, end), unheard: text.slice(end) };
}

// The utterances of one answer, each in two. `heard` is of the last of them; it may also be of all of them together. Words that
// match neither are written otherwise than they are shown ("$25" as "twenty five dollars"): then the number of words decides.
export function splitHeard(utterances, heard) {
  const last = utterances.length - 1;
  if (last < 0) return [];
  const whole = (text) => ({ heard: text, unheard: "" });
  const before = utterances.slice(0, last).map(whole);
  const ofLast = wordsInCommon(utterances[last], heard);
  if (ofLast >= 0) return [...before, splitAfter(utterances[last], ofLast)];
  let left = wordsInCommon(utterances.join(" "), heard);
  if (left < 0) return [...before, splitAfter(utterances[last], words(heard).length)];
  return utterances.map((text) => {
    const mine = Math.min(left, words(text).length);
    left -= mine;
    return splitAfter(text, mine);
  });
}
