# What the system tests share; sourced. Each test has a folder of its own, $work, and runs the built program on ports that
# the system picks. Whatever a test started is ended at its end, by process id.
#
#   check NAME COMMAND...        one test: passed when the command is
#   start_server NAME [V=X...]   sets $server (its process id), $sip_port, $admin, $store and the range of its RTP
#                               ports, $first_port to $last_port; log in $work/NAME.log
#   place_call ARGUMENTS...      `attendant call` to that server, at most two minutes
#   holds FILE EXPRESSION        whether a Python expression about `rows`, the file's JSON lines, is true
#   finish                       prints the last line; its status is the test's
#
# ATTENDANT_BUILD names the build folder (default: build).
set -u
export PYTHONWARNINGS=ignore  # audioop is deprecated after Debian 12
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
support=$project/tests/system/support
attendant=$(realpath "${ATTENDANT_BUILD:-$project/build}")/attendant
[[ -x $attendant ]] || { echo "attendant is not built in ${ATTENDANT_BUILD:-build}: run ./dev build"; exit 2; }
work=$(mktemp -d)
passed=0
failed=0
started=()  # process ids
cleanup() {
  local pid
  for pid in "${started[@]}"; do
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  # Say what a failed test can be understood from.
  if ((failed > 0)); then tail -n 15 "$work"/*.log 2>/dev/null | sed 's/^/        /'; fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
cd "$project" || exit 2

need_tools() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: run tools/install-deps.sh --test"; exit 2; }
  done
}

# The engines, fetched when they are not here yet; what speaks is the voice that is here.
need_engines() {
  tools/fetch-models --check >/dev/null 2>&1 || tools/fetch-models || exit 2
}

check() {
  local name=$1
  shift
  if "$@" >"$work/last.out" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name"
    tail -n 25 "$work/last.out" | cut -c 1-400 | sed 's/^/        /'
  fi
}

wait_for() {  # FILE PATTERN [SECONDS]: until a line of the file has it
  local i
  for ((i = 0; i < ${3:-5} * 20; ++i)); do
    grep -q -- "$2" "$1" 2>/dev/null && return 0
    sleep 0.05
  done
  echo "no line '$2' in $1 after ${3:-5} s"
  return 1
}

ended_within() {  # SECONDS PID: waits for one of our processes; its status, or 124
  local i
  for ((i = 0; i < $1 * 20; ++i)); do
    kill -0 "$2" 2>/dev/null || { wait "$2"; return; }
    sleep 0.05
  done
  echo "process $2 still runs after $1 s"
  return 124
}

config=config/demo.yaml
start_server() {
  local name=$1 out=$work/$1.out
  shift
  store=$work/var
  # RTP ports of our own, so that captures have nothing of other servers on this machine.
  first_port=$((21000 + RANDOM % 18 * 500))  # most servers begin at 20000
  last_port=$((first_port + 499))
  env ATTENDANT_STORE_DIR="$store" ATTENDANT_SIP_LISTEN_UDP=127.0.0.1:0 ATTENDANT_SIP_LISTEN_TCP=127.0.0.1:0 \
    ATTENDANT_ADMIN_LISTEN=127.0.0.1:0 ATTENDANT_MEDIA_PORTS="$first_port-$last_port" "$@" "$attendant" serve --config "$config" >"$out" 2>"$work/$name.log" &
  server=$!
  started+=("$server")
  wait_for "$out" "^attendant: ready" 60 || { cat "$out" "$work/$name.log"; return 1; }
  sip_port=$(sed -n 's/.*(UDP \([0-9]*\).*/\1/p' "$out")
  admin=$(sed -n 's/.*health on \(http:[^ ,]*\)\/[.,] .*/\1/p' "$out")
}

stop_server() {  # SIGTERM; passes when the server ended with status 0
  kill -TERM "$server" && ended_within 40 "$server"
}

place_call() { timeout 120 "$attendant" call "sip:100@127.0.0.1:$sip_port" "$@"; }

# history COMMAND...: of the server's store.
history_of() { local command=$1; shift; "$attendant" history "$command" --data "$store" "$@"; }
newest_call() { history_of list --json | sed -n '1s/.*"call":"\([^"]*\)".*/\1/p'; }

holds() {
  python3 -c '
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1]) if line.strip()]
if not eval("(" + sys.argv[2] + ")"):
    print("not so:", sys.argv[2])
    print(open(sys.argv[1]).read())
    sys.exit(1)' "$1" "$2"
}

finish() {
  echo "$passed passed, $failed failed"
  ((failed == 0))
}
