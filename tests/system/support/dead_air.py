"""The longest stretch in which neither side of a call is heard: dead_air.py FILE prints
"begin end" in seconds. Silence before the first and after the last sound does not count."""
import audioop  # of Debian 12's Python
import sys

from wav_energy import VOICED, channels

tracks, rate = channels(sys.argv[1])
size = rate // 50 * 2
sounds = [
    number for number, at in enumerate(range(0, len(tracks[0]), size))
    if any(audioop.rms(track[at : at + size], 2) > VOICED for track in tracks)
]
begin, end = max(zip(sounds, sounds[1:]), key=lambda pair: pair[1] - pair[0], default=(0, 0))
print((begin + 1) / 50, end / 50)
