# Measure what Attendant reaches: answer time, words, understanding, capacity and start.
#
# ./dev bench [answer|answer-six|turns|heard|words|understanding|simulation|capacity|start|journal|media|gateway|all] [--json] [--short] [--audio FOLDER]
#
#   answer         real calls by SIP: end of the caller's speech to the first voiced sample of the answer on the wire; one
#                  caller at a time (100 turns and more; takes 20 minutes)
#   answer-six     the same with six callers at once
#   turns          300 turns, half of them with a pause at a random word, of the shipped configuration: answer time, cut-offs,
#                  barge-in, false stops, and the curve of cut-offs over answer time (build/log/turns.svg); takes 20 minutes
#   heard          sentences cut at 200 random points: the words that count as heard, by each way of finding them, against what
#                  the larger recogniser hears in the audio sent
#   words          word error rates of `transcribe` over a folder of recordings with a manifest.jsonl
#   understanding  intents and slots of the labelled utterances, cross-validated by author
#   simulation     simulated callers: conversations an hour, task success, breaches; in text and over a telephone line
#   capacity       300 calls of the complete server on one core, their generator on the other
#   start          cold to ready, with the models in the page cache: median of five
#   journal        what it costs to write an event down
#   gateway        first token through the model gateway on a service that throttles, stalls and cuts, beside LiteLLM's proxy
#                  (installed into the cache, from PyPI; takes three minutes)
#   media          the same load as capacity on the media room alone
#
# --json: one object a line. --short: fewer turns, calls and seconds. --audio: the recordings of `words` (also
# $ATTENDANT_AUDIO). Nothing here is a test: the conditions are printed with the figures.
source tools/dev/common.sh

what=()
options=()
while (($# > 0)); do
  case $1 in
    answer | answer-six | turns | heard | words | understanding | simulation | capacity | start | journal | media | gateway) what+=("$1") ;;
    all) what+=(understanding simulation words start heard answer answer-six turns journal media capacity gateway) ;;
    --json | --short) options+=("$1") ;;
    --audio) options+=("$1" "${2:?--audio needs a folder}"); shift ;;
    *) fail "bench: what is '$1'? ./dev bench --help explains" 2 ;;
  esac
  shift
done
((${#what[@]})) || what=(understanding words start answer answer-six capacity)

# The compilers' words are for people; only figures go to standard output.
{
  need runtime build
  bash tools/dev/build.sh
  folder=build
  targets=()
  for bench in "${what[@]}"; do
    case $bench in
      capacity) targets+=(capacity_bench) ;;
      media) targets+=(media_bench) ;;
      gateway) targets+=(gateway_bench) ;;
      turns) targets+=(turns_bench) ;;
      heard) targets+=(heard_bench) ;;
      journal) targets+=(bench_journal) ;;
    esac
  done
  ((${#targets[@]} == 0)) || compile "compiling the benchmarks" "${targets[@]}"
} >&2
exec python3 bench/run.py "${options[@]}" --build "$folder" "${what[@]}"
