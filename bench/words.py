"""Word error rates of recognised speech, counted fairly: both sides are brought into the same form first.

Numbers become single digits whichever way they were said or written ("nineteen sixty six", "1966", "one nine six six"),
ordinals lose their ending, groups of letters are taken apart, contractions are opened, hesitations are dropped. A clip
counts at most as many errors as it has words ("capped"), so that one clip gone wild does not hide the others.
"""

import json
import re
from collections import defaultdict
from pathlib import Path

ONES = {word: value for value, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())}
TENS = {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
ORDINALS = {word: value for value, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth".split(), 1)} | {"thirtieth": 30}
HESITATIONS = {"uh", "um", "er", "hmm", "mm", "ah", "eh"}
LETTER_GROUPS = {"nw", "clm", "mri", "eob", "ct", "pt", "id", "cpt", "pbx"}
SAME = {
    "i'm": "i am", "it's": "it is", "what's": "what is", "that's": "that is", "there's": "there is", "how's": "how is",
    "don't": "do not", "doesn't": "does not", "didn't": "did not", "can't": "can not", "cannot": "can not",
    "isn't": "is not", "i'd": "i would", "i've": "i have", "we're": "we are", "you're": "you are", "you've": "you have",
    "that'll": "that will", "okay": "ok", "yeah": "yes", "yep": "yes", "mr": "mister", "dr": "doctor", "st": "saint",
    "goodbye": "good bye", "mailbox": "mail box", "voicemail": "voice mail", "copay": "co pay", "checkup": "check up",
    "xray": "x ray", "rerecord": "re record", "reenter": "re enter", "reentered": "re entered", "metres": "meters",
    "keywords": "key words", "bloodwork": "blood work", "travelling": "traveling", "counselling": "counseling",
}


def plain_words(text):
    text = text.replace("\u2019", "'").replace("\u2014", " ").lower()
    text = re.sub(r"<[^>]*>|\[[^\]]*\]", "", text)
    text = re.sub(r"\$\s?(\d[\d,]*)\.(\d\d)", r"\1 dollars and \2 cents", text)
    text = re.sub(r"\$\s?(\d[\d,]*)", r"\1 dollars", text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = text.replace("%", " percent ").replace("&", " and ")
    text = re.sub(r"(\d+)(?:st|nd|rd|th|s)\b", r"\1", text)
    text = re.sub(r"\b([ap])\.m\.?", r" \1 m ", text)
    text = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", text)
    text = re.sub(r"[^a-z0-9' ]", " ", text)
    text = re.sub(r"(?<![a-z])'|'(?![a-z])", " ", text)
    text = re.sub(r"\bdouble +(?:u|you)\b", "w", text)
    for word in text.split():
        if word in HESITATIONS:
            continue
        if word in SAME:
            yield from SAME[word].split()
        elif word in LETTER_GROUPS:
            yield from word
        else:
            yield word


class Numbers:
    """Reads words from the left, numbers as digits."""

    def __init__(self, words):
        self.words = words
        self.at = 0

    def word(self, ahead=0):
        return self.words[self.at + ahead] if self.at + ahead < len(self.words) else ""

    def below_hundred(self):
        word = self.word()
        if word in TENS:
            unit = ONES.get(self.word(1), ORDINALS.get(self.word(1), 0))
            joined = 0 < unit < 10
            self.at += 2 if joined else 1
            return TENS[word] + (unit if joined else 0)
        for table in (ONES, ORDINALS):
            if word in table:
                self.at += 1
                return table[word]
        return None

    def repeated(self):
        """"double seven", "triple oh"."""
        times = {"double": 2, "triple": 3}.get(self.word())
        following = self.word(1)
        if times is None:
            return None
        digit = "0" if following in ("oh", "o") else following if following.isdigit() else str(ONES.get(following, ""))
        if len(digit) != 1:
            return None
        self.at += 2
        return [digit] * times

    def number(self):
        value = self.below_hundred()
        if value is None:
            return None
        while self.word() in ("hundred", "thousand"):
            value *= 100 if self.word() == "hundred" else 1000
            self.at += 1
            back = self.at
            if self.word() == "and":
                self.at += 1
            rest = self.below_hundred()
            if rest is None:
                self.at = back
            else:
                value += rest
        return list(str(value))

    def read(self):
        out = []
        while self.at < len(self.words):
            word = self.word()
            found = self.repeated() or self.number()
            if found:
                out += found
                continue
            out += list(word) if word.isdigit() else ["0"] if word in ("oh", "o") else [word]
            self.at += 1
        return out


def normal_form(text):
    return Numbers(list(plain_words(text))).read()


def errors_between(said, heard):
    """Levenshtein distance over words."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        above, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (word != other))
    return row[-1]


def read_manifest(folder):
    with open(Path(folder) / "manifest.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def row_of(clip):
    """Which row of the summary a clip counts in; none for clips with lost frames."""
    if clip["noise"] == "loss3":
        return None
    name = f"{clip['kind']}, {clip['band']}"
    return name if clip["noise"] == "none" else name + ", noisy"


def rates(clips, heard):
    """`heard`: text by clip id. Rows: name -> clips, words, errors, capped errors, loops."""
    rows = defaultdict(lambda: {"clips": 0, "words": 0, "errors": 0, "capped": 0, "loops": 0})
    for clip in clips:
        name = row_of(clip)
        if name is None:
            continue
        said, words = normal_form(clip["text"]), normal_form(heard.get(clip["id"], ""))
        errors = errors_between(said, words)
        row = rows[name]
        row["clips"] += 1
        row["words"] += len(said)
        row["errors"] += errors
        row["capped"] += min(errors, len(said))
        row["loops"] += len(words) > 2 * len(said) + 5
    return dict(rows)
