#!/usr/bin/env bash
# A member's data in the data folder: while it is kept no file holds a byte of it in clear; a call that goes on cannot be
# erased; after `history erase MEMBER` nothing of the member's calls is left in history, audit, requests, recordings or events,
# and the server goes on taking calls.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools python3
need_engines

member=NW76156405  # of call s3
check "the server starts" start_server server
((failed == 0)) || { finish; exit 1; }

timeout 120 "$attendant" call "sip:100@127.0.0.1:$sip_port" --script tests/audio/calls/calls.jsonl --call s3 --json \
  >"$work/call.jsonl" 2>"$work/caller.log" &
caller=$!
started+=("$caller")
identified() { wait_for "$work/server.log" '"event":"tool".*verify_member' 100; }
check "the member is identified" identified
id=$(newest_call)
refused_while_live() {
  ! history_of erase "$id" >"$work/refused" 2>&1 && cat "$work/refused" && grep -q 'is going on' "$work/refused"
}
check "a call that goes on is not erased" refused_while_live
call_ended() { ended_within 120 "$caller"; }
check "the call comes to its end all the same" call_ended
sleep 1  # the last rows are written behind the call
identified_member=$(history_of audit --json | python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["subject_id"])')
check "the audit tells who looked at whose data" test "$identified_member" = "$member"

# Names, ids, birth dates and what was said, in every file: databases, their logs, journal, outbox, recordings.
python3 - "$member" "$project/data/demo" >"$work/personal" <<'P'
import json, sys
member, demo = sys.argv[1:]
rows = [json.loads(line) for line in open(demo + "/members.jsonl")]
family = next(row["subscriber_id"] for row in rows if row["member_id"] == member)
for row in rows:
    if row["subscriber_id"] == family:
        print(row["member_id"], row["family_name"], row["phone"], row["date_of_birth"], row["address"]["line"], sep="\n")
P
history_of show "$id" --json | python3 -c '
import json, sys
for turn in json.loads(sys.stdin.read())["turn_list"]:
    print(*(text for text in (turn["caller"], turn["agent"]) if len(text) > 8), sep="\n")' >>"$work/personal"
nothing_in_clear() {
  sed -i '/^$/d' "$work/personal"
  (($(wc -l <"$work/personal") > 10)) || { echo "too little to look for"; return 1; }
  ! grep -raFl -f "$work/personal" "$store"
}
check "no file of the data folder holds a byte of it in clear" nothing_in_clear

stored_of_call() { find "$store" -name "$id*"; }
check "its events and its recording are there" test "$(stored_of_call | wc -l)" = 2
check "the member's data is erased beside the running server" history_of erase "$member"
gone() { ! history_of show "$id" && [[ -z $(stored_of_call) && -z $(history_of list --json) && -z $(history_of audit --json) && -z $(history_of requests --json) ]]; }
check "nothing of the call, its audit and its requests is left" gone
nothing_twice() { ! history_of erase "$member" 2>&1 && history_of erase "$member" 2>&1 | grep -q 'nothing of this member is kept'; }
check "a second time there is nothing to erase" nothing_twice
check "still no byte in clear" nothing_in_clear

check "the server takes calls again" place_call --play tests/audio/calls/s3/01.wav --quiet
check "it ends at SIGTERM with status 0" stop_server
check "it starts again" start_server second
# Recovery must not bring the erased call back from its journal.
only_the_other() { [[ $(history_of list --json | wc -l) == 1 ]] && ! history_of show "$id"; }
check "the erased call stays erased" only_the_other
check "it ends again with status 0" stop_server
finish
