#!/usr/bin/env bash
# Calls whose agent is a speech-to-speech model: `attendant call` over SIP and RTP, and behind the server a service as the
# Realtime protocol has it (support/realtime_server.py, on PyPI's websockets 17.4, installed once into
# $HOME/.cache/attendant). Sound both ways, tools and who may see what, an interruption, a sentence that must not be spoken,
# hand-overs, a service that dies, and Azure's Voice Live.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools python3
need_engines
readonly version=17.4
readonly venv=${ATTENDANT_CACHE:-$HOME/.cache/attendant}/websockets-$version
if [[ ! -x $venv/bin/python ]] || ! "$venv/bin/python" -c 'import websockets' 2>/dev/null; then
  python3 -m venv "$venv" && "$venv/bin/pip" install -q "websockets==$version" ||
    { echo "the package websockets $version cannot be installed"; exit 2; }
fi

# ---- the agents: the front desk and claims speak themselves, billing does not
mkdir "$work/agents"
cat >"$work/agents/front.yaml" <<'YAML'
id: front
name: the front desk
answers: true
persona: You are the front desk.
brain: {kind: live, data_to_model: everything}
tools:
  - {name: claim_status, when: where a claim stands}
  - {name: claim_cost, when: what a claim costs}
  - {name: update_phone, when: a new number}
hand_overs:
  - {to: claims, when: an appeal, style: announced, say: "I'll pass you on to {agent}."}
  - {to: billing, when: a bill}
YAML
cat >"$work/agents/claims.yaml" <<'YAML'
id: claims
name: our claims desk
persona: You are the claims desk.
brain: {kind: live}
tools:
  - {name: claim_appeal, when: an appeal}
hand_overs:
  - {to: billing, when: a bill}
YAML
cat >"$work/agents/billing.yaml" <<'YAML'
id: billing
name: our billing desk
persona: You are the billing desk.
tools:
  - {name: billing_balance, when: what is owed}
  - {name: benefit_deductible, when: the deductible}
YAML

# ---- what the model does, call by call
cat >"$work/script.json" <<'JSON'
{"dialect": "openai", "model": "gpt-realtime", "key": "sk-live-test", "speed": 4, "calls": [
  [
    {"calls": [{"name": "claim_status", "arguments": {"service_date": "2026-09-22"}}], "junk": true},
    {"say": ["I can look that up.", "What is your member ID?"]},
    {"say": ["Thank you.", "And what is your date of birth?"]},
    {"calls": [{"name": "verify_member", "arguments": {"member_id": "NW28319242", "dob": "1978-10-23"}}]},
    {"calls": [{"name": "claim_status", "arguments": {"service_date": "2026-09-22"}}]},
    {"say": ["Your specialist consultation on September twenty second was processed and paid.",
             "The plan paid $125.82 to Dr. Aron Feeney, and that was on October eleventh.",
             "Is there anything else that you would like to know about it today?"]},
    {"say": ["You owe $70.00 for it.", "Is there anything else?"]},
    {"say": ["I see another one here.", "It was denied, and you owe $999.00 for it."]},
    {"say": ["Thank you for calling.", "Goodbye."], "calls": [{"name": "end_call", "arguments": {"reason": "goodbye"}}]}
  ],
  [
    {"say": ["I can look that up.", "What is your member ID?"]},
    {"say": ["Thank you for that number.", "Let me tell you what I will need next for it."], "trouble": "hang_up"}
  ],
  [
    {"trouble": "stall"}
  ],
  [
    {"calls": [{"name": "hand_over_to_claims", "arguments": {"summary": "wants the deductible"}}]},
    {"say": ["This is about appeals.", "What is yours about?"]},
    {"calls": [{"name": "hand_over_to_billing", "arguments": {"summary": "wants the deductible"}}]}
  ]
]}
JSON

