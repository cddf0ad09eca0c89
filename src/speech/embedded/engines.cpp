#include "speech/embedded/engines.hpp"

#include <fmt/format.h>

#include "speech/embedded/flite_voice.hpp"
#include "speech/embedded/model_file.hpp"
#include "speech/embedded/moonshine.hpp"
#include "speech/embedded/piper.hpp"
#include "speech/embedded/silero.hpp"
#include "speech/embedded/smart_turn.hpp"
#include "speech/late_transcriber.hpp"
#include "speech/second_opinion.hpp"

namespace attendant::speech::embedded {
namespace {

constexpr std::string_view kPiperPrefix = "piper-";
constexpr std::string_view kLarger = "moonshine-base";

Result<PronunciationTable> load_pronunciations(const std::vector<std::filesystem::path>& files) {
  PronunciationTable all;
  for (const auto& file : files) {
    if (!std::filesystem::exists(file))
      return fail(ErrorCode::not_found, fmt::format("{} is missing", file.string()));
    TRY_ASSIGN(const Bytes bytes, read_model_file(file));
    const auto table = PronunciationTable::parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (!table) return fail(table.error().in(file.string()));
    all.add(*table);
  }
  return all;
}

// A Piper voice's folder holds one model, of any name.
std::filesystem::path piper_model_in(const std::filesystem::path& folder) {
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
    if (entry.path().extension() == ".onnx") return entry.path();
  }
  return folder / "voice.onnx";
}

Result<std::unique_ptr<Transcriber>> load_second(const inference::Runtime& runtime,
                                                 const std::filesystem::path& folder) {
  TRY_ASSIGN(
      auto moonshine,
      Moonshine::load(runtime, folder, {.always_words = true, .fold_weights = folder.filename() == kLarger}));
  return moonshine;
}

}  // namespace

Result<Hearing> load_hearing(const inference::Runtime& runtime, const std::filesystem::path& engines,
                             const HearingOptions& options) {
  Hearing hearing;
  TRY_ASSIGN(hearing.detector, Silero::load(runtime, engines / "silero" / "silero_vad.onnx"));
  TRY_ASSIGN(hearing.first, Moonshine::load(runtime, engines / options.recognizer,
                                            {.fold_weights = options.recognizer == kLarger}));
  if (!options.second_opinion.empty()) {
    const auto folder = engines / options.second_opinion;
    if (options.second_came_late) {
      if (!std::filesystem::exists(folder)) return inference::missing_engine_file(folder);
      hearing.second = std::make_unique<LateTranscriber>(
          [&runtime, folder] { return load_second(runtime, folder); }, options.second_came_late);
    } else {
      TRY_ASSIGN(hearing.second, load_second(runtime, folder));
    }
    hearing.both = std::make_unique<SecondOpinion>(*hearing.first, *hearing.second, options.doubt);
  }
  if (options.judge) {
    auto judge = SmartTurn::load(runtime, engines / "smart-turn" / "smart-turn-v3.2-cpu.onnx");
    if (judge)
      hearing.judge = *std::move(judge);
    else
      hearing.degraded = fmt::format("turns end by silence and words alone: {}", judge.error().message);
  }
  return hearing;
}

Result<Speech> load_speech(const inference::Runtime* runtime, const std::filesystem::path& engines,
                           const SpeakingOptions& options) {
  Speech speech;
  speech.flite = std::make_unique<Flite>();
  if (options.voice == "flite") {
    speech.voice = std::make_unique<FliteVoice>(*speech.flite);
    return speech;
  }
  if (!options.voice.starts_with(kPiperPrefix)) {
    return fail(ErrorCode::invalid,
                fmt::format("voice {}: expected \"flite\" or \"piper-<name>\"", options.voice));
  }
  CHECK(runtime != nullptr);
  TRY_ASSIGN(auto table, load_pronunciations(options.pronunciations));
  speech.phonemizer = std::make_unique<Phonemizer>(*speech.flite, std::move(table));
  TRY_ASSIGN(speech.voice,
             Piper::load(*runtime, *speech.phonemizer, piper_model_in(engines / options.voice)));
  return speech;
}

}  // namespace attendant::speech::embedded
