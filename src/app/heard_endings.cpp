#include "app/heard_endings.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "app/callers_sound.hpp"
#include "app/places.hpp"
#include "app/speech_engines.hpp"
#include "lab/telephone_channel.hpp"
#include "speech/embedded/engines.hpp"
#include "speech/recording_reader.hpp"
#include "speech/render_text.hpp"

namespace attendant::app {
namespace {

namespace embedded = speech::embedded;
using std::chrono::milliseconds;

constexpr std::size_t kBeginnings = 4;  // of an utterance
constexpr milliseconds kFade{5};
constexpr milliseconds kBefore{250};
constexpr milliseconds kSilence{600};  // behind: the recogniser is asked in it
constexpr speech::ListenPolicy kNoPartials{.partial_every = std::chrono::hours(1)};

std::size_t samples_in(milliseconds duration) {
  return static_cast<std::size_t>(audio::kTelephoneRate.samples_in(duration));
}

// Silence around it, and no click where it was broken off.
audio::Samples broken_off(audio::SamplesView sound) {
  audio::Samples out(samples_in(kBefore), 0);
  out.insert(out.end(), sound.begin(), sound.end());
  const auto fade = std::min(samples_in(kFade), sound.size());
  for (std::size_t i = 0; i < fade; ++i) {
    auto& sample = out[out.size() - 1 - i];
    sample = static_cast<std::int16_t>(sample * static_cast<int>(i) / static_cast<int>(fade));
  }
  out.resize(out.size() + samples_in(kSilence), 0);
  return out;
}

}  // namespace

Status hear_endings(std::span<const understanding::LabelledUtterance> utterances, const std::string& voice,
                    const inference::Runtime& models,
                    const std::function<void(const understanding::HeardEnding&)>& sink) {
  const auto engines = engines_folder({});
  TRY_ASSIGN(const auto hearing, embedded::load_hearing(models, engines, hearing_options({}, engines)));
  TRY_ASSIGN(const auto mouth,
             embedded::load_speech(
                 &models, engines,
                 {.voice = voice, .pronunciations = {data_folder() / "speech/pronunciation.tsv"}}));
  for (const auto& [said, intents, also, slots] : utterances) {
    lab::Chance chance(lab::seed_of(said.id));
    const auto conditions = line_conditions(chance);
    TRY_ASSIGN(auto spoken,
               speech::render_text(said.text, *mouth.voice, voice_rate(chance), audio::kTelephoneRate));
    const auto hear = [&](audio::SamplesView sound, bool whole) -> Status {
      std::optional<speech::Paused> last;
      const auto line = lab::through_telephone(broken_off(sound), conditions, chance);
      TRY(speech::hear_recording(line, kNoPartials, *hearing.detector, *hearing.first,
                                 [&](const auto& event) {
                                   if (const auto* paused = std::get_if<speech::Paused>(&event))
                                     last = *paused;
                                 }));
      if (last && last->ending)
        sink({said.id + " " + voice, said.author, said.asked, last->text, whole, *last->ending});
      return {};
    };
    TRY(hear(spoken.pcm, true));
    if (!spoken.words.empty()) spoken.words.pop_back();
    for (std::size_t i = 0; i < kBeginnings && !spoken.words.empty(); ++i) {
      const auto at = spoken.words.begin() + static_cast<std::ptrdiff_t>(chance.below(spoken.words.size()));
      TRY(hear(audio::SamplesView(spoken.pcm).first(std::min<std::size_t>(at->sample_end, spoken.pcm.size())),
               false));
      spoken.words.erase(at);
    }
  }
  return {};
}

}  // namespace attendant::app
