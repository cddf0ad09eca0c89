# What the commands of ./dev share; sourced, with the project's folder as the current one.
set -euo pipefail

readonly logs=build/log
# The folder of a build must not make its objects strangers to another build of the same sources.
export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$PWD

if [[ -t 1 ]]; then readonly on_terminal=yes; else readonly on_terminal=no; fi

say() { printf '%s\n' "$*"; }
fail() { printf 'dev: %s\n' "$1" >&2; exit "${2:-1}"; }  # MESSAGE [STATUS]

elapsed() {  # seconds as "35 s" or "4 min 05 s"
  if (($1 < 60)); then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}

job_count() {  # compilers at the same time: one a core, and no more than memory holds (about 1 GB each)
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ { print int($2 / 1000000) }' /proc/meminfo)
  echo $((memory < 1 ? 1 : memory < cores ? memory : cores))
}

# How far a log has come: ninja's "[12/345]", ctest's "12/345 Test", or nothing.
progress_of() {
  { tail -c 4000 "$1" 2>/dev/null || true; } | tr '\r' '\n' |
    sed -n 's/^ *\[\([0-9]*\/[0-9]*\)\].*/\1/p; s/^ *\([0-9]*\/[0-9]*\) Test .*/\1/p' | tail -n 1
}

step_child=
stop_step() {
  [[ -z $step_child ]] || kill "$step_child" 2>/dev/null || true
  exit 130
}

# step TITLE NAME COMMAND...: runs a long command with its output in build/log/NAME.log, shows that it goes on, and at a
# failure the end of the log. Its status is the command's.
step() {
  local title=$1 log=$logs/$2.log began=$SECONDS status=0 next_line=15 passed
  shift 2
  mkdir -p "$logs"
  "$@" >"$log" 2>&1 &
  step_child=$!
  trap stop_step INT TERM
  while kill -0 "$step_child" 2>/dev/null; do
    passed=$((SECONDS - began))
    if [[ $on_terminal == yes ]]; then
      printf '\r  %s ... %s  %s\033[K' "$title" "$(elapsed "$passed")" "$(progress_of "$log")"
    elif ((passed >= next_line)); then
      printf '  %s ... %s  %s\n' "$title" "$(elapsed "$passed")" "$(progress_of "$log")"
      next_line=$((passed + 15))
    fi
    sleep 0.2
  done
  wait "$step_child" || status=$?
  step_child=
  trap - INT TERM
  [[ $on_terminal == no ]] || printf '\r\033[K'
  if ((status == 0)); then
    say "  $title: done in $(elapsed $((SECONDS - began)))"
  else
    say "  $title: FAILED after $(elapsed $((SECONDS - began))); the end of $log:"
    tail -n 40 "$log" | sed 's/^/    /'
  fi
  return "$status"
}

# need GROUP...: the Debian packages of these groups, installed when we are root. Without, one sentence and status 2.
need() {
  local groups=("${@/#/--}") status=0
  tools/install-deps.sh --check "${groups[@]}" 2>/dev/null && return 0
  [[ "$(id -u)" == 0 ]] || { tools/install-deps.sh "${groups[@]}" || exit $?; }
  step "installing Debian packages" install tools/install-deps.sh "${groups[@]}" || status=$?
  ((status == 0)) || exit "$status"
}

# configure PRESET: makes build, build-asan, ... ready for ninja; sets `folder`.
configure() {
  folder=build
  [[ $1 == release ]] || folder=build-$1
  step "configuring ($1)" "configure-$1" cmake --preset "$1"
}

# compile TITLE TARGET...: in `folder`; no target means all.
compile() {
  local title=$1
  shift
  step "$title" "compile-$(basename "$folder")" ninja -C "$folder" -j "$(job_count)" "$@"
}

sources() {  # all C++ files of ours
  local folder
  for folder in src tests bench; do
    [[ ! -d $folder ]] || find "$folder" -name '*.hpp' -o -name '*.cpp'
  done | sort
}

# The last line that every test command ends with.
passed=0
failed=0
report() {
  say "$passed passed, $failed failed"
  ((failed == 0))
}
