"""How loud a WAV file is: wav_energy.py FILE [HZ] prints one line a channel, "channel seconds voiced_seconds rms share".

voiced_seconds counts pieces of 20 ms whose level is above -40 dB of full scale; share is the part of the voiced pieces'
energy that a tone of HZ has (0 without HZ).
"""
import audioop  # of Debian 12's Python
import math
import sys
import wave

VOICED = 328  # -40 dB of 32768


def channels(path):
    """The 16-bit samples of each channel as bytes, and the rate."""
    with wave.open(path, "rb") as wav:
        if wav.getsampwidth() != 2:
            sys.exit(f"{path}: {8 * wav.getsampwidth()} bits a sample; 16 expected")
        frames = wav.readframes(wav.getnframes())
        if wav.getnchannels() == 1:
            return [frames], wav.getframerate()
        return [audioop.tomono(frames, 2, 1 - c, c) for c in range(2)], wav.getframerate()


def voiced_pieces(samples, rate):
    size = rate // 50 * 2
    pieces = (samples[i : i + size] for i in range(0, len(samples), size))
    return [piece for piece in pieces if audioop.rms(piece, 2) > VOICED]


def energy_at(hz, piece, rate):
    """Goertzel's algorithm: the energy of one frequency."""
    factor = 2 * math.cos(2 * math.pi * hz / rate)
    before = last = 0.0
    for sample in memoryview(piece).cast("h"):
        before, last = last, sample + factor * last - before
    return (last * last + before * before - factor * last * before) * 2 / (len(piece) // 2)


def share_of_tone(hz, pieces, rate):
    whole = sum(audioop.rms(piece, 2) ** 2 * (len(piece) // 2) for piece in pieces)
    return sum(energy_at(hz, piece, rate) for piece in pieces) / whole if hz and whole else 0.0


if __name__ == "__main__":
    tone = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    tracks, rate = channels(sys.argv[1])
    for number, track in enumerate(tracks):
        pieces = voiced_pieces(track, rate)
        share = share_of_tone(tone, pieces, rate)
        print(f"{number} {len(track) / 2 / rate:.2f} {len(pieces) / 50:.2f} {audioop.rms(track, 2)} {share:.2f}")
