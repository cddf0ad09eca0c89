"""Answer times of real calls: the caller's packets and the server's turn records, joined."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

SCRIPT = Path("tests/audio/calls/calls.jsonl")
LOADING = 120  # seconds


class Server:
    """`attendant serve` on free ports, with a data folder of its own."""

    def __init__(self, program, place):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        self.program, self.data, self.out = program, place / "var", place / "server.out"
        environment = os.environ | {
            "ATTENDANT_STORE_DIR": str(self.data),
            "ATTENDANT_SIP_LISTEN_UDP": "127.0.0.1:0",
            "ATTENDANT_SIP_LISTEN_TCP": "127.0.0.1:0",
            "ATTENDANT_ADMIN_LISTEN": "127.0.0.1:0",
        }
        with open(self.out, "w", encoding="utf-8") as out, open(place / "server.log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen([program, "serve", "--config", "config/demo.yaml"], stdout=out, stderr=log,
                                            env=environment)

    def __enter__(self):
        until = time.monotonic() + LOADING
        while time.monotonic() < until:
            ready = re.search(r"ready after (\d+) ms.*\(UDP (\d+)", self.out.read_text(encoding="utf-8"))
            if ready:
                self.ready_ms, self.port = int(ready[1]), int(ready[2])
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit(f"bench: the server did not start; see {self.out} and server.log beside it")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    def calls(self):
        listed = json_lines([self.program, "history", "list", "--data", str(self.data), "--limit", "10000",
                             "--json"])
        return [json_lines([self.program, "history", "show", call["call"], "--data", str(self.data), "--json"])[0]
                for call in listed]


def json_lines(command):
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in shown.stdout.splitlines() if line.startswith("{")]


def scripts():
    return [json.loads(line) for line in SCRIPT.read_text(encoding="utf-8").splitlines() if line.strip()]


def start_call(server, script, number, listens):
    """A caller in a process of its own. One that listens picks its turns by what was asked, which costs it a recogniser;
    one that does not says its turns in order, so that the server has the machine."""
    command = [server.program, "call", f"sip:100@127.0.0.1:{server.port}", "--json", "--from", number]
    if listens:
        command += ["--script", str(SCRIPT), "--call", script["call"]]
    else:
        for turn in script["turns"]:
            command += ["--play", str(SCRIPT.parent / turn["file"])]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def heard_by(caller):
    out, _ = caller.communicate()
    turns = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return [turn["first_ms"] for turn in turns if "first_ms" in turn]


def answered_turns(call):
    """What the server stored: end of speech -> first voiced sample of the first answer clause."""
    times = []
    for turn in call["turn_list"]:
        end, wire = turn["timings"]["end_of_speech"], turn["timings"]["audio_on_wire"]
        if end is not None and wire is not None:
            times.append(wire - end)
    return times


def join(stored, heard):
    """Per turn the later of both views: the caller's last voiced sample may lie after what the server took for it, and the
    first thing that the caller hears may be a filler. Calls whose turns do not pair up count as the server stored them."""
    if len(stored) == len(heard):
        return [max(pair) for pair in zip(stored, heard)]
    return stored


def run_calls(server, batches):
    """`batches`: lists of (script, listens); a batch's callers begin 1.3 s apart. Times: joined, and as callers heard."""
    joined, wire, number = [], [], 13125550000
    for batch in batches:
        callers = []
        for script, listens in batch:
            number += 1
            callers.append((f"+{number}", start_call(server, script, f"+{number}", listens)))
            if len(batch) > 1:
                time.sleep(1.3)
        heard = {name: heard_by(caller) for name, caller in callers}
        wire += [first for firsts in heard.values() for first in firsts]
        time.sleep(1)
        for call in server.calls():
            if call["caller"] in heard:
                joined += join(answered_turns(call), heard[call["caller"]])
    return joined, wire
