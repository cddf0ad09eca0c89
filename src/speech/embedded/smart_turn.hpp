// Smart Turn 3.2: a small model that hears by melody and rhythm whether a turn is over.
#pragma once

#include <filesystem>
#include <memory>

#include "inference/runtime.hpp"
#include "speech/turn_judge.hpp"

namespace attendant::speech::embedded {

class SmartTurn final : public TurnJudge {
 public:
  // `runtime` outlives the instance.
  static Result<std::unique_ptr<SmartTurn>> load(const inference::Runtime& runtime,
                                                 const std::filesystem::path& model);
  ~SmartTurn() override;

  Result<float> finished(audio::SamplesView samples, audio::SampleRate sample_rate) override;

 private:
  struct Model;
  explicit SmartTurn(std::unique_ptr<Model> model);
  std::unique_ptr<const Model> model_;
};

}  // namespace attendant::speech::embedded
