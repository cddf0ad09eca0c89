#!/usr/bin/env bash
# Format, headers that stand alone, fuzz targets that compile, directions between rooms, clang-tidy on what changed.
#
# ./dev lint [--all] [--no-headers]
#
# Changed is what differs from the branch origin/main, or else from the last commit but one; --all analyses every file.
# The last line is "N passed, N failed".
source tools/dev/common.sh

all=no
headers=yes
for argument in "$@"; do
  case $argument in
    --all) all=yes ;;
    --no-headers) headers=no ;;
    *) fail "lint knows no option $argument; ./dev lint --help" 2 ;;
  esac
done

check_format() { sources | xargs -r clang-format-19 --dry-run -Werror; }
check_scripts() {
  local script status=0
  for script in dev .ci/run tools/*.sh tools/dev/*.sh tools/check-directions tests/system/*.sh tests/system/*/run tests/tools/*.sh; do
    [[ ! -f $script ]] || bash -n "$script" || status=1
  done
  return "$status"
}

changed_files() {
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null || true)
  # A fresh clone is origin/main itself: then the last commit is what changed.
  [[ -n $base && $base != "$(git rev-parse HEAD)" ]] || base=$(git rev-parse --verify -q HEAD~1 || git rev-parse HEAD)
  { git diff --name-only --diff-filter=d "$base"; git ls-files --others --exclude-standard; } | sort -u
}
# Of a list of changed files, the compiled ones to analyse: a header stands for the source beside it.
to_analyse() {
  local file
  while read -r file; do
    case $file in
      *.hpp) file=${file%.hpp}.cpp ;;
      *.cpp) ;;
      *) continue ;;
    esac
    if [[ -f $file ]] && grep -qF "\"$PWD/$file\"" build/compile_commands.json; then echo "$file"; fi
  done | sort -u
}
# In tests a wrong optional or a value looked at after its move is what the test is about, and ends in a failure, not in harm;
# and the path analysis of gtest's macros takes minutes a file.
readonly test_checks=-bugprone-unchecked-optional-access,-bugprone-use-after-move,-clang-analyzer-*
analyse_one() {
  local more=()
  [[ $1 != *_test.cpp ]] || more=("--checks=$test_checks")
  clang-tidy-19 -p build --quiet "${more[@]}" "$1"
}
analyse() {
  export -f analyse_one
  export test_checks
  xargs -r -n 1 -P "$(job_count)" bash -c 'analyse_one "$1"' analyse_one
}
tidy() {
  if [[ $all == yes ]]; then sources | to_analyse | analyse; else changed_files | to_analyse | analyse; fi
}

check() {  # TITLE NAME COMMAND...
  if step "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

need lint
configure release
check "format" format check_format
check "shell scripts" scripts check_scripts
check "directions between rooms" directions tools/check-directions
[[ $headers == no ]] || check "each header alone, fuzz targets" headers ninja -C build -j "$(job_count)" check-headers
check "clang-tidy" tidy tidy
report
