#include "app/callers_sound.hpp"

#include <utility>

#include "app/places.hpp"
#include "app/speech_engines.hpp"
#include "lab/recognized_caller.hpp"

namespace attendant::app {
namespace {

namespace embedded = speech::embedded;

}  // namespace

lab::LineConditions line_conditions(lab::Chance& chance) {
  return {.snr_db = 15 + 20 * chance.fraction(),
          .loss = 0.02 * chance.fraction(),
          .law = chance.happens(0.8) ? audio::Law::mu : audio::Law::a};
}
float voice_rate(lab::Chance& chance) { return static_cast<float>(0.85 + 0.3 * chance.fraction()); }

Result<CallersSound> CallersSound::load(const inference::Runtime& models,
                                        const std::filesystem::path& engines,
                                        const config::Settings& settings) {
  CallersSound sound;
  sound.models_ = &models;
  sound.engines_ = engines;
  sound.hearing_ = hearing_options(settings.speech, engines);
  sound.hearing_.judge = settings.turn.judge;
  sound.policy_.pause = settings.turn.speculate_after;
  sound.policy_.hard_cap = settings.turn.longest_utterance;
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
    return lab::AgentUnderTest::OpenEar([hearing, voice = sound.voice_, policy = sound.policy_](
                                            std::uint64_t seed) -> Result<std::shared_ptr<lab::CallerEar>> {
      lab::Chance chance(seed);
      const auto conditions = line_conditions(chance);
      const auto rate = voice_rate(chance);
      TRY_ASSIGN(auto ear, lab::RecognizedCaller::open({.voice = *voice->voice,
                                                        .detector = *hearing->detector,
                                                        .first = *hearing->first,
                                                        .second = hearing->second.get(),
                                                        .judge = hearing->judge.get()},
                                                       policy, conditions, rate, chance.next()));
      return std::shared_ptr<lab::CallerEar>(std::move(ear));
    });
  };
}

}  // namespace attendant::app
