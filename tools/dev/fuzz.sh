#!/usr/bin/env bash
# Feed every parser with hostile input.
#
# ./dev fuzz [SECONDS=60] [TARGET...]
#
# Builds the libFuzzer targets (fuzz_*.cpp in the rooms) with ASan and UBSan and runs each for SECONDS, beginning with the
# seeds in tests/fuzz/corpus/TARGET. What it finds anew is kept in build-fuzz/corpus, what crashes in build-fuzz/crashes.
# The last line is "N passed, N failed".
source tools/dev/common.sh

seconds=60
targets=()
for argument in "$@"; do
  case $argument in
    [0-9]*) seconds=$argument ;;
    fuzz_*) targets+=("$argument") ;;
    *) fail "fuzz knows no $argument; ./dev fuzz --help" 2 ;;
  esac
done

need build
configure fuzz
if ((${#targets[@]} == 0)); then
  mapfile -t targets < <(ninja -C "$folder" -t targets all | sed -n 's/^\(fuzz_[a-z_0-9]*\): .*/\1/p' | sort -u)
fi
((${#targets[@]})) || fail "there are no fuzz targets" 2
compile "compiling ${#targets[@]} fuzz targets" "${targets[@]}"

mkdir -p build-fuzz/crashes
fuzz_one() {
  local target=$1 binary corpus=build-fuzz/corpus/$1 seeds=()
  binary=$(find build-fuzz/src -type f -name "$target" -perm -u+x | head -n 1)
  mkdir -p "$corpus"
  [[ ! -d tests/fuzz/corpus/$target ]] || seeds=("tests/fuzz/corpus/$target")
  "$binary" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1500 -artifact_prefix="build-fuzz/crashes/$target-" \
    -print_final_stats=1 "$corpus" "${seeds[@]}"
}

# As many at a time as there are cores; the log of each is its own.
fuzz_batch() {
  local target pids=() status=0
  for target in "$@"; do
    fuzz_one "$target" >"$logs/$target.log" 2>&1 &
    pids+=($!)
  done
  for target in "$@"; do
    wait "${pids[0]}" || { echo "$target: see $logs/$target.log"; touch "$logs/$target.failed"; status=1; }
    pids=("${pids[@]:1}")
  done
  return "$status"
}

say "  ${#targets[@]} targets, $(elapsed "$seconds") each"
at_once=$(job_count)
for ((i = 0; i < ${#targets[@]}; i += at_once)); do
  batch=("${targets[@]:i:at_once}")
  for target in "${batch[@]}"; do rm -f "$logs/$target.failed"; done
  step "${batch[*]}" "fuzz-batch" fuzz_batch "${batch[@]}" || true
  for target in "${batch[@]}"; do
    if [[ -e $logs/$target.failed ]]; then
      failed=$((failed + 1))
      tail -n 20 "$logs/$target.log" | sed 's/^/    /'
    else
      passed=$((passed + 1))
      say "    $target, inputs tried: $(sed -n 's/^stat::number_of_executed_units: *//p' "$logs/$target.log" | tail -n 1)"
    fi
  done
done
report
