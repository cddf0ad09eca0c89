#!/usr/bin/env bash
# Run unit tests under ASan and UBSan (asan) or TSan (tsan).
#
# ./dev sanitize asan|tsan [ROOM...]
#
# Without rooms: for asan the pure ones and those that read what others send (files, models, tool servers, pages); for tsan
# those with threads, or whose values several threads use.
# The last line is "N passed, N failed", counted in rooms.
source tools/dev/common.sh

preset=${1:-asan}
shift || true
case $preset in
  asan) rooms=(base audio sip conversation insurance understanding config agents guard brain brain_dialogue brain_model
    brain_model_local brain_model_serving documents tools tools_http tools_mcp events lab telephony telephony_browser
    speech_realtime) ;;
  tsan) rooms=(runtime telemetry net media telephony telephony_sip store_local events call speech tools tools_http tools_mcp
    brain_model brain_model_local lab app) ;;
  *) fail "sanitize knows asan and tsan; ./dev sanitize --help" 2 ;;
esac
(($# == 0)) || rooms=("$@")

need build
configure "$preset"
known=$(ninja -C "$folder" -t targets all)
targets=()
for room in "${rooms[@]}"; do
  grep -q "^${room}_test: " <<<"$known" || fail "the room $room has no tests" 2
  targets+=("${room}_test")
done
compile "compiling ($preset)" "${targets[@]}"

export ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=halt_on_error=1
for target in "${targets[@]}"; do
  binary=$(find "$folder/src" -type f -name "$target" -perm -u+x | head -n 1)
  if step "$preset: $target" "$preset-$target" "$binary" --gtest_brief=1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
done
report
