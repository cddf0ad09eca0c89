#!/usr/bin/env bash
# Everything that takes long: all tests, sanitizers, full analysis, fuzzing; writes docs/nightly.md.
#
# ./dev nightly [FUZZ_SECONDS=60]
#
# The last line is "N passed, N failed", counted in steps.
source tools/dev/common.sh

fuzz_seconds=${1:-60}
rows=()

one() {  # TITLE ARGUMENTS-OF-DEV...
  local title=$1 began=$SECONDS status=0 result
  shift
  say "== $title"
  mkdir -p "$logs"
  ./dev "$@" 2>&1 | tee "$logs/nightly-$1.log" || status=$?
  result=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$logs/nightly-$1.log" | tail -n 1 || true)
  if ((status == 0)); then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  rows+=("| $title | \`./dev $*\` | $([[ $status == 0 ]] && echo ok || echo FAILED) | ${result:--} | $(elapsed $((SECONDS - began))) |")
}

one "all tests, real calls" test --system
one "address and undefined behaviour" sanitize asan
one "threads" sanitize tsan
one "format, headers, directions, full analysis" lint --all
one "fuzzing" fuzz "$fuzz_seconds"

{
  cat <<TEXT
# The last nightly run
Written by \`./dev nightly\`. Commit $(git rev-parse --short HEAD)$(git diff --quiet HEAD || echo ' and uncommitted changes'), $(date -u +%Y-%m-%d\ %H:%M) UTC, $(nproc) cores, $(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo) of memory, $(clang++-19 --version | head -n 1).

| what | command | outcome | counts | time |
|---|---|---|---|---|
TEXT
  printf '%s\n' "${rows[@]}"
} >docs/nightly.md
say "docs/nightly.md is written"
report
