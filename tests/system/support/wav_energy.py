"""How loud a WAV file is: wav_energy.py FILE prints one line a channel, "channel seconds voiced_seconds rms".

voiced_seconds counts pieces of 20 ms whose level is above -40 dB of full scale.
"""
import array
import sys
import wave

VOICED = 328  # -40 dB of 32768


def channels(path):
    """The samples of each channel, and the rate."""
    with wave.open(path, "rb") as wav:
        if wav.getsampwidth() != 2:
            sys.exit(f"{path}: {8 * wav.getsampwidth()} bits a sample; 16 expected")
        samples = array.array("h", wav.readframes(wav.getnframes()))
        return [samples[c :: wav.getnchannels()] for c in range(wav.getnchannels())], wav.getframerate()


def rms(samples):
    return (sum(s * s for s in samples) / len(samples)) ** 0.5 if samples else 0.0


def voiced_seconds(samples, rate):
    piece = rate // 50
    return sum(rms(samples[i : i + piece]) > VOICED for i in range(0, len(samples), piece)) / 50


if __name__ == "__main__":
    tracks, rate = channels(sys.argv[1])
    for number, track in enumerate(tracks):
        print(f"{number} {len(track) / rate:.2f} {voiced_seconds(track, rate):.2f} {rms(track):.0f}")
