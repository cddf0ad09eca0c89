#!/usr/bin/env bash
# Everything that takes long: all tests, sanitizers, full analysis, fuzzing; writes docs/nightly.md.
#
# ./dev nightly [system|asan|tsan|lint|fuzz ...]
#
# Without names all five. docs/nightly.md keeps the last result of each, with the commit that it ran on.
# The last line is "N passed, N failed", counted in these.
source tools/dev/common.sh

readonly table=docs/nightly.md
known=(system asan tsan lint fuzz)
parts=("$@")
((${#parts[@]})) || parts=("${known[@]}")

declare -A title=(
  [system]="all tests, real calls"
  [asan]="address and undefined behaviour"
  [tsan]="threads"
  [lint]="format, headers, directions, full analysis"
  [fuzz]="fuzzing"
)
declare -A command=(
  [system]="test --system"
  [asan]="sanitize asan"
  [tsan]="sanitize tsan"
  [lint]="lint --all"
  [fuzz]="fuzz 60"
)
for part in "${parts[@]}"; do
  [[ -n ${title[$part]-} ]] || fail "nightly knows ${known[*]}, not $part" 2
done

declare -A row
# The rows of parts that do not run now stay as they are.
for part in "${known[@]}"; do
  row[$part]=$({ grep -F "| \`./dev ${command[$part]}\` |" "$table" || true; } 2>/dev/null)
done

on_commit() { echo "$(git rev-parse --short HEAD)$(git diff --quiet HEAD -- . ":!$table" || echo ' and changes')"; }

run_part() {  # PART
  local part=$1 began=$SECONDS status=0 counts log=$logs/nightly-$1.log commit
  commit=$(on_commit)
  say "== ${title[$part]}"
  mkdir -p "$logs"
  # shellcheck disable=SC2086
  ./dev ${command[$part]} 2>&1 | tee "$log" || status=$?
  counts=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1 || true)
  if ((status == 0)); then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  row[$part]="| ${title[$part]} | \`./dev ${command[$part]}\` | $([[ $status == 0 ]] && echo ok || echo FAILED) | ${counts:--} | $(elapsed $((SECONDS - began))) | $commit | $(date -u +%Y-%m-%d\ %H:%M) |"
}

write_table() {
  cat <<TEXT
# The last nightly runs

Written by \`./dev nightly\`: $(nproc) cores, $(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo) of memory, $(clang++-19 --version | head -n 1). Times are UTC.

| what | command | outcome | counts | took | commit | at |
|---|---|---|---|---|---|---|
TEXT
  for part in "${known[@]}"; do [[ -z ${row[$part]} ]] || printf '%s\n' "${row[$part]}"; done
}

for part in "${parts[@]}"; do
  run_part "$part"
  write_table >"$table.new" && mv "$table.new" "$table"
done
say "$table is written"
report
