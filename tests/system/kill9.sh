#!/usr/bin/env bash
# The server is killed (SIGKILL) in the middle of a call and started again on the same data: the call is closed as "server
# stopped", and history and events have every turn that was told before the kill.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools python3
need_engines

check "the server starts" start_server first
((failed == 0)) || { finish; exit 1; }
call=$work/call.jsonl
timeout 120 "$attendant" call "sip:100@127.0.0.1:$sip_port" --script tests/audio/calls/calls.jsonl --call s3 --json \
  >"$call" 2>"$work/caller.log" &
caller=$!
started+=("$caller")

# The log tells a turn once its answer is over.
one_turn() { wait_for "$work/first.log" '"event":"turn".*"turn":1' 90; }
check "a turn of a call is over" one_turn
sleep 1  # into the next one
kill -9 "$server"
wait "$server" 2>/dev/null
# The caller hears nothing any more; it need not wait.
kill "$caller" 2>/dev/null
wait "$caller" 2>/dev/null
turns_told=$(grep -c '"event":"turn"' "$work/first.log")
tools_told=$(grep -c '"event":"tool"' "$work/first.log")

check "it starts again on the same data" start_server second
id=$(newest_call)
history_of show "$id" --json >"$work/history.jsonl"
check "the call is closed: ended by the server, stopped" holds "$work/history.jsonl" \
  'rows[0]["ended"] and rows[0]["reason"] == "server: stopped"'
check "the history has the greeting and every turn that was told" holds "$work/history.jsonl" \
  "sum(t['turn'] > 0 for t in rows[0]['turn_list']) >= $turns_told
   and all(t['agent'] for t in rows[0]['turn_list'][:$turns_told + 1])
   and all(t['caller'] for t in rows[0]['turn_list'][1:$turns_told + 1])
   and 'deductible' in rows[0]['turn_list'][1]['caller'].lower()"
check "... and every tool call" holds "$work/history.jsonl" "len(rows[0]['tool_call_list']) >= $tools_told >= 1"
no_open_call() { [[ -z $(history_of list --json --open) ]]; }
check "no call is open" no_open_call

cat "$store"/outbox/*/"$id".jsonl >"$work/events.jsonl"
check "the outbox has started, the turns and ended, each once and in order" holds "$work/events.jsonl" \
  'rows[0]["type"].endswith(".call.started") and rows[-1]["type"].endswith((".call.ended", ".recording.ready"))
   and len({r["id"] for r in rows}) == len(rows) and [int(r["sequence"]) for r in rows] == list(range(1, len(rows) + 1))'
recording_is_playable() { history_of export "$id" --wav "$work/call.wav" >/dev/null && python3 "$support/wav_energy.py" "$work/call.wav" | tee "$work/energy" && awk '$3 < 2 { exit 1 } END { exit NR != 2 }' "$work/energy"; }
check "the recording up to the kill can be exported" recording_is_playable

check "the server takes calls again" place_call --play tests/audio/calls/s3/01.wav --quiet
check "it ends at SIGTERM with status 0" stop_server
# A third start finds nothing to repair, and changes nothing.
check "it starts a third time" start_server third
history_of show "$id" --json >"$work/again.jsonl"
check "the history is the same as before" cmp "$work/history.jsonl" "$work/again.jsonl"
check "it ends again with status 0" stop_server
finish