# start_model NAME: the service of $work/NAME.json; sets $model_port
start_model() {
  "$venv/bin/python" "$support/realtime_server.py" "$attendant" "$work/$1.json" "$work/$1.jsonl" >"$work/$1.out" 2>"$work/$1.log" &
  started+=($!)
  wait_for "$work/$1.out" "listening on" 60 || { cat "$work/$1.log"; return 1; }
  model_port=$(sed -n 's/listening on //p' "$work/$1.out")
}
# write_config NAME LINES: the configuration of a server whose model is the service started last.
write_config() {
  cat config/demo.yaml - >"$work/$1.yaml" <<YAML
agents: {dir: "$work/agents"}
models:
  live: {url: "ws://127.0.0.1:$model_port", key: "\${env:TEST_KEY}", $2}
YAML
  config=$work/$1.yaml
}
# caller NAME TURNS: a caller of the recorded call s7; each turn is "context file [after_ms file]".
caller() {
  python3 - "$project/tests/audio/calls/s7" "$1" "${@:2}" >"$work/$1.callers.jsonl" <<'PY'
import json, sys
folder, name, turns = sys.argv[1], sys.argv[2], []
for turn in sys.argv[3:]:
    context, file, *over = turn.split()
    turns.append({"context": context, "file": f"{folder}/{file}.wav"})
    if over:
        turns[-1]["interruption"] = {"after_ms": int(over[0]), "file": f"{folder}/{over[1]}.wav", "text": ""}
print(json.dumps({"call": name, "turns": turns}))
PY
}
# the_call NAME: places it; the caller's account in NAME.call.jsonl, our history of it in NAME.history.jsonl
the_call() {
  place_call --script "$work/$1.callers.jsonl" --record "$work/$1.wav" --json >"$work/$1.call.jsonl" || return 1
  local before=$id i
  for ((i = 0; i < 60; ++i)); do
    id=$(newest_call)
    [[ -n $id && $id != "$before" ]] && history_of show "$id" --json >"$work/$1.history.jsonl" && return 0
    sleep 0.05
  done
  return 1
}
id=
never_silent() {  # NAME: no silence of both sides above two seconds, by what is louder than -40 dB: voices begin softer
  python3 "$support/dead_air.py" "$work/$1.wav" | tee "$work/$1.silence"
  awk '{ exit !($2 - $1 <= 2.0) }' "$work/$1.silence"
}
asked() { holds "$work/script.jsonl" "$1"; }  # of what the service was sent

check "the service starts" start_model script
write_config openai "model: gpt-realtime"
check "the server starts" start_server server TEST_KEY=sk-live-test
((failed == 0)) || { finish; exit 1; }

# ---- a whole call
caller whole "open 01" "ask_member_id 03" "ask_dob 04 3500 05" "anything_else 06" "anything_else 07"
check "a call with a model that speaks is placed" the_call whole
check "the model is set up with persona, tools and no turns of its own" asked \
  '(lambda s: "front desk" in s["instructions"] and s["audio"]["input"]["turn_detection"] is None
     and s["audio"]["output"]["format"]["type"] == "audio/pcmu"
     and {"claim_status", "verify_member", "hand_over_to_claims", "transfer_to_person"} <= {t["name"] for t in s["tools"]})
   (next(r for r in rows if r.get("type") == "session.update")["session"])'
check "it hears the caller: whole turns, seconds of sound" asked \
  'len([r for r in rows if r.get("committed_ms", 0) > 1000]) >= 4'
check "nothing was sent that a service refuses" asked 'not any("problem" in r for r in rows)'
check "before the caller was identified the tool told nothing" asked \
  '"needs_identity" in next(r for r in rows if r.get("item", {}).get("type") == "function_call_output")["item"]["output"]'
check "the caller was identified, then told of their claim" holds "$work/whole.history.jsonl" \
  '[(t["name"], t["outcome"]) for t in rows[0]["tool_call_list"]][:3]
    == [("claim_status", "needs_identity"), ("verify_member", "ok"), ("claim_status", "ok")]'
check "the caller hears the model's own voice" holds "$work/whole.call.jsonl" \
  'any("date of birth" in r.get("agent", "").lower() for r in rows)'
check "every answer begins within two seconds" holds "$work/whole.call.jsonl" \
  'all(r["first_ms"] < 2000 for r in rows if "turn" in r)'
check "history has both sides' words" holds "$work/whole.history.jsonl" \
  'any("member ID" in str(t) for t in rows[0]["turn_list"]) and any("claim" in str(t).lower() for t in rows[0]["turn_list"])'
check "at the interruption the model's memory is cut where the caller stopped hearing" asked \
  '(lambda cuts: cuts and 800 < cuts[0]["audio_end_ms"] < 6500)
   ([r for r in rows if r.get("type") == "conversation.item.truncate"])'
