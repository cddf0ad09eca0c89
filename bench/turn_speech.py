"""Sound for the callers of the turn-taking benchmark: recorded and spoken turns, pauses in them, noises. 8 kHz, 16 bit.

Nothing here is random that does not come from the generator handed in.
"""

import array
import json
import math
import subprocess
import wave

RATE = 8000
VOICED = 328  # as audio/level.hpp: -40 dB of full scale
FRAME = 80  # 10 ms


def read_wav(file):
    with wave.open(str(file)) as wav:
        if wav.getframerate() != RATE or wav.getnchannels() != 1 or wav.getsampwidth() != 2:
            raise SystemExit(f"bench: {file}: expected 16-bit mono at 8 kHz")
        return array.array("h", wav.readframes(wav.getnframes()))


def write_wav(file, samples):
    with wave.open(str(file), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        wav.writeframes(array.array("h", (max(-32768, min(32767, int(sample))) for sample in samples)).tobytes())


def voiced_span(samples):
    """First and last voiced sample."""
    loud = [i for i, sample in enumerate(samples) if abs(sample) >= VOICED]
    return (loud[0], loud[-1]) if loud else (0, len(samples))


def speak(program, text, file, voice):
    """Says the text with a voice of ours. Returns the text's word ends as (offset in the text, sample)."""
    out = subprocess.run([program, "speak", text, "--output", str(file), "--voice", voice, "--json"], capture_output=True,
                         text=True, check=True).stdout
    words = json.loads(out.strip().splitlines()[-1])["words"]
    return [(word["text_end"], word["end_ms"] * RATE // 1000) for word in words]


def shared_out(text, samples):
    """Word ends of a recording by the share of their letters: a guess, which `dip_near` puts right."""
    first, last = voiced_span(samples)
    ends, at = [], 0
    for word in text.split():
        at = text.index(word, at) + len(word)
        ends.append((at, first + (last - first) * at // len(text)))
    return ends


def levels(samples):
    return [math.sqrt(sum(s * s for s in samples[i:i + FRAME]) / FRAME) for i in range(0, len(samples) - FRAME, FRAME)]


def dip_near(samples, at, reach):
    """Where the sound is quietest within `reach` samples of `at` (over 30 ms), and whether that is a dip: quieter than the
    clip's middle level by 12 dB."""
    level = levels(samples)
    voiced = sorted(value for value in level if value >= VOICED / 4)
    middle = voiced[len(voiced) // 2] if voiced else 1.0
    begin, end = max(1, (at - reach) // FRAME), min(len(level) - 1, (at + reach) // FRAME)
    best = min(range(begin, max(begin + 1, end)), key=lambda i: sum(level[max(0, i - 1):i + 2]), default=begin)
    return best * FRAME + FRAME // 2, max(level[max(0, best - 1):best + 2], default=0.0) < middle / 4


def with_pause(samples, at, pause_ms):
    """Silence at a sample, without a click."""
    fade = 40
    before, after = list(samples[:at]), list(samples[at:])
    for i in range(min(fade, len(before), len(after))):
        before[-1 - i] = before[-1 - i] * i // fade
        after[i] = after[i] * i // fade
    return before + [0] * (pause_ms * RATE // 1000) + after


def pause_at_random_word(samples, ends, random, pause_ms, exact):
    """Makes a pause of `pause_ms` behind a random word but the last, out of the silence that is there and more. `exact`: the
    word ends are the synthesiser's. Returns the samples, where the pause begins (the last voiced sample before it, in ms) and
    the offset of the text before it; None when no word ends in a dip."""
    places = list(ends[:-1])
    random.shuffle(places)
    for offset, guess in places:
        at, dips = dip_near(samples, guess, RATE * (40 if exact else 120) // 1000)
        first, last = voiced_span(samples)
        if (dips or exact) and first + RATE // 10 < at < last - RATE // 20:
            said = voiced_span(samples[:at])[1]
            there = (at + voiced_span(samples[at:])[0] - said) * 1000 // RATE
            if there < pause_ms:
                return with_pause(samples, at, pause_ms - there), said * 1000 // RATE, offset
    return None


def noise(kind, random):
    """A burst that is no speech."""
    def decaying(ms, decay_ms, low):
        out, value = [], 0.0
        for i in range(ms * RATE // 1000):
            value = low * value + (1 - low) * random.gauss(0, 1)
            out.append(value * math.exp(-i * 1000 / RATE / decay_ms))
        return out

    gap = lambda ms: [0.0] * (ms * RATE // 1000)
    made = {
        "door": lambda: decaying(350, 90, 0.85),
        "keyboard": lambda: [s for _ in range(random.randint(5, 9))
                             for s in decaying(25, 6, 0.2) + gap(random.randint(60, 180))],
        "cough": lambda: decaying(220, 70, 0.6) + gap(120) + decaying(260, 80, 0.6),
        "rustle": lambda: [s * (0.4 + 0.6 * abs(math.sin(i / 700))) for i, s in enumerate(decaying(1200, 3000, 0.3))],
        "beep": lambda: [math.sin(i * 2 * math.pi * 950 / RATE) for i in range(RATE * 3 // 10)],
    }[kind]()
    loudest = max(abs(s) for s in made) or 1.0
    return [s * 9000 / loudest for s in made]


NOISES = ("door", "keyboard", "cough", "rustle", "beep")
