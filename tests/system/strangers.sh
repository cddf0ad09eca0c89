#!/usr/bin/env bash
# Who is no trunk gets not one byte: OPTIONS, INVITE, garbage and svmap from 127.0.0.9 to the real server, which serves only
# 127.0.0.1; shown by sockets that listen for an answer and by a capture of the interface. Needs the right to capture.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools python3 tcpdump svmap
need_engines

config=$work/config.yaml
cp config/demo.yaml "$config"
cat >>"$config" <<'YAML'
sip:
  trunks:
    - name: desk
      addresses: ["127.0.0.1"]
YAML
check "the server starts" start_server server
((failed == 0)) || { finish; exit 1; }
tcp_port=$(sed -n 's/.*TCP \([0-9]*\).*/\1/p' "$work/server.out")

# TCP packets that carry data, not those that only open and close a connection.
payload='(((ip[2:2] - ((ip[0] & 0xf) << 2)) - ((tcp[12] & 0xf0) >> 2)))'
tcpdump -i lo -n -U -w "$work/lo.pcap" "(host 127.0.0.9) and ((udp port $sip_port) or (tcp port $tcp_port and $payload != 0))" \
  2>"$work/tcpdump.log" &
capture=$!
started+=("$capture")
wait_for "$work/tcpdump.log" "listening on" || { echo "no capture: $(cat "$work/tcpdump.log")"; exit 2; }

check "OPTIONS, INVITE, REGISTER and garbage are not answered" \
  python3 tests/system/sip/stranger.py 127.0.0.9 "$sip_port" "$tcp_port"
scanned() { # METHOD: svmap asks with this one, and finds nobody
  timeout 20 svmap -b 127.0.0.9 -p "$sip_port" -m "$1" 127.0.0.1 >"$work/svmap.out" 2>&1
  cat "$work/svmap.out"
  ! grep -q "| *127.0.0.1:$sip_port" "$work/svmap.out"
}
check "svmap finds nobody by OPTIONS" scanned OPTIONS
check "svmap finds nobody by INVITE" scanned INVITE
check "svmap finds nobody by REGISTER" scanned REGISTER

sleep 0.5
kill -INT "$capture"
ended_within 5 "$capture" >/dev/null
captured() { tcpdump -n -r "$work/lo.pcap" "$1" 2>/dev/null; }
strangers_were_seen() { captured "src host 127.0.0.9" | tail -n 3; (($(captured "src host 127.0.0.9" | wc -l) >= 15)); }
check "the capture saw what the strangers sent" strangers_were_seen
nothing_went_back() { captured "dst host 127.0.0.9"; [[ -z $(captured "dst host 127.0.0.9") ]]; }
check "the capture saw nothing go back" nothing_went_back
check "the trunk is served as before" place_call --play tests/audio/calls/s3/01.wav --quiet
nothing_kept() { history_of list --json | tee "$work/calls"; (($(wc -l <"$work/calls") == 1)); }
check "only the trunk's call is in the history" nothing_kept
check "the server ends at SIGTERM with status 0" stop_server
finish
