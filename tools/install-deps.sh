#!/usr/bin/env bash
# Installs the Debian 12 packages that the project needs; what is there already is left alone.
#
#   tools/install-deps.sh [--runtime] [--build] [--lint] [--test] [--check]
#
#   --runtime  to run a built `attendant` and to fetch its engines
#   --build    to build it and run the unit tests (the default)
#   --lint     format and static analysis
#   --test     what the system tests call with: sipp, baresip, a browser, captures
#   --check    install nothing; exit status 2 when something is missing
#
# Exit status: 0 all there, 1 the installation failed, 2 something is missing and this user cannot install it.
set -euo pipefail

readonly runtime=(
  ca-certificates libboost-json1.81.0 libboost-url1.81.0 libfmt9 libyaml-cpp0.7 libsqlite3-0 libssl3 libspeexdsp1 libflite1
  python3 python3-pip
)
# clang's own libclang-rt is what sanitizers and libFuzzer link; llvm brings the symbolizer that names their stack frames.
readonly build=(
  git clang-19 libclang-rt-19-dev llvm-19 cmake ninja-build ccache mold pkgconf
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libssl-dev libfmt-dev libyaml-cpp-dev libcli11-dev
  libsqlite3-dev libspeexdsp-dev flite1-dev libgtest-dev libgmock-dev
)
readonly lint=(clang-format-19 clang-tidy-19)
readonly system_test=(sip-tester baresip-core sipvicious tcpdump tshark sqlite3 curl chromium nodejs npm)

usage() { sed -n '2,12s/^# \{0,1\}//p' "$0"; }

wanted=()
check_only=no
for option in "$@"; do
  case $option in
    --runtime) wanted+=("${runtime[@]}") ;;
    --build) wanted+=("${runtime[@]}" "${build[@]}") ;;
    --lint) wanted+=("${build[@]}" "${lint[@]}") ;;
    --test) wanted+=("${runtime[@]}" "${build[@]}" "${system_test[@]}") ;;
    --check) check_only=yes ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; echo "install-deps: unknown option $option" >&2; exit 2 ;;
  esac
done
((${#wanted[@]})) || wanted=("${runtime[@]}" "${build[@]}")

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "install-deps: this is no Debian system; install what tools/install-deps.sh lists by your own means, on Debian 12 run: tools/install-deps.sh" >&2
  exit 2
fi

# A package counts when it is installed under its own name or another one provides it (pkgconf is pkg-config's successor).
is_installed() { [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]; }
missing=()
for package in "${wanted[@]}"; do
  [[ " ${missing[*]-} " == *" $package "* ]] && continue
  is_installed "$package" && continue
  [[ $package == pkgconf ]] && command -v pkg-config >/dev/null && continue
  missing+=("$package")
done
((${#missing[@]})) || exit 0

readonly install=(apt-get install -y --no-install-recommends)
if [[ $check_only == yes || "$(id -u)" != 0 ]]; then
  echo "install-deps: missing: ${missing[*]}; as root run: apt-get update && ${install[*]} ${missing[*]}" >&2
  exit 2
fi

echo "installing ${#missing[@]} Debian packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
"${install[@]}" -q "${missing[@]}"
