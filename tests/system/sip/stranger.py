"""Sends what scanners send from an address that is no trunk's, and fails if one byte comes back.

usage: stranger.py SOURCE_IP PORT [TCP_PORT]
"""
import os
import socket
import sys

source, port = sys.argv[1], int(sys.argv[2])
server = ("127.0.0.1", port)
tcp_server = ("127.0.0.1", int(sys.argv[3]) if len(sys.argv) > 3 else port)


def request(method, body=b""):
    kind = b"Content-Type: application/sdp\r\n" if body else b""
    return (
        b"%s sip:100@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP %s:5060;branch=z9hG4bK-1;rport\r\n"
        b"From: <sip:100@%s>;tag=1\r\nTo: <sip:100@127.0.0.1>\r\nCall-ID: stranger-%s\r\nCSeq: 1 %s\r\n"
        b"Contact: <sip:100@%s:5060>\r\nMax-Forwards: 70\r\n%sContent-Length: %d\r\n\r\n%s"
        % (method, source.encode(), source.encode(), method, method, source.encode(), kind, len(body), body)
    )


SDP = b"v=0\r\no=- 1 1 IN IP4 127.0.0.9\r\ns=-\r\nc=IN IP4 127.0.0.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"
probes = [request(m) for m in (b"OPTIONS", b"REGISTER", b"CANCEL", b"BYE", b"NONSENSE")]
probes += [request(b"INVITE", SDP), b"\r\n\r\n", b"\x00", os.urandom(500), b"GET / HTTP/1.1\r\n\r\n", b"A" * 60000]

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind((source, 0))
for probe in probes:
    udp.sendto(probe, server)
udp.settimeout(1.0)
try:
    answer, _ = udp.recvfrom(65535)
    sys.exit("UDP: %d bytes came back: %r" % (len(answer), answer[:80]))
except socket.timeout:
    pass

for probe in probes[:3] + [SDP, os.urandom(500)]:
    tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp.bind((source, 0))
    tcp.settimeout(3.0)
    answer = b""
    try:
        tcp.connect(tcp_server)
        tcp.sendall(probe)
        answer = tcp.recv(65535)
    except ConnectionError:
        pass
    if answer:
        sys.exit("TCP: %d bytes came back" % len(answer))
print("nothing came back to %d datagrams and 5 connections" % len(probes))
