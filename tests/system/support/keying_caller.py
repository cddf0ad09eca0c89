"""A telephone that sends sound and keyed digits at the same time, as gateways do that let the tones of the keypad through.

usage: keying_caller.py PORT DIGITS

Calls sip:100@127.0.0.1:PORT, sends a tone for 3 s, keys the digits (RFC 4733) with the tone between them, sends the tone for
5 s more (the server takes 3 s without a key as the end of the digits), and hangs up. Prints when, in seconds since its first packet, the first key began and the last one ended.
"""
import audioop  # of Debian 12's Python
import array
import math
import re
import socket
import struct
import sys
import time

FRAME = 160  # samples, 20 ms
EVENT, KEY_FRAMES, GAP_FRAMES, BEFORE_FRAMES, AFTER_FRAMES = 101, 6, 6, 150, 250
server = ("127.0.0.1", int(sys.argv[1]))
sip = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for one in (sip, rtp):
    one.bind(("127.0.0.1", 0))
sip.settimeout(5)
sip_port, rtp_port = sip.getsockname()[1], rtp.getsockname()[1]
me = f"127.0.0.1:{sip_port}"


def send(method, number, to, body=""):
    kind = "Content-Type: application/sdp\r\n" if body else ""
    sip.sendto(
        f"{method} sip:100@127.0.0.1:{server[1]} SIP/2.0\r\nVia: SIP/2.0/UDP {me};branch=z9hG4bK{method}{number}{sip_port}\r\n"
        f"From: <sip:+13125550181@{me}>;tag=keys{sip_port}\r\nTo: {to}\r\nCall-ID: keys-{sip_port}\r\nCSeq: {number} {method}\r\n"
        f"Contact: <sip:keys@{me}>\r\nMax-Forwards: 70\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}".encode(),
        server,
    )


def final_answer():
    """The first answer that is not provisional."""
    while True:
        answer = sip.recv(65535).decode()
        if not answer.startswith("SIP/2.0 1"):
            return answer


class Stream:
    """One RTP stream: each call of a function sends the packet of the next 20 ms, in time."""

    def __init__(self, target):
        self.target, self.sent, self.began = target, 0, time.monotonic()

    def packet(self, payload_type, stamp, data, marker=False):
        head = struct.pack(">BBHII", 0x80, payload_type | (0x80 if marker else 0), self.sent, stamp, sip_port)
        time.sleep(max(0.0, self.began + self.sent * 0.02 - time.monotonic()))
        rtp.sendto(head + data, self.target)
        self.sent += 1

    def seconds(self):
        return self.sent * 0.02

    def tone(self, frames):
        for _ in range(frames):
            first = self.sent * FRAME
            wave = (round(8192 * math.sin(2 * math.pi * 440 * (first + i) / 8000)) for i in range(FRAME))
            self.packet(0, first, audioop.lin2ulaw(array.array("h", wave).tobytes(), 2))

    def key(self, digit):
        event, stamp = "0123456789*#".index(digit), self.sent * FRAME
        for frame in range(1, KEY_FRAMES + 1):
            end = 0x80 if frame == KEY_FRAMES else 0
            self.packet(EVENT, stamp, struct.pack(">BBH", event, end | 10, frame * FRAME), marker=frame == 1)


offer = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    f"m=audio {rtp_port} RTP/AVP 0 {EVENT}\r\na=rtpmap:{EVENT} telephone-event/8000\r\na=fmtp:{EVENT} 0-15\r\n"
)
send("INVITE", 1, f"<sip:100@127.0.0.1:{server[1]}>", offer)
answer = final_answer()
if not answer.startswith("SIP/2.0 200"):
    sys.exit("refused: " + answer.splitlines()[0])
to = re.search(r"(?im)^To: *(.*?)\r$", answer)[1]
send("ACK", 1, to)
stream = Stream(("127.0.0.1", int(re.search(r"m=audio (\d+)", answer)[1])))
stream.tone(BEFORE_FRAMES)
first_key = stream.seconds()
for digit in sys.argv[2]:
    stream.key(digit)
    last_key = stream.seconds()
    stream.tone(GAP_FRAMES)
stream.tone(AFTER_FRAMES)
send("BYE", 2, to)
while "CSeq: 2 BYE" not in (answer := final_answer()):
    pass
print(f"{first_key:.2f} {last_key:.2f}")
