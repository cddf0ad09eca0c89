#!/usr/bin/env bash
# ./dev and tools/install-deps.sh tell a newcomer what to do: help, unknown commands, and what is missing without root.
set -euo pipefail
cd "$1"
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT

failures=0
expect() {  # NAME STATUS PATTERN COMMAND...
  local name=$1 wanted=$2 pattern=$3 output status=0
  shift 3
  output=$("$@" 2>&1) || status=$?
  if [[ $status != "$wanted" || ! $output =~ $pattern ]]; then
    echo "FAILED: $name: expected status $wanted and '$pattern', got $status and: $output"
    failures=$((failures + 1))
  fi
}

expect "help names the commands" 0 "test +Build and run every fast test" ./dev help
expect "no command is a wish for help" 0 "usage: ./dev COMMAND" ./dev
expect "an unknown command" 2 "there is no command 'tset'" ./dev tset
expect "the shared part is no command" 2 "there is no command 'common'" ./dev common
expect "a command explains itself" 0 "^Build the server: build/attendant..*./dev build \[TARGET" ./dev build --help
expect "an unknown option of the installer" 2 "unknown option --everything" tools/install-deps.sh --everything

# A machine on which nothing is installed, seen by somebody who is not root.
printf '#!/bin/sh\nexit 1\n' >"$bin/dpkg-query"
printf '#!/bin/sh\n:\n' >"$bin/apt-get"
printf '#!/bin/sh\necho 1000\n' >"$bin/id"
chmod +x "$bin"/*
expect "missing packages without root" 2 "missing: .*clang-19.*; as root run: apt-get update && apt-get install" \
  env PATH="$bin:$PATH" tools/install-deps.sh --build
expect "the same through ./dev" 2 "^install-deps: missing: .*clang-19" env PATH="$bin:$PATH" ./dev build

printf '#!/bin/sh\nprintf installed\n' >"$bin/dpkg-query"
expect "a machine with everything" 0 "^$" env PATH="$bin:$PATH" tools/install-deps.sh --build --lint --test

((failures == 0)) && echo "all cases passed"
