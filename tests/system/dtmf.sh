#!/usr/bin/env bash
# Identity by the keypad: member id and date of birth are keyed (RFC 4733); the caller is identified, and what was keyed is in
# no text, no log, and not in the recording, which is silent on both channels meanwhile.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools python3
need_engines

check "the server starts" start_server server
((failed == 0)) || { finish; exit 1; }
keyed_call() {
  place_call --play tests/audio/calls/s3/01.wav --dtmf 76156405 --dtmf 01181979 --record "$work/caller.wav" --json >"$work/call.jsonl"
}
check "a call asks for a deductible and keys member id and date of birth" keyed_call
check "each of the three was answered" holds "$work/call.jsonl" 'sum("first_ms" in row for row in rows) == 3'
sleep 0.5  # rows are written behind the call
id=$(newest_call)
history_of show "$id" --json >"$work/history.jsonl"
check "the keyed id and date identified the member" holds "$work/history.jsonl" \
  'any(t["name"] == "verify_member" and t["outcome"] == "ok" for t in rows[0]["tool_call_list"])
   and rows[0]["notes"]["identity"] == "member"'
check "the deductible was told" holds "$work/history.jsonl" \
  'any(t["name"] == "benefit_deductible" and t["outcome"] == "ok" for t in rows[0]["tool_call_list"])'
check "the transcript says how many digits were keyed, not which" holds "$work/history.jsonl" \
  '[t["caller"] for t in rows[0]["turn_list"]].count("[keyed 8 digits]") == 2
   and not any("76156405" in t["caller"] or "01181979" in t["caller"] for t in rows[0]["turn_list"])'
not_in_the_log() { ! grep -nE "76156405|01181979|1979-01-18" "$work/server.log" "$work/server.out"; }
check "the log has neither" not_in_the_log

# A caller whose sound goes on while keys are pressed: a tone before, between and after eight of them.
keyed_over_a_tone() { timeout 60 python3 "$support/keying_caller.py" "$sip_port" 76156405 | tee "$work/keys"; [[ -s $work/keys ]]; }
check "a call keys digits while its sound goes on" keyed_over_a_tone
check "the server ends at SIGTERM with status 0" stop_server
id=$(newest_call)
silent_while_keyed() {
  history_of export "$id" --wav "$work/call.wav" >/dev/null && python3 "$support/silent_stretch.py" "$work/call.wav" >"$work/silence" || return 1
  echo "keys: $(cat "$work/keys"), silence in the recording: $(cat "$work/silence"), whole:"
  python3 "$support/wav_energy.py" "$work/call.wav" 440 | tee "$work/energy"
  # From the first key (jitter buffer and journal take their part of 0.2 s) to the last one at least; sound before and after.
  paste -d ' ' "$work/keys" "$work/silence" | awk '!($3 >= $1 - 0.2 && $3 <= $1 + 0.2 && $4 >= $2) { exit 1 }' &&
    awk 'NR == 1 && !($3 >= 4 && $5 >= 0.9) { exit 1 }' "$work/energy"
}
check "the recording is silent from the first key to the last, and has the tone before and after" silent_while_keyed
finish
