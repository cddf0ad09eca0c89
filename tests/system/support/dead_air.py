"""The longest silence that an agent leaves a caller in: dead_air.py FILE prints "begin end" in seconds. The file is the
caller's recording: the agent left, the caller right. A stretch counts in which neither is heard, but for those that the caller
ends after words of the agent: there the caller takes their time. Before the first and after the last sound nothing counts."""
import audioop  # of Debian 12's Python
import sys

from wav_energy import VOICED, channels

tracks, rate = channels(sys.argv[1])
size = rate // 50 * 2
pieces = [
    [audioop.rms(track[at : at + size], 2) > VOICED for track in tracks] for at in range(0, len(tracks[0]), size)
]
sounds = [(number, *heard) for number, heard in enumerate(pieces) if any(heard)]
silences = [
    (before[0] + 1, after[0])
    for before, after in zip(sounds, sounds[1:])
    if before[2] or after[1]  # the caller was heard last, or the agent is next
]
begin, end = max(silences, key=lambda stretch: stretch[1] - stretch[0], default=(0, 0))
print(begin / 50, end / 50)
