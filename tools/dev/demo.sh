# Do everything: install, fetch, build, start the server, and call it.
#
# ./dev demo [--call s1..s7] [--voice piper-joe|flite]
#
# A recorded caller phones the server over SIP and RTP on this machine: corrects a date, interrupts the answer, and asks for
# something that belongs to another desk. The conversation is shown while it happens, with the time that each answer took,
# the tools that were used and the agent that has the call; then what was stored, and where, and the call once more from its
# journal.
source tools/dev/common.sh

caller=s7
voice=piper-joe
while (($# > 0)); do
  case $1 in
    --call) caller=${2:?--call needs a name}; shift 2 ;;
    --voice) voice=${2:?--voice needs a name}; shift 2 ;;
    *) fail "demo: what is '$1'? ./dev demo --help explains" 2 ;;
  esac
done

need runtime build
say "1. engines and models (pinned, hash-checked, unpacked; nothing of them is executed)"
tools/fetch-models
say "2. the program"
bash tools/dev/build.sh

say "3. the server"
place=build/demo
rm -rf "$place"
mkdir -p "$place"
export ATTENDANT_STORE_DIR=$place/var ATTENDANT_SPEECH_VOICE=$voice
export ATTENDANT_SIP_LISTEN_UDP=127.0.0.1:0 ATTENDANT_SIP_LISTEN_TCP=127.0.0.1:0 ATTENDANT_ADMIN_LISTEN=127.0.0.1:0
build/attendant serve --config config/demo.yaml --show-calls >"$place/server.out" 2>"$place/server.log" &
server=$!
shown=
stop_demo() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  [[ -z $shown ]] || kill "$shown" 2>/dev/null || true
}
trap stop_demo EXIT
for ((i = 0; i < 600; ++i)); do
  grep -q '^attendant: ready' "$place/server.out" 2>/dev/null && break
  kill -0 "$server" 2>/dev/null || { cat "$place/server.out" "$place/server.log" >&2; fail "the server did not start"; }
  sleep 0.1
done
sed 's/^/   /' "$place/server.out"
port=$(sed -n 's/.*(UDP \([0-9]*\).*/\1/p' "$place/server.out")
[[ -n $port ]] || fail "the server is not ready after a minute; see $place/server.log"
[[ $voice == flite ]] || say "   The Piper voice \"joe\" was fetched, not shipped: its data are CC0, but it was fine-tuned from a voice whose terms we could not verify."

say "4. a call (caller $caller, about a minute): the caller corrects a date, talks over the answer, and asks another desk"
tail -n +1 -f --pid="$server" "$place/server.out" | grep --line-buffered -v '^attendant:' &
shown=$!
build/attendant call "sip:100@127.0.0.1:$port" --script tests/audio/calls/calls.jsonl --call "$caller" --quiet \
  --record "$place/caller-side.wav" >"$place/call.out" || { cat "$place/call.out" >&2; fail "the call failed"; }
sleep 0.5
stop_demo
trap - EXIT
sed 's/^/   the caller: /' "$place/call.out"

say "5. what was stored, in $place/var: encrypted, but for the outbox, which other programs read and which holds no names, numbers or words"
build/attendant history list --data "$place/var"
newest=$(build/attendant history list --data "$place/var" --json | sed -n '1s/.*"call":"\([^"]*\)".*/\1/p')
[[ -z $newest ]] || build/attendant history show "$newest" --data "$place/var"
(cd "$place/var" && find . -type f | sort | while read -r file; do printf '   %8s  %s\n' "$(du -h "$file" | cut -f1)" "$file"; done)
say "6. the same call again, from its journal: the same events must give the same words"
[[ -z $newest ]] || build/attendant replay "$newest" --data "$place/var" --config config/demo.yaml | sed 's/^/   /'
say ""
say "Listen:   build/attendant history export ${newest:-CALL} --data $place/var --wav call.wav"
say "Try it:   ./dev run   and call sip:100@127.0.0.1 with any SIP telephone on this machine; or: build/attendant chat"
