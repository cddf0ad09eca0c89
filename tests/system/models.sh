#!/usr/bin/env bash
# Language models as the gateway meets them: @copilotkit/aimock plays services that answer, and that do not.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools node npm
readonly version=1.43.0
AIMOCK=${XDG_CACHE_HOME:-$HOME/.cache}/attendant/aimock-$version
export AIMOCK
if [[ ! -f $AIMOCK/node_modules/@copilotkit/aimock/package.json ]]; then
  mkdir -p "$AIMOCK"
  npm install --prefix "$AIMOCK" --silent --no-audit --no-fund --ignore-scripts "@copilotkit/aimock@$version" ||
    { echo "npm cannot install @copilotkit/aimock $version"; exit 2; }
fi

mkfifo "$work/stop"
node "$support/model_upstream.mjs" <"$work/stop" >"$work/urls" 2>"$work/upstream.log" &
started+=($!)
exec 9>"$work/stop"  # held open: the services end with it
check "the services start" wait_for "$work/urls" good 30
((failed == 0)) || { finish; exit 1; }
url_of() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$work/urls"; }

# pool NAME ENDPOINT...: a pool of the services in their order; writes $work/NAME.yaml.
pool() {
  local name=$1 endpoint priority=0
  shift
  {
    printf 'models:\n  pools:\n    - name: %s\n      endpoints:\n' "$name"
    for endpoint in "$@"; do
      printf '        - {name: %s, url: "%s", %s, key: "${env:TEST_KEY}", priority: %d, price: {prompt: 1, completion: 1}}\n' \
        "${endpoint%%:*}" "$(url_of "${endpoint%%:*}")${endpoint#*:}" "${dialect:-model: gpt-4o-mini}" "$((priority++))"
    done
  } >"$work/$name.yaml"
}
ask() {  # NAME ARGUMENTS...: the answer as $work/NAME.json
  local name=$1
  shift
  TEST_KEY=sk-never-in-a-log timeout 60 "$attendant" ask --config "$work/$name.yaml" --json "$@" "Was my claim paid?" \
    >"$work/$name.json" 2>>"$work/ask.log"
}
words="rows[0]['answer'] == 'Your claim of March was paid on the third of April.'"

pool good good:/v1
check "a service answers" ask good
check "its words come whole, with time and cost" holds "$work/good.json" \
  "$words and rows[0]['endpoint'] == 'good' and rows[0]['attempts'] == 1 and rows[0]['cost_microcents'] > 0"
pool streamed slow_words:/v1
check "a stream of words is read as it comes" ask streamed
check "its first token is told before its last" holds "$work/streamed.json" \
  "$words and rows[0]['first_token_ms'] < rows[0]['took_ms']"
dialect='dialect: azure, model: gpt-4o-mini, api_version: "2024-10-21", bearer: false' pool azure good:
check "Azure's paths are asked" ask azure
check "they answer alike" holds "$work/azure.json" "$words"
dialect='api: responses, model: gpt-4o-mini' pool responses good:/v1
check "Responses are asked" ask responses
check "they answer alike, too" holds "$work/responses.json" "$words"

for fault in throttled broken late cut malformed dropped; do
  pool "$fault" "$fault:/v1" good:/v1
  check "where a service is $fault, the next answers" ask "$fault"
  check "... whole, in time" holds "$work/$fault.json" \
    "$words and rows[0]['endpoint'] == 'good' and rows[0]['attempts'] == 2 and rows[0]['took_ms'] < 4000"
done
fails() { ! ask "$@"; }
pool alone late:/v1
check "where nobody answers in time, that is told in time" fails alone --deadline-ms 2000
check "... as what it is" holds "$work/alone.json" "rows[0]['error'] in ('timed_out', 'unavailable') and rows[0]['took_ms'] < 2500"
check "after words were spoken nothing is tried again" fails cut --commit-after 1
check "... and that is told" holds "$work/cut.json" "rows[0]['committed'] and rows[0]['attempts'] == 1"
check "every failure has its line in the log" grep -q '"fault":"throttled"' "$work/ask.log"
no_key() { ! grep -rn "sk-never-in-a-log" "$work"/*.log "$work"/*.json; }
check "the key is in no log" no_key
exec 9>&-
ended_within 5 "${started[0]}"
finish
