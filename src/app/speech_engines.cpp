#include "app/speech_engines.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <utility>

#include "app/files.hpp"
#include "app/places.hpp"
#include "runtime/pool.hpp"
#include "speech/cached_voice.hpp"
#include "speech/clause_synthesizer.hpp"
#include "speech/embedded/flite.hpp"
#include "speech/embedded/flite_voice.hpp"
#include "speech/embedded/moonshine.hpp"
#include "speech/embedded/phonemizer.hpp"
#include "speech/embedded/piper.hpp"
#include "speech/embedded/silero.hpp"
#include "speech/local_recognizer.hpp"
#include "speech/second_opinion.hpp"

namespace attendant::app {
namespace {

namespace embedded = speech::embedded;

constexpr float kDoubt = 0.75F;  // below this confidence the second recogniser is asked

unsigned threads_of(const config::Speech& speech) {
  if (speech.threads > 0) return static_cast<unsigned>(speech.threads);
  return std::max(2U, std::thread::hardware_concurrency()) -
         (std::thread::hardware_concurrency() > 2 ? 1U : 0U);
}

// The customer's words come after ours, so that they win.
Result<embedded::PronunciationTable> pronunciations(const config::Speech& speech) {
  TRY_ASSIGN(auto text, read_text(data_folder() / "speech/pronunciation.tsv"));
  if (!speech.pronunciation_file.empty()) {
    auto own = read_text(speech.pronunciation_file);
    if (!own) return fail(own.error().in("speech.pronunciation_file"));
    text += "\n" + *own;
  }
  return embedded::PronunciationTable::parse(text);
}

}  // namespace

struct SpeechEngines::Parts {
  std::string ears_version, voice_version;
  std::unique_ptr<embedded::Silero> detector;
  std::unique_ptr<embedded::Moonshine> first, second;
  std::unique_ptr<speech::SecondOpinion> both;
  embedded::Flite flite;
  std::unique_ptr<embedded::Phonemizer> phonemizer;
  std::unique_ptr<speech::Voice> voice;
  std::unique_ptr<speech::CachedVoice> cached;
  std::unique_ptr<runtime::Pool> pool;
  std::unique_ptr<speech::ClauseSynthesizer> synthesizer;
  std::unique_ptr<speech::LocalRecognizer> recognizer;  // its hearing thread uses the pool to its end
  telemetry::Logger log;
  std::atomic<bool> stopping{false};

  Status load_ears(const inference::Runtime& runtime, const config::Speech& speech,
                   const std::filesystem::path& engines) {
    TRY_ASSIGN(detector, embedded::Silero::load(runtime, engines / "silero/silero_vad.onnx"));
    const bool base = speech.recognizer == config::Recognizer::moonshine_base;
    TRY_ASSIGN(first,
               embedded::Moonshine::load(runtime, engines / (base ? "moonshine-base" : "moonshine-tiny")));
    ears_version = base ? "moonshine-base, silero" : "moonshine-tiny, silero";
    if (speech.second_opinion == config::SecondOpinion::none) return {};
    TRY_ASSIGN(second, embedded::Moonshine::load(runtime, engines / "moonshine-base"));
    both = std::make_unique<speech::SecondOpinion>(*first, *second, kDoubt);
    ears_version += " (second opinion moonshine-base)";
    return {};
  }

  Status load_voice(const inference::Runtime& runtime, const config::Speech& speech,
                    const std::filesystem::path& engines) {
    if (speech.voice == config::Voice::flite) {
      voice = std::make_unique<embedded::FliteVoice>(flite);
      voice_version = "flite";
      return {};
    }
    TRY_ASSIGN(auto table, pronunciations(speech));
    phonemizer = std::make_unique<embedded::Phonemizer>(flite, std::move(table));
    TRY_ASSIGN(voice,
               embedded::Piper::load(runtime, *phonemizer, engines / "piper-joe/en_US-joe-medium.onnx"));
    voice_version = "piper-joe";
    return {};
  }

  // One at a time: the other threads of the pool stay free for callers, and each phrase gives way to them.
  void keep_next(std::shared_ptr<const std::vector<std::string>> phrases, std::size_t at) {
    if (at == phrases->size() || stopping) return;
    const bool taken = pool->post(
        [this, phrases, at] {
          if (const auto kept = cached->keep(phrases->at(at), audio::kTelephoneRate); !kept)
            log.error("phrase cache", kept.error());
          keep_next(phrases, at + 1);
        },
        runtime::Priority::background);
    if (!taken && !stopping) log.warning("phrase cache", {{"phrases", at}, {"of", phrases->size()}});
  }
};

Result<std::unique_ptr<SpeechEngines>> SpeechEngines::open(const inference::Runtime& runtime,
                                                           const config::Speech& speech,
                                                           const config::Turn& turn, telemetry::Logger log) {
  auto parts = std::make_unique<Parts>();
  auto& p = *parts;
  p.log = std::move(log);
  const auto engines = engines_folder(speech.engines_dir);
  // Side by side: each is most of a second of one core.
  auto voice = std::async(std::launch::async, [&] { return p.load_voice(runtime, speech, engines); });
  const Status ears = p.load_ears(runtime, speech, engines);
  const Status spoken = voice.get();
  TRY(ears);
  TRY(spoken);
  p.pool = std::make_unique<runtime::Pool>(
      runtime::Pool::Options{.name = "inference", .threads = threads_of(speech)});
  speech::LocalRecognizer::Options options;
  options.policy.pause = turn.speculate_after;
  options.policy.hard_cap = turn.longest_utterance;
  options.on_error = [log = p.log](const Error& error) { log.error("ear", error); };
  speech::Transcriber& transcriber = p.both ? static_cast<speech::Transcriber&>(*p.both) : *p.first;
  p.recognizer =
      std::make_unique<speech::LocalRecognizer>(std::move(options), *p.detector, transcriber, *p.pool);
  p.cached = std::make_unique<speech::CachedVoice>(*p.voice);
  p.synthesizer = std::make_unique<speech::ClauseSynthesizer>(*p.cached, *p.pool);
  return std::unique_ptr<SpeechEngines>(new SpeechEngines(std::move(parts)));
}

SpeechEngines::SpeechEngines(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SpeechEngines::~SpeechEngines() {
  parts_->stopping = true;
  parts_->pool->stop();
}

speech::Recognizer& SpeechEngines::recognizer() { return *parts_->recognizer; }
speech::Synthesizer& SpeechEngines::synthesizer() { return *parts_->synthesizer; }
std::string SpeechEngines::versions() const { return parts_->ears_version + ", " + parts_->voice_version; }

void SpeechEngines::prepare(std::vector<std::string> phrases) {
  parts_->keep_next(std::make_shared<const std::vector<std::string>>(std::move(phrases)), 0);
}

}  // namespace attendant::app
