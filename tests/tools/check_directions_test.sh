#!/usr/bin/env bash
# tools/check-directions on small trees: it passes what the table allows and names the line of what it does not.
set -euo pipefail
project=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/tools" "$tree/docs"
cp "$project/tools/check-directions" "$tree/tools/"
cat >"$tree/docs/architecture.md" <<'TABLE'
| room | owns | links |
|---|---|---|
| `base` | all | - |
| `net` | sockets | base |
| `cloud` | signing | net |
| `voice` | speech | base (engine vendor: cloud) |
| `app` | composition | all |

| `not` | a room | - |
TABLE

failures=0
put() { mkdir -p "$tree/src/$(dirname "$1")" && printf '%s\n' "$2" >"$tree/src/$1"; }
expect() {  # NAME STATUS PATTERN
  local output status=0
  output=$("$tree/tools/check-directions" 2>&1) || status=$?
  if [[ $status != "$2" || ! $output =~ $3 ]]; then
    echo "FAILED: $1: expected status $2 and '$3', got $status and: $output"
    failures=$((failures + 1))
  fi
  rm -rf "$tree/src"
  put base/a.hpp '#include <vector>'
}

rm -rf "$tree/src"
expect "a tree without sources" 2 "nothing under src"

put cloud/a.cpp '#include "net/a.hpp"'
put cloud/b.cpp '#include "base/a.hpp"'
put voice/vendor/a.cpp '#include "cloud/a.hpp"'
put app/a.cpp '#include "voice/vendor/a.hpp"'
put net/a_test.cpp '#include "cloud/a.hpp"'
put voice/CMakeLists.txt 'attendant_room(voice LINKS base EXTERNAL cloud)'
expect "what the table allows" 0 "keep to the table"

put net/a.cpp $'\n#include "cloud/a.hpp"'
expect "a room that includes one above it" 1 "src/net/a.cpp:2: net may not include"

put voice/a.cpp '#include "cloud/a.hpp"'
expect "what only an engine may include" 1 "voice may not include"

put cloud/a.cpp '#include "voice/vendor/a.hpp"'
put voice/a.cpp '#include "voice/vendor/a.hpp"'
expect "an engine included by its own room" 1 "src/voice/a.cpp:1: only app may include an engine"

put voice/CMakeLists.txt $'attendant_room(voice\n  LINKS base net)'
expect "a link that the table does not have" 1 "src/voice/CMakeLists.txt:2: voice may not link net"

put not/a.cpp ''
expect "a room that is not in the table" 1 "not in the table"

put net/a.cpp '#include "../base/a.hpp"'
expect "a path out of src" 1 "from outside src"

put net/a.cpp 'const char* kPlace = "/home/me/x";'
expect "a folder of some machine" 1 "names a folder"

put net/a_test.cpp '#include "app/main.hpp"'
expect "a test below app that needs app" 1 "a test of net may not include"

((failures == 0)) && echo "all cases passed"
