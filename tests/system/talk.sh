#!/usr/bin/env bash
# The page to talk to: its own tests in Node and Chromium, then a call from it to a running server.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools node chromium curl
need_engines

page_tests() { tests/talk/run >"$work/page.txt"; tail -n 1 "$work/page.txt"; grep -q "^[0-9]* passed, 0 failed$" "$work/page.txt"; }
check "the page's own tests pass" page_tests

check "the server starts with the page" start_server server ATTENDANT_TALK_LISTEN=127.0.0.1:0
((failed == 0)) || { finish; exit 1; }
link=$(sed -n 's/.*(one call) on \(https:[^ ]*\)\. .*/\1/p' "$work/server.out")
base=${link%%/talk*}
policy() {
  curl -sk --max-time 10 -D - -o /dev/null "$base/talk" | tee /dev/stderr | grep -qi "^content-security-policy: default-src 'none'"
}
check "the page comes over TLS with its policy" policy
real_call() { timeout 120 tests/talk/run "$link"; }
check "a call from the page is greeted, understood, answered and hung up; its link is used up then" real_call
sleep 0.5  # rows are written behind the call
id=$(newest_call)
history_of show "$id" --json >"$work/history.jsonl"
check "history holds the call and both sides of it" holds "$work/history.jsonl" \
  'len(rows[0]["turn_list"]) >= 1 and any(t["caller"] for t in rows[0]["turn_list"])'
recorded() { history_of export "$id" --wav "$work/call.wav" >/dev/null && python3 "$support/wav_energy.py" "$work/call.wav" 440; }
check "the call was recorded" recorded
other_site() {  # STATUS of a WebSocket that another site's page opens
  curl -sk --max-time 10 -o /dev/null -w '%{http_code}' -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
    -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==' -H 'Sec-WebSocket-Protocol: attendant.talk.1' -H 'Origin: https://elsewhere.test' \
    "$base/talk/call?link=x"
}
check "another site's page is refused" test "$(other_site)" = 403
not_in_the_log() { ! grep -n "${link##*link=}" "$work/server.log"; }
check "the log does not hold the link" not_in_the_log
check "the server ends at SIGTERM with status 0" stop_server
finish
