#include "app/callers_sound.hpp"

#include <utility>

#include "app/places.hpp"
#include "lab/recognized_caller.hpp"

namespace attendant::app {
namespace {

namespace embedded = speech::embedded;

// Lines as they are met: from a quiet room on a good line to a car on a poor one. Voices from slow to quick.
lab::LineConditions conditions_of(lab::Chance& chance) {
  return {.snr_db = 15 + 20 * chance.fraction(),
          .loss = 0.02 * chance.fraction(),
          .law = chance.happens(0.8) ? audio::Law::mu : audio::Law::a};
}
float rate_of(lab::Chance& chance) { return static_cast<float>(0.85 + 0.3 * chance.fraction()); }

}  // namespace

Result<CallersSound> CallersSound::load(const inference::Runtime& models,
                                        const std::filesystem::path& engines,
                                        const config::Settings& settings) {
  CallersSound sound;
  sound.models_ = &models;
  sound.engines_ = engines;
  const bool base = settings.speech.recognizer == config::Recognizer::moonshine_base;
  sound.hearing_.recognizer = base ? "moonshine-base" : "moonshine-tiny";
  sound.hearing_.judge = false;
  TRY_ASSIGN(auto voice,
             embedded::load_speech(&models, engines,
                                   {.pronunciations = {data_folder() / "speech/pronunciation.tsv"}}));
  sound.voice_ = std::make_shared<embedded::Speech>(std::move(voice));
  return sound;
}

std::function<Result<lab::AgentUnderTest::OpenEar>()> CallersSound::ears() const {
  return [sound = *this]() -> Result<lab::AgentUnderTest::OpenEar> {
    TRY_ASSIGN(auto loaded, embedded::load_hearing(*sound.models_, sound.engines_, sound.hearing_));
    const auto hearing = std::make_shared<embedded::Hearing>(std::move(loaded));
    return lab::AgentUnderTest::OpenEar(
        [hearing, voice = sound.voice_](std::uint64_t seed) -> Result<std::shared_ptr<lab::CallerEar>> {
          lab::Chance chance(seed);
          const auto conditions = conditions_of(chance);
          const auto rate = rate_of(chance);
          TRY_ASSIGN(auto ear,
                     lab::RecognizedCaller::open({*voice->voice, *hearing->detector, hearing->transcriber()},
                                                 {}, conditions, rate, chance.next()));
          return std::shared_ptr<lab::CallerEar>(std::move(ear));
        });
  };
}

}  // namespace attendant::app
