"""The benchmarks of ./dev bench: runs what is asked for, prints conditions and figures beside what must be reached."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import gateway_peer
import heard
import machine
import recorded_utterances
import turn_taking
import words
from answers import Server, json_lines, run_calls, scripts
from distribution import histogram, quantile

# Percent, capped: the recognition models' own figures on whole clips (BASELINE.md of the recordings), and what the listening
# loop may lie above them.
BASELINE = {
    "human, wideband": (3.4, 2.5), "human, telephone": (5.6, 2.5), "human, telephone, noisy": (17.2, 4.0),
    "synthetic, wideband": (2.7, 2.5), "synthetic, telephone": (12.3, 2.5), "synthetic, telephone, noisy": (36.2, 4.0),
}
CALLERS_SPEECH = "tests/audio/calls/s3/01.wav"


class Bench:
    def __init__(self, arguments):
        self.build = Path(arguments.build)
        self.program = str(self.build / "attendant")
        self.short, self.json, self.audio = arguments.short, arguments.json, arguments.audio

    def say(self, bench, text, **figures):
        print(json.dumps({"bench": bench, "load": machine.load(), **figures}) if self.json else text, flush=True)

    def answer(self):
        six = scripts()
        rounds = 1 if self.short else 3
        self.answers("one caller", [[(script, True)] for script in (six[:2] if self.short else six) for _ in range(rounds)],
                     "p50 at most 800 ms")

    def answer_six(self):
        rounds = 1 if self.short else 3
        self.answers("six callers at once", [[(script, False) for script in scripts()]] * rounds, "p95 at most 1300 ms")

    def answers(self, name, batches, target):
        with tempfile.TemporaryDirectory() as place, Server(self.program, Path(place) / "run") as server:
            joined, wire = run_calls(server, batches)
        figures = {"turns": len(joined), "p50_ms": quantile(joined, 0.5), "p95_ms": quantile(joined, 0.95),
                   "first_p50_ms": quantile(wire, 0.5), "first_p95_ms": quantile(wire, 0.95)}
        self.say("answer", "answer, {}: {turns} turns, p50 {p50_ms} ms, p95 {p95_ms} ms ({}); first sound at the "
                 "caller p50 {first_p50_ms} ms, p95 {first_p95_ms} ms".format(name, target, **figures),
                 callers=name, **figures)
        if not self.json:
            print(histogram(joined), flush=True)

    def turns(self):
        at_once = 3 if self.short else turn_taking.AT_ONCE
        found = turn_taking.run(self.build, self.short, at_once)
        log = self.build / "log"
        log.mkdir(parents=True, exist_ok=True)
        turn_taking.keep(found, log / "turns.jsonl")
        conditions = f"{machine.commit()}, {len(found['turns'])} turns, {at_once} callers at once, load {machine.load()[0]}"
        sketch = turn_taking.draw(found, conditions, log / "turns.svg")
        self.say("turns", "\n".join([*turn_taking.report(found, self.short, at_once), sketch,
                                     f"  drawn in {log / 'turns.svg'}, each turn in {log / 'turns.jsonl'}"]),
                 callers=at_once, **turn_taking.figures(found), curve=turn_taking.curve_points(found))

    def heard(self):
        for voice in ("piper-joe", "flite"):
            points = json_lines([str(self.build / "bench/heard/heard_bench"), "--sentences", "bench/heard/sentences.txt",
                                 "--engines", str(machine.engines()), "--pronunciation",
                                 "data/speech/pronunciation.tsv", "--voice", voice,
                                 "--points", "30" if self.short else "200"])
            log = self.build / "log" / f"heard-{voice}.jsonl"
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text("".join(json.dumps(point) + "\n" for point in points), encoding="utf-8")
            for method, off in heard.compare(points).items():
                figures = heard.figures(off)
                self.say("heard", f"heard, {voice}, words by {method}: {100 * figures['within_one']:.1f} % within one word, "
                         f"{100 * figures['exact']:.1f} % exact, {figures['mean_off']} words off in the mean, "
                         f"{figures['furthest']} at most ({figures['points']} cuts; at least 98 % within one)",
                         voice=voice, method=method, **figures)

    def words(self):
        folder = Path(self.audio or os.environ.get("ATTENDANT_AUDIO") or "recordings")
        if not (folder / "manifest.jsonl").exists():
            print(f"bench: words needs recordings: {folder}/manifest.jsonl is not there (--audio FOLDER)", file=sys.stderr)
            return
        clips = [clip for clip in words.read_manifest(folder) if words.row_of(clip)]
        if self.short:
            clips = clips[::6]
        files = {str(folder / clip["file"]): clip["id"] for clip in clips}
        base = "moonshine-base"
        second = ["--second-opinion", base] if (machine.engines() / base).exists() else []  # as speech.second_opinion: auto
        results = json_lines([self.program, "transcribe", "--json", *second, *files])
        heard = {files[result["file"]]: result["text"] for result in results}
        cpu = sum(result["cpu_ms"] for result in results) / max(1, sum(result["audio_ms"] for result in results))
        for name, row in sorted(words.rates(clips, heard).items()):
            capped, limit = 100 * row["capped"] / row["words"], sum(BASELINE[name])
            self.say("words", f"words, {name}: {capped:.1f} % capped (at most {limit:.1f}), {row['clips']} clips, "
                     f"{row['loops']} loops", row=name, percent=round(capped, 2), at_most=round(limit, 1), **row)
        self.say("words", f"words: {cpu:.3f} s of CPU a second of sound, {'with' if second else 'without'} a second opinion",
                 cpu_share=round(cpu, 4), second_opinion=bool(second))

    def understanding(self):
        shown = subprocess.run([self.program, "understand", "--cross-validate", "data/understanding/dev.jsonl", "--quiet",
                                *(["--json"] if self.json else [])], capture_output=True, text=True, check=True)
        text = "\n".join("understanding: " + line for line in shown.stdout.strip().splitlines())
        figures = json.loads(shown.stdout.strip().splitlines()[-1]) if self.json else {}
        self.say("understanding", text, **figures)
        if self.audio:
            self.understanding_by_telephone(Path(self.audio))

    def understanding_by_telephone(self, folder):
        """The same through the recogniser: the labelled lines, which our voice speaks where FOLDER has no ID.wav of them, and the
        recorded turns of callers, where FOLDER has some."""
        self.understood_by_telephone("dev", ["--cross-validate", "data/understanding/dev.jsonl", "--audio", str(folder)])
        if not (folder / recorded_utterances.CALLS).exists():
            return
        with tempfile.TemporaryDirectory() as place:
            recorded_utterances.lay_out(folder, Path(place))
            self.understood_by_telephone("recorded calls", ["--evaluate", f"{place}/labelled.jsonl", "--audio", place])

    def understood_by_telephone(self, name, arguments):
        shown = subprocess.run([self.program, "understand", *arguments, "--json"], capture_output=True, text=True, check=True)
        figures = json.loads(shown.stdout.strip().splitlines()[-1])
        first = figures["first_intent"]
        self.say("understanding", f"understanding by telephone, {name}: first intent {first['percent']:.1f} % of {first['all']} "
                 f"(at least 90 %); {shown.stderr.strip().splitlines()[-1]}", rows=name, by="telephone", **figures)

    def simulation(self):
        """Every persona with every goal, in text and over a telephone line."""
        arguments = ["--config", "config/demo.yaml", "--json", "--repeats", "1" if self.short else "3"]
        self.simulated("text", arguments, "at least 60000 an hour, success 95 %, no breach")
        self.simulated("telephone", ["--config", "config/demo.yaml", "--json", "--audio",
                                     *(["--only", ".plain.", "--only", ".elderly."] if self.short else [])],
                       "success 85 %, no breach")

    def simulated(self, name, arguments, target):
        shown = subprocess.run([self.program, "simulate", *arguments], capture_output=True, text=True, check=False)
        if shown.returncode not in (0, 1):
            raise SystemExit("bench: " + shown.stderr)
        report = json.loads(shown.stdout)
        totals, effort = report["totals"], report["effort"]
        an_hour_a_core = totals["cases"] / effort["cpu_seconds"] * 3600
        figures = {"conversations": totals["cases"], "success_percent": round(totals["success_percent"], 2),
                   "breaches": totals["breaches"], "an_hour": round(effort["conversations_an_hour"]),
                   "an_hour_a_core": round(an_hour_a_core), "threads": effort["threads"],
                   "cpu_ms": round(1000 * effort["cpu_seconds"] / max(1, totals["cases"]), 1),
                   "recall_percent": round(totals["tool_recall_percent"], 1),
                   "precision_percent": round(totals["tool_precision_percent"], 1),
                   "grounded_percent": round(totals["grounded_percent"], 2),
                   "cut_offs": totals["cut_offs"], "pauses": totals["pauses"]}
        self.say("simulation", "simulation, {}: {conversations} conversations, task success {success_percent} %, {breaches} breaches; "
                 "{an_hour} an hour on {threads} threads, {cpu_ms} ms of CPU each, so {an_hour_a_core} an hour of one core's own ({}); "
                 "tools recall {recall_percent} %, precision {precision_percent} %; grounded {grounded_percent} %; "
                 "{cut_offs} of {pauses} pauses taken for the end".format(name, target, **figures), callers=name, **figures)

    def start(self):
        times = []
        for _ in range(2 if self.short else 6):
            with tempfile.TemporaryDirectory() as place, Server(self.program, Path(place) / "run") as server:
                times.append(server.ready_ms)
        warm = times[1:]  # the first one brings the models into the page cache
        self.say("start", f"start: median {quantile(warm, 0.5)} ms of {warm} (at most 3000); the run before them, "
                 f"page cache as it was: {times[0]} ms", median_ms=quantile(warm, 0.5), runs_ms=warm, first_ms=times[0])

    def capacity(self):
        with tempfile.TemporaryDirectory() as place:
            self.run_program("capacity/capacity_bench", "--speech", CALLERS_SPEECH, "--dir", place + "/data", "--calls",
                             "50" if self.short else "300", "--seconds", "5" if self.short else "30",
                             *(["--json"] if self.json else []))

    def journal(self):
        with tempfile.TemporaryDirectory() as place:
            self.run_program("journal/bench_journal", place)

    def media(self):
        with tempfile.TemporaryDirectory() as place:
            self.run_program("media/media_bench", "50" if self.short else "300", "5" if self.short else "30",
                             place + "/recordings")

    def gateway(self):
        program = str(self.build / "bench" / "gateway" / "gateway_bench")
        peer, missing = gateway_peer.install()
        if missing:
            print(f"bench: without LiteLLM, which cannot be installed: {missing}", file=sys.stderr)
        questions = ["--questions", "60" if self.short else "400"]
        with subprocess.Popen([program, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as service:
            faults = f"http://127.0.0.1:{int(service.stdout.readline())}"
            with tempfile.TemporaryDirectory() as place:
                sides = json_lines([program, "--faults", faults, *questions]) if missing else None
                if sides is None:
                    with gateway_peer.Proxy(peer, faults, place) as proxy:
                        if proxy.url is None:
                            print(f"bench: without LiteLLM, which did not start:\n{proxy.log.read_text()[-500:]}", file=sys.stderr)
                        sides = json_lines([program, "--faults", faults, *questions,
                                            *(["--proxy", proxy.url] if proxy.url else [])])
            service.stdin.close()
        for side in sides:
            self.say("gateway", "gateway under faults, {side}: {questions} questions, first token p50 {first_token_p50_ms} ms, "
                     "p99 {first_token_p99_ms} ms; {answered} answered, {whole} to their end; {failed} failed, after "
                     "{failed_after_max_ms} ms at most; answer or failure p99 {wait_p99_ms} ms, longest {wait_max_ms} ms"
                     .format(**side), **side)
        ours = sides[0]
        for theirs in sides[1:]:
            ratio = ours["first_token_p99_ms"] / theirs["first_token_p99_ms"]
            self.say("gateway", f"gateway under faults: first token p99 is {ratio:.2f} of {theirs['side']} {gateway_peer.VERSION}'s (at "
                     f"most 0.33); longest wait {ours['wait_max_ms']} ms (at most 2000 ms) beside {theirs['wait_max_ms']} ms",
                     p99_ratio=round(ratio, 3), peer=f"{theirs['side']} {gateway_peer.VERSION}")

    def run_program(self, name, *arguments):
        # What such a load makes the server log is no figure.
        log = self.build / "log" / (Path(name).name + ".log")
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "w", encoding="utf-8") as errors:
            done = subprocess.run([str(self.build / "bench" / name), *arguments], stderr=errors, check=False)
        if done.returncode != 0:
            raise SystemExit(f"bench: {name} failed; see {log}")


def main():
    names = ["answer", "answer-six", "turns", "heard", "words", "understanding", "simulation", "capacity", "start", "journal", "media", "gateway"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("benches", nargs="+", choices=names)
    parser.add_argument("--build", default="build", help="folder of the build")
    parser.add_argument("--audio", help="folder of recordings: with manifest.jsonl for words; understanding then also by telephone")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--json", action="store_true", help="one object a line")
    arguments = parser.parse_args()
    bench = Bench(arguments)
    found = machine.conditions(bench.program)
    print(json.dumps({"bench": "conditions", **found}) if arguments.json else
          "conditions: " + ", ".join(f"{key} {value}" for key, value in found.items()), flush=True)
    for name in arguments.benches:
        getattr(bench, name.replace("-", "_"))()


if __name__ == "__main__":
    main()
