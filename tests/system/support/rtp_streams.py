"""The RTP streams of a capture of the loopback interface: rtp_streams.py FILE FIRST_PORT LAST_PORT

One line for each stream that was sent from these ports: "source_port destination_port payload packets lost voiced_seconds".
A stream is what has one source port and one SSRC; voiced_seconds counts packets of G.711 above -40 dB of full scale.
"""
import audioop  # of Debian 12's Python
import struct
import sys

VOICED = 328
ETHERNET = 14
DECODE = {0: audioop.ulaw2lin, 8: audioop.alaw2lin}


def udp_datagrams(path):
    """(source port, destination port, payload) of each UDP datagram over IPv4 in a classic capture file."""
    with open(path, "rb") as capture:
        order = "<" if capture.read(4) == b"\xd4\xc3\xb2\xa1" else ">"
        capture.read(20)
        while len(head := capture.read(16)) == 16:
            frame = capture.read(struct.unpack(order + "4I", head)[2])
            header = (frame[ETHERNET] & 15) * 4 + ETHERNET
            if frame[12:14] == b"\x08\x00" and frame[ETHERNET + 9] == 17:
                yield *struct.unpack(">HH", frame[header : header + 4]), frame[header + 8 :]


class Stream:
    def __init__(self, destination):
        self.destination, self.payload, self.voiced = destination, None, 0
        self.numbers = []

    def take(self, number, payload, audio):
        self.numbers.append(number)
        if payload in DECODE:
            self.payload = payload
            self.voiced += audioop.rms(DECODE[payload](audio, 2), 2) > VOICED

    def lost(self):
        """Sequence numbers that were skipped; a stream of these tests is far shorter than 65536 packets."""
        first = self.numbers[0]
        return max((number - first) & 0xFFFF for number in self.numbers) + 1 - len(set(self.numbers))


streams = {}
first_port, last_port = int(sys.argv[2]), int(sys.argv[3])
for source, destination, data in udp_datagrams(sys.argv[1]):
    is_rtp = len(data) > 12 and data[0] >> 6 == 2 and not 192 <= data[1] <= 223
    if first_port <= source <= last_port and is_rtp:
        number, ssrc = struct.unpack(">H4xI", data[2:12])
        stream = streams.setdefault((source, ssrc), Stream(destination))
        stream.take(number, data[1] & 127, data[12:])
for (source, _), stream in streams.items():
    print(source, stream.destination, stream.payload, len(stream.numbers), stream.lost(), stream.voiced / 50)
