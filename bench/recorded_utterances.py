"""Recorded turns of callers with their labels, in the form that `attendant understand --audio` reads: lines, and ID.wav."""

import json
import os
from pathlib import Path

CALLS = Path("callers/calls/calls.jsonl")


def recordings(folder):
    """(id, turn, file) of each recorded turn, noisy versions too."""
    calls = [json.loads(line) for line in (folder / CALLS).read_text(encoding="utf-8").splitlines() if line.strip()]
    for call in calls:
        for turn in call["turns"]:
            for key, mark in (("file", ""), ("noisy_file", "-noisy")):
                if key in turn:
                    yield f"{call['call']}-{turn['turn']:02}{mark}", turn, (folder / CALLS).parent / turn[key]


def lay_out(folder, place):
    """Writes labelled.jsonl and links to the recordings into `place`; how many there are."""
    count = 0
    with open(place / "labelled.jsonl", "w", encoding="utf-8") as lines:
        for name, turn, file in recordings(folder):
            os.symlink(file.resolve(), place / f"{name}.wav")
            lines.write(json.dumps({"id": name, "author": "recorded", "context": turn["context"], "text": turn["text"],
                                    "intents": turn["intents"], "slots": {}}) + "\n")
            count += 1
    return count
