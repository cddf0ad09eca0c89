#!/usr/bin/env bash
# Build and run every fast test; with --system real calls too.
#
# ./dev test [--system] [PATTERN]
#
# PATTERN: only tests whose name fits this regular expression. --system adds tests/system/*.sh and tests/system/*/run: sipp, baresip, captures.
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

# A system test prints "N passed, N failed" at its end; one that does not counts as one.
run_system_test() {  # NAME COMMAND...
  local name=$1 status=0 counts
  shift
  step "system test: $name" "system-$name" "$@" || status=$?
  counts=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$logs/system-$name.log" | tail -n 1)
  [[ -n $counts ]] || counts=$([[ $status == 0 ]] && echo "1 0" || echo "0 1")
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
  ((status == 0 || ${counts#* } > 0)) || failed=$((failed + 1))
}

if [[ $with_system == yes ]]; then
  for script in tests/system/*.sh; do
    [[ ! -f $script || $script == */common.sh ]] || run_system_test "$(basename "$script" .sh)" bash "$script"
  done
  for script in tests/system/*/run; do
    [[ ! -f $script ]] || run_system_test "$(basename "$(dirname "$script")")" "$script"
  done
fi
report
