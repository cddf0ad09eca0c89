"""The longest stretch without sound in the first channel of a WAV file: silent_stretch.py FILE prints "begin end" in seconds."""
import audioop  # of Debian 12's Python
import sys

from wav_energy import VOICED, channels

tracks, rate = channels(sys.argv[1])
size = rate // 50 * 2
longest = current = (0, 0)
for number, at in enumerate(range(0, len(tracks[0]), size)):
    silent = audioop.rms(tracks[0][at : at + size], 2) <= VOICED
    current = (current[0], number + 1) if silent else (number + 1, number + 1)
    longest = max(longest, current, key=lambda stretch: stretch[1] - stretch[0])
print(longest[0] / 50, longest[1] / 50)
