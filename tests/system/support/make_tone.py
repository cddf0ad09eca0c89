"""Writes a WAV file with a tone: make_tone.py FILE HZ SECONDS (8000 Hz, 16 bits, a quarter of full scale)."""
import array
import math
import sys
import wave

RATE = 8000

with wave.open(sys.argv[1], "wb") as wav:
    wav.setnchannels(1)
    wav.setsampwidth(2)
    wav.setframerate(RATE)
    step = 2 * math.pi * float(sys.argv[2]) / RATE
    count = int(RATE * float(sys.argv[3]))
    wav.writeframes(array.array("h", (round(8192 * math.sin(step * i)) for i in range(count))).tobytes())
