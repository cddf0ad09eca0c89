#!/usr/bin/env bash
# The disk that the server stores on becomes full in the middle of a call: new calls get 503 once the reserved journal space
# is promised, the live call goes on to its end, nothing crashes; with room again calls are taken, and no call is lost: not
# even one whose server is killed while its rows wait for room, for its journal has it whole.
# The disk is a small tmpfs, so this needs root.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools python3 sipp curl
need_engines
disk=$work/disk
mkdir "$disk"
if ! mount -t tmpfs -o size=32m attendant-test "$disk" 2>"$work/mount.txt"; then
  echo "skipped: no file system can be mounted here ($(cat "$work/mount.txt"))"
  finish
  exit
fi
unmount_at_exit() {
  for pid in "${started[@]}"; do kill -9 "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
  umount "$disk"
  cleanup
}
trap unmount_at_exit EXIT

# start NAME: the server with its data on the small disk; segments of 1 MiB, two of them made ahead.
start() { start_server "$1" ATTENDANT_STORE_DIR="$disk/var" ATTENDANT_STORE_JOURNAL_SEGMENT=1MiB && store=$disk/var; }
answered() { grep -c '"call answered"' "$work/server.log"; }
# So many calls at once, of 4 s; a refused one ends at once. Its second argument names what sipp writes.
calls_at_once() {
  (cd "$work" && timeout 60 sipp "127.0.0.1:$sip_port" -s 100 -i 127.0.0.1 -nostdin -trace_err -error_file "$2" \
    -sn uac -m "$1" -l "$1" -r 20 -d 4000 >"$work/$2.out" 2>&1)
}
check "the server starts" start server
((failed == 0)) || { finish; exit 1; }

timeout 120 "$attendant" call "sip:100@127.0.0.1:$sip_port" --play tests/audio/calls/s3/01.wav --play tests/audio/calls/s3/02.wav \
  --json >"$work/live.jsonl" 2>"$work/live.log" &
live=$!
started+=("$live")
check "a call is up" wait_for "$work/server.log" '"call answered"' 10

dd if=/dev/zero of="$disk/filler" bs=64k 2>/dev/null
disk_is_full() { df "$disk"; (($(df --output=avail "$disk" | tail -n 1) == 0)); }
check "the disk is full" disk_is_full
calls_at_once 20 full
refused=$(grep -c 'SIP/2.0 503' "$work/full")
before=$(answered)
some_refused() { echo "answered $((before - 1)), refused $refused"; ((refused >= 1 && before - 1 + refused == 20)); }
check "of twenty more calls those without journal room get 503, the others are served" some_refused
check "... and are told when to try again" grep -q '^Retry-After: [1-9]' "$work/full"
live_call_ended() { ended_within 100 "$live"; }
check "the call that was up comes to its end" live_call_ended
check "... having heard us all the time" holds "$work/live.jsonl" \
  'rows[-1]["packets_lost"] == 0 and rows[-1]["packets_received"] * 20 >= rows[-1]["duration_ms"] * 0.95'
# Answers take a core: on a machine that others keep busy the caller's patience ends first, full disk or not.
both_turns_answered() {
  holds "$work/live.jsonl" 'sum("first_ms" in row for row in rows) == 2' && return
  awk -v cores="$(nproc)" '{ print "load " $1 " on " cores " cores"; exit !($1 > 2 * cores) }' /proc/loadavg
}
check "... with both its turns answered" both_turns_answered
check "the server is alive" curl -sf "$admin/health/live"

rm "$disk/filler"
taken_again() {
  local i
  for ((i = 0; i < 10; ++i)); do
    curl -sf "$admin/health/ready" && break
    sleep 1
  done
  sleep 1  # the next sync makes the next segment
  calls_at_once 5 again
}
check "with room again five calls at once are taken" taken_again
all=$(answered)
check "the server ends at SIGTERM with status 0" stop_server
check "it starts again" start second
history_of list --json --limit 100 >"$work/list.jsonl"
check "the history has every call that was answered, each ended" holds "$work/list.jsonl" \
  "sum(row['reason'] != 'server: could not be answered' for row in rows) == $all and all(row['ended'] for row in rows)"
check "... and who called whom of each" holds "$work/list.jsonl" 'all(row["direction"] == "inbound" and row["channel"] == "sip" for row in rows)'
python3 - "$store/outbox" "$work/list.jsonl" >"$work/events.jsonl" <<'P'
import glob, json, sys
for row in map(json.loads, open(sys.argv[2])):
    types = [json.loads(line)["type"].split("call.")[1] for path in glob.glob(f"{sys.argv[1]}/*/{row['call']}.jsonl") for line in open(path)]
    print(json.dumps({"call": row["call"], "types": types}))
P
check "the outbox has the start and the end of each" holds "$work/events.jsonl" \
  'all(row["types"] and row["types"][0] == "started" and row["types"].count("ended") == 1 for row in rows)'

dd if=/dev/zero of="$disk/filler" bs=64k 2>/dev/null
timeout 60 "$attendant" call "sip:100@127.0.0.1:$sip_port" --play tests/audio/calls/s3/01.wav --quiet >"$work/late.out" 2>&1 &
late=$!
started+=("$late")
check "a call begins on the full disk, in the room that was reserved" wait_for "$work/second.log" '"call answered"' 10
sleep 2
kill -9 "$server"
wait "$server" 2>/dev/null
kill "$late" 2>/dev/null
wait "$late" 2>/dev/null
rm "$disk/filler"
check "killed with rows waiting, with room again, it starts a third time" start third
history_of show "$(newest_call)" --json >"$work/late.jsonl"
check "the call that began on the full disk is there: from whom, and how it ended" holds "$work/late.jsonl" \
  'rows[0]["direction"] == "inbound" and rows[0]["called"] == "100" and rows[0]["caller"] and rows[0]["reason"] == "server: stopped"'
check "it ends with status 0 a last time" stop_server
finish
