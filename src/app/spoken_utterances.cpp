#include "app/spoken_utterances.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "app/callers_sound.hpp"
#include "app/files.hpp"
#include "app/places.hpp"
#include "app/reading_judge.hpp"
#include "app/speech_engines.hpp"
#include "audio/resampler.hpp"
#include "audio/wav.hpp"
#include "lab/telephone_channel.hpp"
#include "speech/embedded/engines.hpp"
#include "speech/recording_reader.hpp"
#include "speech/render_text.hpp"

namespace attendant::app {
namespace {

namespace embedded = speech::embedded;

Result<audio::Samples> recorded(const std::filesystem::path& file) {
  TRY_ASSIGN(const auto bytes, read_text(file));
  auto wav = audio::parse_wav(as_bytes(bytes));
  if (!wav) return fail(wav.error().in(file.string()));
  if (wav->rate == audio::kTelephoneRate) return wav->channel(0);
  return audio::resample(wav->channel(0), wav->rate, audio::kTelephoneRate);
}

// A quarter of a second of the line before and after.
Result<audio::Samples> spoken(std::string_view text, speech::Voice& voice, std::uint64_t seed) {
  lab::Chance chance(seed);
  const auto conditions = line_conditions(chance);
  const auto rate = voice_rate(chance);
  const auto edge =
      static_cast<std::size_t>(audio::kTelephoneRate.samples_in(std::chrono::milliseconds(250)));
  audio::Samples sound(edge, 0);
  TRY_ASSIGN(const auto rendered, speech::render_text(text, voice, rate, audio::kTelephoneRate));
  sound.insert(sound.end(), rendered.pcm.begin(), rendered.pcm.end());
  sound.resize(sound.size() + edge, 0);
  return lab::through_telephone(sound, conditions, chance);
}

}  // namespace

Result<HeardUtterances> as_heard(std::vector<understanding::LabelledUtterance> utterances,
                                 const std::filesystem::path& folder, const inference::Runtime& models,
                                 Date today) {
  const auto engines = engines_folder({});
  const auto options = hearing_options({}, engines);
  TRY_ASSIGN(const auto hearing, embedded::load_hearing(models, engines, options));
  std::optional<speech::SecondOpinion> both;
  if (hearing.second) both.emplace(*hearing.first, *hearing.second, options.doubt);
  std::optional<embedded::Speech> mouth;  // loaded when somebody is not recorded
  HeardUtterances heard;
  for (auto& utterance : utterances) {
    const auto file = folder / (utterance.said.id + ".wav");
    audio::Samples sound;
    if (std::filesystem::exists(file)) {
      TRY_ASSIGN(sound, recorded(file));
      ++heard.recorded;
    } else {
      if (!mouth) {
        TRY_ASSIGN(mouth,
                   embedded::load_speech(&models, engines,
                                         {.pronunciations = {data_folder() / "speech/pronunciation.tsv"}}));
      }
      TRY_ASSIGN(sound, spoken(utterance.said.text, *mouth->voice, lab::seed_of(utterance.said.id)));
    }
    if (both) both->expect(reading_judge(utterance.said.asked, today));
    auto& transcriber = both ? static_cast<speech::Transcriber&>(*both) : *hearing.first;
    TRY_ASSIGN(utterance.said.text, speech::transcribe_recording(sound, {}, *hearing.detector, transcriber));
    if (utterance.said.text.empty()) ++heard.unheard;
  }
  heard.utterances = std::move(utterances);
  return heard;
}

}  // namespace attendant::app
