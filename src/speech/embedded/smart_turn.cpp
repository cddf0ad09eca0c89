#include "speech/embedded/smart_turn.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "audio/resampler.hpp"
#include "inference/session.hpp"
#include "speech/embedded/smart_turn_features.hpp"

namespace attendant::speech::embedded {

using inference::Input;
using inference::Tensor;

static_assert(SmartTurnFeatures::kSamples ==
              static_cast<std::size_t>(TurnJudge::kHorizon.count() * audio::kSpeechRate.hertz()));

struct SmartTurn::Model {
  const inference::Runtime& runtime;
  std::unique_ptr<inference::Session> session;
  SmartTurnFeatures features;
};

SmartTurn::SmartTurn(std::unique_ptr<Model> model) : model_(std::move(model)) {}
SmartTurn::~SmartTurn() = default;

Result<std::unique_ptr<SmartTurn>> SmartTurn::load(const inference::Runtime& runtime,
                                                   const std::filesystem::path& model) {
  TRY_ASSIGN(auto session, runtime.open(model));
  return std::unique_ptr<SmartTurn>(new SmartTurn(
      std::unique_ptr<Model>(new Model{.runtime = runtime, .session = std::move(session), .features = {}})));
}

Result<float> SmartTurn::finished(audio::SamplesView samples, audio::SampleRate sample_rate) {
  const auto horizon = static_cast<std::size_t>(sample_rate.samples_in(kHorizon));
  TRY_ASSIGN(const auto wide, audio::resample(samples.last(std::min(samples.size(), horizon)), sample_rate,
                                              audio::kSpeechRate));
  std::vector<float> floats(wide.size());
  std::ranges::transform(wide, floats.begin(),
                         [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
  auto features = model_->features.of(floats);

  const std::array<std::int64_t, 3> shape = {1, SmartTurnFeatures::kBands, SmartTurnFeatures::kFrames};
  const Tensor input = model_->runtime.view(std::span(features), shape);
  const std::array<Input, 1> inputs = {Input{"input_features", &input}};
  const std::array<const char*, 1> outputs = {"logits"};  // by its name only: it is a probability
  TRY_ASSIGN(const auto results, model_->session->run(inputs, outputs));
  const auto probability = results[0].floats();
  if (probability.size() != 1)
    return fail(ErrorCode::unsupported, "Smart Turn: the model gives no single number");
  return std::clamp(probability[0], 0.0F, 1.0F);
}

}  // namespace attendant::speech::embedded
