"""Judges the turns of one run: what callers saw on the wire, what the server's journals say, what was planned.

All times in ms since the caller saw the call answered. `sight`: a call as turns_bench saw it; `moments`: the server's, moved
onto the caller's clock.
"""

from answers import answered_turns

CROSSED = 250  # a voice that begins so soon after the caller's was not an answer to it
LATEST_REACTION = 2500  # to a noise or a backchannel


def moved(moments, sight):
    """The server's moments on the caller's clock: the first sound of the greeting is the same on both. None: no sound."""
    sounds = [moment["at"] for moment in moments if moment["what"] == "sound"]
    if not sounds or not sight["agent"]:
        return None, 0
    offset = sight["agent"][0][0] - sounds[0]
    return [{**moment, **{key: moment[key] + offset for key in ("at", "due", "last_voiced") if key in moment}}
            for moment in moments], offset


def speaks_at(agent, at, reach=150):
    return any(begin <= at + reach and at - reach <= end for begin, end in agent)


class Call:
    def __init__(self, plan, sight, moments, stored):
        self.plan, self.agent = plan, sight["agent"]
        self.moments, self.offset = moved(moments, sight)
        self.steps = [(plan.steps[seen["step"]], seen) for seen in sight["steps"]]
        self.stored = [turn for turn in stored["turn_list"] if turn["timings"]["end_of_speech"] is not None]

    def happened(self, what, begin, end):
        return [moment for moment in self.moments if moment["what"] == what and begin <= moment["at"] <= end]

    def until(self, number):
        """When the next step begins."""
        return self.steps[number + 1][1]["begin"] if number + 1 < len(self.steps) else float("inf")

    # ---- a turn said when the agent had finished

    def turn(self, number):
        step, seen = self.steps[number]
        begin, end = seen["first_voiced"], seen["last_voiced"]
        starts = [piece[0] for piece in self.agent]
        result = {"call": self.plan.name, "step": seen["step"], "text": step.text, "pause_ms": step.pause_ms,
                  "before": step.before, "crossed": any(begin - 100 <= start <= begin + CROSSED for start in starts)}
        into = [start for start in starts if begin + CROSSED < start < end]
        result["cut_off"] = bool(into) and not result["crossed"]
        result["cut_off_at"] = into[0] - begin if result["cut_off"] else None
        result["answer_ms"] = None if result["crossed"] or into else self.answer(end, self.until(number))
        result["pauses"] = [self.spoken_into(step, seen, into[0])] if result["cut_off"] else self.pauses(begin, end)
        return result

    def spoken_into(self, step, seen, start):
        """The pause of a turn that was cut off: what had to happen until `start` for it to be one. Where the agent began after
        the voice went on, any pause up to the end of the sentence would have had to be waited out."""
        said = seen["begin"] + step.pause_at_ms if step.pause_ms else seen["first_voiced"]
        ends = said + step.pause_ms if start < said + step.pause_ms else seen["last_voiced"]
        return {"pause": ends - said, "due": start - said, "sound": 0}

    def answer(self, end, until):
        """The later of what the caller heard first and what the server says of its answering clause, so that no filler
        counts."""
        heard = [begin - end for begin, _ in self.agent if end < begin < until]
        if not heard:
            return None
        stored = [turn for turn in self.stored if abs(turn["timings"]["end_of_speech"] + self.offset - end) < 500]
        return max([heard[0], *answered_turns({"turn_list": stored[:1]})])

    def pauses(self, begin, end):
        """Of the pauses that the server saw within the turn: how long they were, after how much silence it would have taken
        the turn, and how long after that it would have been heard, where that is known."""
        found = []
        for i, moment in enumerate(self.moments):
            if moment["what"] != "pause" or not begin < moment["at"] <= end or moment["last_voiced"] > end - 150:
                continue
            said = moment["last_voiced"]
            later = self.moments[i + 1:]
            voice = next((m["at"] for m in later if m["what"] == "voice"), end)
            decided = next((m.get("due", m["at"]) for m in later if m["what"] in ("due", "turn") and m["at"] <= voice), None)
            turn = next((m["at"] for m in later if m["what"] == "turn" and m["at"] <= voice), None)
            sound = next((start for start, _ in self.agent if turn is not None and start > turn), None)
            found.append({"pause": voice - said, "due": None if decided is None else decided - said,
                          "sound": None if sound is None else sound - turn})
        return found

    def decision_to_sound(self, number):
        _, seen = self.steps[number]
        turns = self.happened("turn", seen["last_voiced"], self.until(number))
        starts = [start for start, _ in self.agent if turns and start > turns[0]["at"]]
        return starts[0] - turns[0]["at"] if starts else None

    # ---- into the agent's words

    def interruption(self, number):
        """None when the agent did not speak just then, or came to its end by itself."""
        _, seen = self.steps[number]
        begin, end = seen["first_voiced"], seen["last_voiced"] + 200
        if not seen["into"] or not speaks_at(self.agent, begin):
            return None
        last = max((min(to, end) for start, to in self.agent if start < end and to > begin), default=begin)
        stops = self.happened("stop", begin - 50, end + 300)
        if not stops and last < end - 100:
            return None
        confirmed = max(begin, stops[0]["at"]) if stops else None
        return {"call": self.plan.name, "step": seen["step"], "stopped": bool(stops), "stop_ms": max(0, last - begin),
                "confirmed_ms": confirmed and confirmed - begin,
                "after_confirmation_ms": confirmed and max(0, last - confirmed)}

    def intrusion(self, number):
        """A backchannel or a noise; None when the agent did not speak just then."""
        step, seen = self.steps[number]
        begin, end = seen["begin"], min(self.until(number), seen["last_voiced"] + LATEST_REACTION)
        if not seen["into"] or not speaks_at(self.agent, begin):
            return None
        return {"call": self.plan.name, "step": seen["step"], "kind": step.kind, "what": step.text,
                "false_stop": bool(self.happened("stop", begin - 50, end))}

    # ---- a line with echo: each of the agent's answers is a trial

    def echoes(self):
        for number in range(len(self.steps) + 1):
            begin = self.steps[number - 1][1]["last_voiced"] if number > 0 else 0
            end = self.steps[number][1]["begin"] - 100 if number < len(self.steps) else float("inf")
            answer = next((start for start, _ in self.agent if begin < start < end), None)
            if answer is None:
                continue
            turns = len(self.happened("turn", begin, end)) - (1 if number > 0 else 0)
            yield {"call": self.plan.name, "kind": "echo", "what": f"{self.plan.echo_db} dB",
                   "false_stop": turns > 0 or bool(self.happened("stop", answer, end))}
