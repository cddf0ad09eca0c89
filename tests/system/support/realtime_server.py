"""A speech-to-speech service as the Realtime protocol has it, for one test: it answers by a script, and is as strict as
the services are. Its answers' sound is made by `attendant speak`, and comes faster than it is played.

    realtime_server.py ATTENDANT SCRIPT.json LOG.jsonl

The first line it prints is "listening on PORT". The script is an object:

    dialect   "openai" (default), "azure" or "voice_live": paths, keys and names of events
    key       what callers must show; "model": whom they must ask for
    speed     how much faster than real time sound is sent (4)
    calls     the answers of each session, one after the other, each to one response.create; the last is given again, and
              so is the last session. An answer has
        say        sentences
        calls      [{"name", "arguments"}]: function calls, after them
        trouble    instead of the end: "hang_up" (in the middle of the sound), "stall", "fail", "error"
        junk       true: events that no client knows, and broken ones, are sent before it

The log has a line for each event that the client sent (sound as its length), for each connection, and one of
{"problem": ...} for whatever a service would have refused.
"""

import asyncio
import audioop
import base64
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse
import wave

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

CHUNK_MS = 100
SHORTEST_COMMIT_MS = 100
VOICED = 500  # mean square level of a voice, of 16 bits
PAUSE_MS = 500  # of silence, which ends a turn for the server's own detector
BETA_NAMES = {
    "response.output_audio.delta": "response.audio.delta",
    "response.output_audio.done": "response.audio.done",
    "response.output_audio_transcript.delta": "response.audio_transcript.delta",
    "response.output_audio_transcript.done": "response.audio_transcript.done",
    "conversation.item.added": "conversation.item.created",
}
JUNK = [
    "{",
    "[]",
    '{"type": 7}',
    '{"no": "type"}',
    '{"type": "response.mcp_call.in_progress", "item_id": "x", "output_index": 4}',
    '{"type": "response.output_audio.delta", "delta": "###", "item_id": "i"}',
    '{"type": "response.output_audio.delta", "delta": "QUJD", "response_id": "another", "item_id": "i"}',
    '{"type": "response.done"}',
    '{"type": "session.avatar.connecting", "server_sdp": "v=0"}',
]


class Voice:
    """Sentences as sound at 8 kHz, made once."""

    def __init__(self, attendant, sentences):
        self.sound = {}
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "sentence.wav"
            for text in sentences:
                subprocess.run([attendant, "speak", "--voice", "flite", "--output", path, text], check=True, stdout=subprocess.DEVNULL)
                with wave.open(str(path)) as file:
                    self.sound[text] = file.readframes(file.getnframes())


class Format:
    """How sound is written in a session."""

    def __init__(self, name):
        self.mu_law = name in ("audio/pcmu", "g711_ulaw")
        self.bytes_a_ms = 8 if self.mu_law else 48

    def encode(self, pcm):
        return audioop.lin2ulaw(pcm, 2) if self.mu_law else audioop.ratecv(pcm, 2, 1, 8000, 24000, None)[0]

    def level(self, coded):
        return audioop.rms(audioop.ulaw2lin(coded, 1) if self.mu_law else coded, 2) if coded else 0


