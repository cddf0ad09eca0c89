"""One run of the shipped server that tells how it takes turns: answer time, cut-offs, barge-in, false stops."""

import json
import subprocess
import tempfile
from pathlib import Path

import turn_curve
from answers import Server, json_lines
from distribution import quantile
from turn_judge import Call
from turn_plan import Planner

SEED = 20261130
AT_ONCE = 3
SHIFTS = range(-400, 1201, 50)  # ms, of the curve


def run(build, short, at_once):
    """Plans, calls and judges. Returns what happened, by kind."""
    program, bench = str(build / "attendant"), str(build / "bench/turns/turns_bench")
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        planner = Planner(program, place, SEED)
        plan = planner.plan(*((30, 1) if short else (320, 6)))  # some are not counted
        planner.write(place / "plan.jsonl")
        with Server(program, place / "run") as server:
            sights = json_lines([bench, "call", "--port", str(server.port), "--plan", str(place / "plan.jsonl"),
                                 "--at-once", str(at_once)])
            stored = {call["caller"]: call for call in server.calls()}
        moments = {call["number"]: call["moments"] for call in json_lines([bench, "journals", "--data", str(server.data)])}
    return judge(plan, sights, moments, stored)


def judge(plan, sights, moments, stored):
    found = {"turns": [], "interruptions": [], "intrusions": [], "sounds": [], "calls_failed": 0}
    sights = {sight["number"]: sight for sight in sights}
    for planned in plan:
        sight = sights.get(planned.number)
        if sight is None or planned.number not in moments or planned.number not in stored:
            found["calls_failed"] += 1
            continue
        call = Call(planned, sight, moments[planned.number], stored[planned.number])
        if call.moments is None:
            found["calls_failed"] += 1
            continue
        if planned.echo_db is not None:
            found["intrusions"] += call.echoes()
            continue
        for number, (step, _) in enumerate(call.steps):
            if step.kind == "turn":
                found["turns"].append(call.turn(number))
                found["sounds"].append(call.decision_to_sound(number))
            elif step.kind == "interruption":
                found["interruptions"].append(call.interruption(number))
            else:
                found["intrusions"].append(call.intrusion(number))
    for kind in ("interruptions", "intrusions", "sounds"):
        found[kind] = [one for one in found[kind] if one is not None]
    return found


def share(part, whole):
    return round(len(part) / len(whole), 4) if whole else None


def figures(found):
    turns = [turn for turn in found["turns"] if not turn["crossed"]]
    answers = [turn["answer_ms"] for turn in turns if turn["answer_ms"] is not None]
    cut = [turn for turn in turns if turn["cut_off"]]
    paused = [turn for turn in turns if turn["pause_ms"]]
    stops = [one["stop_ms"] for one in found["interruptions"] if one["stopped"]]
    confirmed = [one["confirmed_ms"] for one in found["interruptions"] if one["stopped"]]
    after = [one["after_confirmation_ms"] for one in found["interruptions"] if one["stopped"]]
    by_kind = {}
    for kind in ("backchannel", "noise", "echo"):
        trials = [one for one in found["intrusions"] if one["kind"] == kind]
        by_kind[kind] = {"trials": len(trials), "false": sum(one["false_stop"] for one in trials)}
    return {
        "turns": len(turns), "with_pause": len(paused), "crossed": len(found["turns"]) - len(turns),
        "calls_failed": found["calls_failed"],
        "answers": len(answers), "answer_p50_ms": quantile(answers, 0.5), "answer_p95_ms": quantile(answers, 0.95),
        "cut_off": len(cut), "cut_off_share": share(cut, turns),
        "cut_off_with_pause": sum(bool(turn["pause_ms"]) for turn in cut),
        "interruptions": len(found["interruptions"]), "not_stopped": len(found["interruptions"]) - len(stops),
        "barge_in_p50_ms": quantile(stops, 0.5), "barge_in_p95_ms": quantile(stops, 0.95),
        "confirmed_p50_ms": quantile(confirmed, 0.5), "confirmed_p95_ms": quantile(confirmed, 0.95),
        "after_confirmation_p50_ms": quantile(after, 0.5), "after_confirmation_p95_ms": quantile(after, 0.95),
        "false_stop_share": share([one for one in found["intrusions"] if one["false_stop"]], found["intrusions"]),
        "false_stops": by_kind,
    }


def curve_points(found):
    """The curve of turn_curve over the turns of the run."""
    turns = [turn for turn in found["turns"] if not turn["crossed"]]
    answers = [turn["answer_ms"] for turn in turns if turn["answer_ms"] is not None]
    usual = quantile(found["sounds"], 0.5) or 0
    pauses = [[(pause["pause"], pause["due"], usual if pause["sound"] is None else pause["sound"])
               for pause in turn["pauses"]] for turn in turns]
    return turn_curve.curve(answers, pauses, SHIFTS) if answers else []


def report(found, short, at_once):
    """Text lines of the figures beside what must be reached."""
    f = figures(found)
    lines = [
        f"turns: {f['turns']} turns, {f['with_pause']} of them with a pause of 0.3 to 1.2 s at a random word; {at_once} callers "
        f"at once{'; short form' if short else ''}",
        f"  answer time on the wire   p50 {f['answer_p50_ms']} ms, p95 {f['answer_p95_ms']} ms over {f['answers']} answers "
        "(at most 500 and 1000)",
        f"  cut-offs                  {percent(f['cut_off_share'])}: {f['cut_off']} turns, {f['cut_off_with_pause']} of them in "
        "the pause (at most 6 %)",
        f"  barge-in                  p50 {f['barge_in_p50_ms']} ms, p95 {f['barge_in_p95_ms']} ms from the first sample of the "
        f"voice to our last sound, {f['interruptions']} interruptions, {f['not_stopped']} did not stop us",
        f"                            the decision p50 {f['confirmed_p50_ms']} ms, p95 {f['confirmed_p95_ms']} ms after that "
        f"sample; our last sound p50 {f['after_confirmation_p50_ms']} ms, p95 {f['after_confirmation_p95_ms']} ms after the "
        "decision (at most 120 and 250)",
        f"  false stops               {percent(f['false_stop_share'])}: " + ", ".join(
            f"{kind} {one['false']} of {one['trials']}" for kind, one in f["false_stops"].items()) + " (at most 2 %)",
    ]
    if f["crossed"] or f["calls_failed"]:
        lines.append(f"  not counted: {f['crossed']} turns in which both began at once; {f['calls_failed']} calls failed")
    return lines


def percent(value):
    return "-" if value is None else f"{100 * value:.1f} %"


def draw(found, conditions, file):
    """Writes the SVG; returns the sketch."""
    f, points = figures(found), curve_points(found)
    if not points:
        return ""
    now = (f["answer_p50_ms"], f["cut_off_share"])
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_text(turn_curve.svg(points, now, "Cut-offs over answer time", conditions), encoding="utf-8")
    return turn_curve.sketch(points, now)


def keep(found, file):
    """Everything that was judged, for a closer look: one object a line."""
    with open(file, "w", encoding="utf-8") as out:
        for kind in ("turns", "interruptions", "intrusions"):
            for one in found[kind]:
                print(json.dumps({"kind": kind, **one}), file=out)
