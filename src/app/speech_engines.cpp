#include "app/speech_engines.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <utility>

#include "app/places.hpp"
#include "runtime/pool.hpp"
#include "speech/cached_voice.hpp"
#include "speech/clause_synthesizer.hpp"
#include "speech/embedded/engines.hpp"
#include "speech/local_recognizer.hpp"

namespace attendant::app {
namespace {

namespace embedded = speech::embedded;

constexpr int kAfterMedia = 5, kAfterCallers = 10, kLastOfAll = 19;  // of 0..19, as `nice` counts

unsigned threads_of(const config::Speech& speech) {
  if (speech.threads > 0) return static_cast<unsigned>(speech.threads);
  return std::max(2U, std::thread::hardware_concurrency()) -
         (std::thread::hardware_concurrency() > 2 ? 1U : 0U);
}

constexpr const char* kBase = "moonshine-base";

embedded::SpeakingOptions speaking_of(const config::Speech& speech) {
  if (speech.voice == config::Voice::flite) return {.voice = "flite"};
  embedded::SpeakingOptions options{.voice = "piper-joe",
                                    .pronunciations = {data_folder() / "speech/pronunciation.tsv"}};
  if (!speech.pronunciation_file.empty()) options.pronunciations.emplace_back(speech.pronunciation_file);
  return options;
}

}  // namespace

speech::embedded::HearingOptions hearing_options(const config::Speech& speech,
                                                 const std::filesystem::path& engines) {
  using config::SecondOpinion;
  const bool base = speech.recognizer == config::Recognizer::moonshine_base;
  const bool fetched = std::filesystem::exists(engines / kBase / "decoder_model_merged.ort");
  const bool second = speech.second_opinion == SecondOpinion::moonshine_base ||
                      (speech.second_opinion == SecondOpinion::automatic && fetched && !base);
  return {.recognizer = base ? kBase : "moonshine-tiny", .second_opinion = second ? kBase : ""};
}

struct SpeechEngines::Parts {
  std::string versions;
  embedded::Hearing hearing;
  embedded::Speech speaking;
  std::unique_ptr<speech::CachedVoice> cached;
  std::unique_ptr<runtime::Pool> pool, second_pool, phrase_pool;
  std::unique_ptr<speech::ClauseSynthesizer> synthesizer;
  std::unique_ptr<speech::LocalRecognizer> recognizer;  // its hearing thread uses the pool to its end
  telemetry::Logger log;
  std::atomic<bool> stopping{false};

  // On a thread of its own, which gives way to callers: all of them are a while of one core.
  void keep_next(std::shared_ptr<const std::vector<std::string>> phrases, std::size_t at) {
    if (at == phrases->size() || stopping) return;
    const bool taken = phrase_pool->post([this, phrases, at] {
      if (const auto kept = cached->keep(phrases->at(at), audio::kTelephoneRate); !kept)
        log.error("phrase cache", kept.error());
      keep_next(phrases, at + 1);
    });
    if (!taken && !stopping) log.warning("phrase cache", {{"phrases", at}, {"of", phrases->size()}});
  }
};

Result<std::unique_ptr<SpeechEngines>> SpeechEngines::open(const inference::Runtime& runtime,
                                                           const config::Speech& speech,
                                                           const config::Turn& turn, telemetry::Logger log,
                                                           Manner manner) {
  auto parts = std::make_unique<Parts>();
  auto& p = *parts;
  p.log = std::move(log);
  const auto engines = engines_folder(speech.engines_dir);
  // Side by side: each is most of a second of one core.
  auto ears = hearing_options(speech, engines);
  if (manner == Manner::patient) ears.second_opinion.clear();
  ears.judge = turn.judge && manner == Manner::serving;
  ears.second_came_late = [log = p.log](const Status& loaded) {
    if (loaded)
      log.info("speech", {{"second_opinion", "ready"}});
    else
      log.error("speech", loaded.error().in("second opinion"));
  };
  const auto mouth = speaking_of(speech);
  auto loading =
      std::async(std::launch::async, [&] { return embedded::load_speech(&runtime, engines, mouth); });
  auto hearing = embedded::load_hearing(runtime, engines, ears);
  auto speaking = loading.get();
  TRY_ASSIGN(p.hearing, std::move(hearing));
  TRY_ASSIGN(p.speaking, std::move(speaking));
  p.versions = ears.recognizer + ", silero, " + mouth.voice;
  if (p.hearing.judge) p.versions += ", smart-turn";
  if (!p.hearing.degraded.empty()) p.log.warning("speech", {{"degraded", p.hearing.degraded}});
  if (!ears.second_opinion.empty()) p.versions += ", second opinion " + ears.second_opinion;
  const bool patient = manner == Manner::patient;
  p.pool = std::make_unique<runtime::Pool>(runtime::Pool::Options{
      .name = "inference", .threads = threads_of(speech), .nice = patient ? kLastOfAll : kAfterMedia});
  speech::LocalRecognizer::Options options;
  if (p.hearing.second) {
    p.second_pool =
        std::make_unique<runtime::Pool>(runtime::Pool::Options{.name = "second", .nice = kAfterCallers});
    options.second = p.hearing.second.get();
    options.second_decoders = p.second_pool.get();
  }
  if (patient) options.policy.partial_every = options.policy.hard_cap;  // whole utterances only
  options.policy.pause = turn.speculate_after;
  options.policy.hard_cap = turn.longest_utterance;
  options.judge = p.hearing.judge.get();
  options.on_error = [log = p.log](const Error& error) { log.error("ear", error); };
  p.recognizer = std::make_unique<speech::LocalRecognizer>(std::move(options), *p.hearing.detector,
                                                           *p.hearing.first, *p.pool);
  p.cached = std::make_unique<speech::CachedVoice>(*p.speaking.voice);
  p.phrase_pool =
      std::make_unique<runtime::Pool>(runtime::Pool::Options{.name = "phrases", .nice = kAfterCallers});
  p.synthesizer = std::make_unique<speech::ClauseSynthesizer>(*p.cached, *p.pool);
  return std::unique_ptr<SpeechEngines>(new SpeechEngines(std::move(parts)));
}

SpeechEngines::SpeechEngines(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SpeechEngines::~SpeechEngines() {
  parts_->stopping = true;
  parts_->pool->stop();
  parts_->phrase_pool->stop();
  if (parts_->second_pool) parts_->second_pool->stop();
}

speech::Recognizer& SpeechEngines::recognizer() { return *parts_->recognizer; }
speech::Synthesizer& SpeechEngines::synthesizer() { return *parts_->synthesizer; }
std::string SpeechEngines::versions() const { return parts_->versions; }

void SpeechEngines::prepare(std::vector<std::string> phrases) {
  parts_->keep_next(std::make_shared<const std::vector<std::string>>(std::move(phrases)), 0);
}

}  // namespace attendant::app