check "... and ours holds no word beyond" holds "$work/whole.history.jsonl" \
  'any("specialist consultation" in str(t) for t in rows[0]["turn_list"]) and not any("that you would like to know" in str(t) for t in rows[0]["turn_list"])'
check "a sentence that no tool bears out is not spoken" holds "$work/whole.history.jsonl" \
  'not any("999" in t["agent"] or "denied" in t["agent"] for t in rows[0]["turn_list"])'
unheard() { ! grep -iE "nine hundred|denied" "$work/whole.call.jsonl"; }
check "... nor heard" unheard
check "... nor remembered by the model" asked \
  'len([r for r in rows if r.get("type") == "conversation.item.truncate"]) >= 2'
check "the model takes leave and the call ends from our side" holds "$work/whole.call.jsonl" 'rows[-1]["ended_by"] == "agent"'
check "the caller is never left in silence" never_silent whole

# ---- a service that dies, and one that stalls
caller dies "open 01" "ask_member_id 03" "open 03" "ask_dob 04" "anything_else 07"
check "a call whose service hangs up in the middle of a sentence is placed" the_call dies
check "... the dialogue engine goes on, identifies and answers" holds "$work/dies.history.jsonl" \
  '(lambda names: "verify_member" in names and "claim_status" in names)([t["name"] for t in rows[0]["tool_call_list"]])'
check "... never in silence" never_silent dies
caller stalls "open 01" "ask_member_id 03" "ask_dob 04" "anything_else 07"
check "a call whose service stalls is placed" the_call stalls
check "... the dialogue engine takes the turn" holds "$work/stalls.history.jsonl" \
  '"verify_member" in [t["name"] for t in rows[0]["tool_call_list"] if t["outcome"] == "ok"]'
check "... never in silence" never_silent stalls

# ---- hand-overs
caller desks "open 06" "open 06" "ask_member_id 03" "ask_dob 04" "anything_else 07"
check "a call that is handed over is placed" the_call desks
check "... to another agent of the same model: new persona, new tools" asked \
  'any("claims desk" in r["session"].get("instructions", "") and "claim_appeal" in str(r["session"]["tools"])
       and "claim_status" not in str(r["session"]["tools"]) for r in rows if r.get("type") == "session.update")'
check "... announced, then on to one whose brain is the dialogue engine" holds "$work/desks.history.jsonl" \
  '"pass you on to our claims desk" in str(rows[0]) and
   "benefit_deductible" in [t["name"] for t in rows[0]["tool_call_list"] if t["outcome"] == "ok"]'
check "... never in silence" never_silent desks
check "the server ends at SIGTERM with status 0" stop_server
quiet_log() { ! grep -nE "sk-live-test|1978|NW28319242|seventy" "$work/server.log" "$work/server.out"; }
check "neither key nor what was said is in the log" quiet_log

# ---- Azure Voice Live: another path, flat settings, the names of the beta, sound at 24 kHz
sed -e 's/"dialect": "openai"/"dialect": "voice_live"/' -e 's/"model": "gpt-realtime"/"model": "gpt-realtime-mini"/' \
  "$work/script.json" >"$work/azure.json"
check "Voice Live starts" start_model azure
write_config voice_live 'dialect: voice_live, api_version: "2025-10-01", model: gpt-realtime-mini, sound: pcm_24k, voice: "en-US-Ava:DragonHDLatestNeural", transcription_model: azure-speech'
check "the server starts again" start_server azure_server TEST_KEY=sk-live-test
check "a call with Voice Live is placed" the_call whole
check "its session has Azure's fields" holds "$work/azure.jsonl" \
  '(lambda s: s["voice"]["type"] == "azure-standard" and s["input_audio_format"] == "pcm16"
     and s["input_audio_sampling_rate"] == 24000 and s["modalities"] == ["text", "audio"])
   (next(r for r in rows if r.get("type") == "session.update")["session"])'
check "nothing was sent that it refuses" holds "$work/azure.jsonl" 'not any("problem" in r for r in rows)'
check "the caller was identified and answered there, too" holds "$work/whole.history.jsonl" \
  '[t["name"] for t in rows[0]["tool_call_list"] if t["outcome"] == "ok"][:2] == ["verify_member", "claim_status"]'
check "... never in silence" never_silent whole
check "the server ends" stop_server
finish