class Session:
    def __init__(self, socket, script, voice, answers, log):
        self.socket, self.script, self.voice, self.answers, self.log = socket, script, voice, answers, log
        self.beta = script.get("dialect") == "voice_live"
        self.input = self.output = None  # formats
        self.detector = None
        self.heard_ms = self.quiet_ms = 0
        self.talking = False
        self.items = {}  # id: {"kind", "ms", "call_id"}
        self.response = None
        self.cancelled = False
        self.count = 0

    def name(self, kind):
        self.count += 1
        return f"{kind}_{self.count}"

    async def send(self, type, **fields):
        type = BETA_NAMES.get(type, type) if self.beta else type
        await self.socket.send(json.dumps({"type": type, "event_id": self.name("event"), **fields}))

    async def refuse(self, code, event):
        self.log({"problem": code, "of": event.get("type")})
        await self.send("error", error={"type": "invalid_request_error", "code": code, "message": f"refused: {code}"})

    async def run(self):
        await self.send("session.created", session={"id": "sess_1", "model": self.script.get("model", "")})
        answering = None
        async for text in self.socket:
            event = json.loads(text)
            note = dict(event)
            if event["type"] == "input_audio_buffer.append":
                note = {"type": event["type"], "bytes": len(base64.b64decode(event["audio"], validate=True))}
            self.log(note)
            if event["type"] == "response.create":
                if self.response:
                    await self.refuse("conversation_already_has_active_response", event)
                    continue
                self.response, self.cancelled = self.name("resp"), False
                answering = asyncio.create_task(self.answer())  # kept: tasks without an owner may vanish
            else:
                await self.take(event)
        if answering:
            answering.cancel()

    async def take(self, event):
        type = event["type"]
        if type == "session.update":
            await self.update(event)
        elif self.input is None:
            await self.refuse("session_not_configured", event)
        elif type == "input_audio_buffer.append":
            await self.hear(base64.b64decode(event["audio"]))
        elif type == "input_audio_buffer.commit":
            if self.heard_ms < SHORTEST_COMMIT_MS:
                return await self.refuse("input_audio_buffer_commit_empty", event)
            await self.commit()
        elif type == "conversation.item.create":
            await self.create_item(event)
        elif type == "conversation.item.truncate":
            item = self.items.get(event["item_id"])
            if item is None or item["kind"] != "message" or event["audio_end_ms"] > item["ms"]:
                return await self.refuse("item_truncate_invalid", event)
            item["ms"] = event["audio_end_ms"]
            await self.send("conversation.item.truncated", item_id=event["item_id"], content_index=0,
                            audio_end_ms=event["audio_end_ms"])
        elif type == "response.cancel":
            if not self.response:
                return await self.refuse("response_cancel_not_active", event)
            self.cancelled = True
        else:
            await self.refuse("unknown_event", event)

    async def update(self, event):
        session = event["session"]
        if self.beta:
            formats = session.get("input_audio_format", "pcm16"), session.get("output_audio_format", "pcm16")
            detector = session.get("turn_detection", self.detector)
            wrong = "audio" in session or session.get("type")
        else:
            audio = session.get("audio", {})
            side = lambda name: audio.get(name, {}).get("format", {}).get("type", "audio/pcm")
            formats = side("input"), side("output")
            detector = audio.get("input", {}).get("turn_detection", self.detector)
            wrong = session.get("type") != "realtime" or "modalities" in session
        wrong = wrong or any(t.get("type") != "function" or "name" not in t for t in session.get("tools", []))
        if wrong:
            return await self.refuse("invalid_session", event)
        if self.input is None:
            self.input, self.output = Format(formats[0]), Format(formats[1])
        self.detector = detector
        await self.send("session.updated", session=session)

    async def create_item(self, event):
        item = event["item"]
        if item["type"] == "function_call_output" and item["call_id"] not in [i.get("call_id") for i in self.items.values()]:
            return await self.refuse("item_create_invalid_call_id", event)
        id = self.name("item")
        self.items[id] = {"kind": "theirs"}
        await self.send("conversation.item.added", item={**item, "id": id})

    async def hear(self, coded):
        ms = len(coded) / self.input.bytes_a_ms
        self.heard_ms += ms
        if not self.detector:
            return
        voiced = self.input.level(coded) > VOICED
        self.quiet_ms = 0 if voiced else self.quiet_ms + ms
        if voiced and not self.talking:
            self.talking = True
            await self.send("input_audio_buffer.speech_started", audio_start_ms=0, item_id="next")
        elif self.talking and self.quiet_ms >= PAUSE_MS:
            self.talking = False
            await self.send("input_audio_buffer.speech_stopped", audio_end_ms=0, item_id="next")
            await self.commit()
            if self.detector.get("create_response", True):
                self.log({"problem": "answers_by_itself"})

    async def commit(self):
        id = self.name("item")
        self.log({"committed_ms": self.heard_ms})
        self.heard_ms = 0
        self.items[id] = {"kind": "theirs"}
        await self.send("input_audio_buffer.committed", item_id=id, previous_item_id=None)
        await self.send("conversation.item.input_audio_transcription.completed", item_id=id, content_index=0,
                        transcript="what the caller said")

    # ---- answers
    async def answer(self):
        try:
            await self.give(self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])
        except ConnectionClosed:
            pass
        except Exception as problem:  # a mistake of the test's own must be seen
            self.log({"problem": f"server: {problem!r}"})

    async def give(self, answer):
        response = {"id": self.response, "object": "realtime.response", "status": "in_progress", "output": []}
        if answer.get("junk"):
            for text in JUNK:
                await self.socket.send(text)
            await self.socket.send(b"\x00\x01 no text")
        await self.send("response.created", response=response)
        trouble = answer.get("trouble")
        if trouble == "stall":
            return await asyncio.sleep(3600)
        if trouble == "error":
            await self.send("error", error={"type": "server_error", "code": "session_expired", "message": "over"})
        if answer.get("say"):
            await self.say(answer["say"], trouble == "hang_up", response)
        for call in answer.get("calls", []):
            if not self.cancelled:
                await self.call(call, response)
        status = "failed" if trouble == "fail" else "cancelled" if self.cancelled else "completed"
        self.response = None
        await self.send("response.done", response={**response, "status": status})
        await self.send("rate_limits.updated", rate_limits=[])

    # Words come ahead of their sound, sound ahead of its time.
    async def say(self, sentences, hang_up, response):
        id = self.name("item")
        item = {"id": id, "type": "message", "role": "assistant", "content": []}
        self.items[id] = {"kind": "message", "ms": 0}
        place = {"response_id": response["id"], "item_id": id, "output_index": 0, "content_index": 0}
        await self.send("response.output_item.added", response_id=response["id"], output_index=0, item=item)
        await self.send("conversation.item.added", item=item)
        await self.send("response.content_part.added", **place, part={"type": "audio"})
        step = CHUNK_MS * 16
        for number, sentence in enumerate(sentences):
            pcm = self.voice.sound[sentence]
            chunks = [pcm[at:at + step] for at in range(0, len(pcm), step)]
            words = sentence.split(" ")
            for at, chunk in enumerate(chunks):
                # All words of a sentence are written when a third of its sound is.
                share = [words.pop(0) for _ in range(min(len(words), max(1, 3 * len(sentence.split()) // len(chunks))))]
                if self.cancelled:
                    break
                if share:
                    await self.send("response.output_audio_transcript.delta", **place,
                                    delta=("" if number == at == 0 else " ") + " ".join(share))
                self.items[id]["ms"] += len(chunk) // 16
                await self.send("response.output_audio.delta", **place,
                                delta=base64.b64encode(self.output.encode(chunk)).decode())
                if hang_up and number == len(sentences) - 1 and at == len(chunks) // 2:
                    return self.socket.transport.abort()
                await asyncio.sleep(CHUNK_MS / 1000 / self.script.get("speed", 4))
        if not self.cancelled:
            await self.send("response.output_audio_transcript.done", **place, transcript=" ".join(sentences))
            await self.send("response.output_audio.done", **place)
        self.log({"said_ms": self.items[id]["ms"], "whole": not self.cancelled, "text": " ".join(sentences)})
        await self.send("response.output_item.done", response_id=response["id"], output_index=0, item=item)

    async def call(self, call, response):
        id, call_id = self.name("item"), self.name("call")
        arguments = json.dumps(call.get("arguments", {}))
        item = {"id": id, "type": "function_call", "name": call["name"], "call_id": call_id, "arguments": arguments}
        self.items[id] = {"kind": "call", "call_id": call_id}
        place = {"response_id": response["id"], "item_id": id, "output_index": 1, "call_id": call_id}
        await self.send("response.output_item.added", response_id=response["id"], output_index=1,
                        item={**item, "arguments": ""})
        for at in range(0, len(arguments), 16):
            await self.send("response.function_call_arguments.delta", **place, delta=arguments[at:at + 16])
        await self.send("response.function_call_arguments.done", **place, arguments=arguments)
        await self.send("response.output_item.done", response_id=response["id"], output_index=1, item=item)


def refusal(script, path, headers):
    """Why a client is not let in, as a service would see it."""
    url = urllib.parse.urlsplit(path)
    query = urllib.parse.parse_qs(url.query)
    dialect = script.get("dialect", "openai")
    paths = {"openai": "/v1/realtime", "azure": "/openai/v1/realtime", "voice_live": "/voice-live/realtime"}
    key = headers.get("authorization", "").removeprefix("Bearer ") if dialect == "openai" else headers.get("api-key")
    if url.path != paths[dialect]:
        return "the path"
    if query.get("model") != [script["model"]]:
        return "the model"
    if dialect == "voice_live" and "api-version" not in query:
        return "the version"
    return None if key == script["key"] else "the key"


async def main():
    attendant, script_file, log_file = sys.argv[1:]
    script = json.loads(pathlib.Path(script_file).read_text())
    calls = list(script["calls"])
    voice = Voice(attendant, {sentence for call in calls for answer in call for sentence in answer.get("say", [])})
    lines = open(log_file, "a", buffering=1)

    def log(fields):
        lines.write(json.dumps(fields) + "\n")

    async def on_socket(socket):
        why = refusal(script, socket.request.path, socket.request.headers)
        log({"connection": why or "taken"})
        if why:
            return await socket.close(1008, why)
        try:
            answers = calls.pop(0) if len(calls) > 1 else calls[0]
            await Session(socket, script, voice, list(answers), log).run()
        except ConnectionClosed as closed:
            log({"closed": str(closed)})
        log({"connection": "over"})

    async with serve(on_socket, "127.0.0.1", 0) as server:
        print("listening on", server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().create_future()


asyncio.run(main())
