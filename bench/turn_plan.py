"""What the callers of the turn-taking benchmark say, and when: planned from a seed before the run."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from answers import SCRIPT, scripts
from turn_speech import (NOISES, RATE, noise, pause_at_random_word, read_wav, shared_out, speak, voiced_span, write_wav)

INTERRUPTIONS = ("sorry, could you say that again", "wait, I did not get that", "no, that is not what I meant",
                 "excuse me, what was that", "sorry, one more time please")
BACKCHANNELS = ("okay", "uh-huh", "mm-hmm", "yeah", "right", "I see")
ECHO_DB = (-20, -25, -30, -35, -40)
VOICE = "piper-joe"


@dataclass
class Step:
    file: str
    kind: str  # turn, interruption, backchannel, noise; echo: a turn on a line with echo
    text: str = ""
    into_ms: int | None = None
    pause_ms: int = 0
    pause_at_ms: int | None = None  # in the file: where the voice ends before it
    before: str = ""  # the text before it


@dataclass
class Call:
    name: str
    number: str
    steps: list = field(default_factory=list)
    echo_db: float | None = None
    echo_ms: int = 0


class Planner:
    def __init__(self, program, folder, seed):
        self.program, self.folder, self.random = program, Path(folder), Random(seed)
        self.spoken = {}
        self.calls = []
        self.files = 0

    def plan(self, turns, echo_calls):
        """So many turns, half of them with a pause, in calls of recorded people and calls of our own voice in turn; then
        calls on lines with echo."""
        pauses = [i % 2 == 0 for i in range(turns)]
        self.random.shuffle(pauses)
        recorded = scripts()
        while pauses:
            script = recorded[len(self.calls) % len(recorded)]
            ours = (len(self.calls) // len(recorded) + len(self.calls)) % 2 == 1
            call = self.new_call(script["call"])
            for turn in script["turns"]:
                if not pauses:
                    break
                call.steps.append(self.turn(turn, ours, pauses.pop()))
                self.add_intrusion(call)
            if call.steps[-1].kind != "turn":
                call.steps.pop()
        for i in range(echo_calls):
            script = recorded[i % len(recorded)]
            call = self.new_call(script["call"] + "-echo")
            call.echo_db, call.echo_ms = ECHO_DB[i % len(ECHO_DB)], self.random.randrange(0, 280, 20)
            for turn in script["turns"]:
                step = self.turn(turn, False, False)
                step.kind = "echo"
                call.steps.append(step)
        return self.calls

    def new_call(self, name):
        number = len(self.calls)
        self.calls.append(Call(name=f"{number:03d}-{name}", number=f"+1312555{number:04d}"))
        return self.calls[-1]

    def turn(self, turn, ours, pause):
        if ours:
            samples, ends = self.say(turn["text"], VOICE)
        else:
            samples = read_wav(SCRIPT.parent / turn["file"])
            ends = shared_out(turn["text"], samples)
        step = Step(file="", kind="turn", text=turn["text"])
        if pause:
            length = self.random.randint(300, 1200)
            paused = pause_at_random_word(samples, ends, self.random, length, exact=ours)
            if paused:
                samples, step.pause_at_ms, offset = paused
                step.pause_ms, step.before = length, turn["text"][:offset]
        step.file = self.store(samples)
        return step

    def add_intrusion(self, call):
        kind = self.random.choices(("interruption", "backchannel", "noise", None), (20, 20, 15, 45))[0]
        if kind is None:
            return
        if kind == "noise":
            text = self.random.choice(NOISES)
            samples = noise(text, self.random)
        else:
            text = self.random.choice(INTERRUPTIONS if kind == "interruption" else BACKCHANNELS)
            samples, _ = self.say(text, VOICE if self.random.random() < 0.7 else "flite")
            first, last = voiced_span(samples)
            samples = samples[first:last + RATE // 20]
        call.steps.append(Step(file=self.store(samples), kind=kind, text=text, into_ms=self.random.randint(400, 1200)))

    def say(self, text, voice):
        if (text, voice) not in self.spoken:
            file = self.folder / f"said-{len(self.spoken)}.wav"
            ends = speak(self.program, text, file, voice)
            self.spoken[text, voice] = (read_wav(file), ends)
        return self.spoken[text, voice]

    def store(self, samples):
        self.files += 1
        name = f"step-{self.files}.wav"
        write_wav(self.folder / name, samples)
        return name

    def write(self, file):
        with open(file, "w", encoding="utf-8") as out:
            for call in self.calls:
                steps = [{"file": step.file, "claims": step.kind not in ("backchannel", "noise"),
                          **({} if step.into_ms is None else {"into_ms": step.into_ms})} for step in call.steps]
                echo = {} if call.echo_db is None else {"echo_db": call.echo_db, "echo_ms": call.echo_ms}
                print(json.dumps({"call": call.name, "number": call.number, "steps": steps, **echo}), file=out)
