#!/usr/bin/env bash
# Build and run every fast test; with --system real calls too.
#
# ./dev test [--system] [PATTERN]
#
# PATTERN: only tests whose name fits this regular expression. --system adds tests/system/*.sh: sipp, baresip, captures.
# The last line is "N passed, N failed".
source tools/dev/common.sh

with_system=no
pattern=
for argument in "$@"; do
  case $argument in
    --system) with_system=yes ;;
    -*) fail "test knows no option $argument; ./dev test --help" 2 ;;
    *) pattern=$argument ;;
  esac
done

need build
[[ $with_system == no ]] || need test
configure release
compile "compiling everything" all

selected=(-L fast)
[[ -z $pattern ]] || selected+=(-R "$pattern")
step "running the fast tests" ctest ctest --test-dir build "${selected[@]}" -j "$(nproc)" --output-on-failure || true
# "98% tests passed, 3 tests failed out of 150"
counts=$(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests\{0,1\} failed out of \([0-9]*\)$/\1 \2/p' "$logs/ctest.log" | tail -n 1)
if [[ -z $counts ]]; then
  failed=1
  say "  no test ran"
else
  failed=${counts% *}
  passed=$((${counts#* } - failed))
fi

if [[ $with_system == yes ]]; then
  for script in tests/system/*.sh; do
    name=$(basename "$script" .sh)
    [[ -f $script && $name != common ]] || continue
    if step "system test: $name" "system-$name" bash "$script"; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
    fi
  done
fi
report
