#!/usr/bin/env bash
# One real call: a recorded caller (s3 of tests/audio/calls) phones the server over SIP and RTP, asks about a deductible, is
# identified and answered. Then: what is stored of the call, the operator's pages, the log, and how the server ends.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools python3 curl
need_engines

check "the server starts" start_server server
((failed == 0)) || { finish; exit 1; }
call=$work/call.jsonl
answer_pages() { curl -sf "$admin/health/live" && curl -sf "$admin/health/ready" && curl -sf "$admin/metrics" >"$work/metrics"; }
check "health and metrics answer" answer_pages
check "the history can be read beside the running server" history_of list

the_call() { place_call --script tests/audio/calls/calls.jsonl --call s3 --json >"$call"; }
check "the call is placed and comes to its end" the_call
check "at least four turns are answered with a time" holds "$call" 'sum("first_ms" in row for row in rows) >= 4'
check "no packet of the server is lost" holds "$call" 'rows[-1]["packets_lost"] == 0 and rows[-1]["packets_received"] > 500'

answer_pages >/dev/null
check "the call is counted" grep -Eq '^attendant_calls_[a-z_]*(\{[^}]*\})? 1$' "$work/metrics"
# Written behind the call, and seen by other processes although one has opened and closed the history before.
listed() {
  local i
  for ((i = 0; i < 40; ++i)); do
    [[ -n $(newest_call) ]] && return 0
    sleep 0.05
  done
  return 1
}
check "the running server's history lists the call" listed
check "the server ends at SIGTERM with status 0" stop_server

id=$(newest_call)
history_of show "$id" --json >"$work/history.jsonl"
check "the history has the call, ended and answered" holds "$work/history.jsonl" \
  'rows[0]["outcome"] == "answered" and rows[0]["ended"] and len(rows[0]["turn_list"]) >= 4'
check "the caller was identified, then answered about the deductible" holds "$work/history.jsonl" \
  '(lambda ok: "verify_member" in ok and "benefit_deductible" in ok[ok.index("verify_member"):])(
     [t["name"] for t in rows[0]["tool_call_list"] if t["outcome"] == "ok"])'
check "each turn has its waterfall" holds "$work/history.jsonl" \
  'all(0 < t["timings"]["end_of_speech"] <= t["timings"]["decision"] <= t["timings"]["text"]
       <= t["timings"]["audio_queued"] <= t["timings"]["audio_on_wire"] for t in rows[0]["turn_list"][1:])'

sound_on_both() {
  history_of export "$id" --wav "$work/call.wav" >/dev/null && python3 "$support/wav_energy.py" "$work/call.wav" | tee "$work/energy"
  awk '$3 < 5 { exit 1 } END { exit NR != 2 }' "$work/energy"
}
check "the recording has the caller and the agent on a channel each" sound_on_both

cat "$store"/outbox/*/"$id".jsonl >"$work/events.jsonl"
check "the outbox has the call's events in order, started to ended" holds "$work/events.jsonl" \
  '[int(r["sequence"]) for r in rows] == list(range(1, len(rows) + 1))
   and rows[0]["type"].endswith(".call.started") and any(r["type"].endswith(".call.ended") for r in rows[-2:])
   and sum(r["type"].endswith(".call.turn") for r in rows) >= 4'

silent_about_the_caller() {
  grep -q "$id" "$work/server.log" && ! grep -niE "1979|january|eighteen|seventy|76156405|seven, ?six" "$work/server.log" "$work/server.out"
}
check "the log names the call, and neither member nor birth date" silent_about_the_caller
nothing_in_clear() { ! grep -rlaiE "NW76156405|1979-01-18|deductible is|seventy nine" "$store/journal" "$store/recordings" "$store/history.db" "$store/outbox"; }
check "what is stored of the call is encrypted" nothing_in_clear
finish
