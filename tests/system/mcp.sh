#!/usr/bin/env bash
# The MCP client against the official Python server (PyPI: mcp 2.3.0), over standard input and output and over HTTP.
#
#   tests/system/mcp.sh
#
# The package is installed once into $HOME/.cache/attendant/mcp-2.3.0.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools python3
readonly version=2.3.0
readonly venv=${ATTENDANT_CACHE:-$HOME/.cache/attendant}/mcp-$version
if [[ ! -x $venv/bin/python ]] || ! "$venv/bin/python" -c 'import mcp' 2>/dev/null; then
  python3 -m venv "$venv" && "$venv/bin/pip" install -q "mcp==$version" ||
    { echo "the package mcp $version cannot be installed"; exit 2; }
fi

# $1: name of the file, $2: the lines of its mcp section
write_files() {
  cat >"$work/$1.tools.yaml" <<EOF
name: $1
mcp:
$2
tools:
  - {name: weather, operation: forecast, level: none, access: read, timeout: 8s, say: ["It will be {sky} in {city}."]}
  - {name: who, operation: whoami, access: read, timeout: 8s, fill: {member: "{identity.member_id}"}}
  - {name: slow, level: none, access: read, timeout: 700ms}
  - {name: broken, level: none, access: read, timeout: 8s}
EOF
  cat >"$work/$1.yaml" <<EOF
insurance: {documents_dir: ""}
tools: {files: ["$work/$1.tools.yaml"]}
EOF
}

tools() { timeout 60 "$attendant" tools --config "$work/$config.yaml" "$@"; }

answers() {  # PATTERN COMMAND...: what it prints has the pattern, whatever its status
  local pattern=$1 said
  shift
  said=$("$@" 2>&1)
  echo "$said"
  grep -q -- "$pattern" <<<"$said"
}
lacks() {  # PATTERN COMMAND...
  local pattern=$1 said
  shift
  said=$("$@" 2>&1)
  echo "$said"
  ! grep -q -- "$pattern" <<<"$said"
}

look() {
  check "$config: lists the server's tools with our terms" answers '"name":"weather".*"auth_level":"none"' tools list
  check "$config: the filled-in argument is not offered" answers '"name":"who".*"properties":{}' tools list
  check "$config: calls one, and says the file's sentence" answers 'It will be blue in Chicago' \
    tools call weather '{"city": "Chicago", "days": 2}'
  check "$config: who calls is filled in for a member" answers '"member":"NW28319242"' \
    tools call who --member NW28319242 --birth-date 1978-10-23
  check "$config: a stranger is not asked about" answers needs_identity tools call who
  check "$config: one that is too slow fails in time" answers '"outcome":"failed"' tools call slow
  check "$config: what a server says of its error is not told" lacks '555-0100' tools call broken
}

config=stdio
write_files stdio "  command: [\"$venv/bin/python\", \"$support/mcp_server.py\", stdio]"
MCP_TEST_SECRET=s3cret look
check "stdio: the program saw none of our environment" env MCP_TEST_SECRET=s3cret bash -c \
  "'$attendant' tools --config '$work/stdio.yaml' call who --member NW28319242 --birth-date 1978-10-23 | grep '\"secret\":\"none\"'"
check "stdio: the program ended with us" bash -c "! pgrep -f '[m]cp_server.py stdio'"

config=http
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$venv/bin/python" "$support/mcp_server.py" http "$port" >"$work/http.log" 2>&1 &
started+=($!)
wait_for "$work/http.log" "running on" 30
write_files http "  url: http://127.0.0.1:$port/mcp"
look

finish
