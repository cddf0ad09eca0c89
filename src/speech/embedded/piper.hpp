// A Piper voice (VITS) on ONNX Runtime: phoneme ids in, the whole clause out. render() may run on several
// threads at once.
#pragma once

#include <filesystem>
#include <memory>

#include "inference/runtime.hpp"
#include "speech/embedded/phonemizer.hpp"
#include "speech/embedded/word_marks.hpp"
#include "speech/voice.hpp"

namespace attendant::speech::embedded {

class Piper final : public Voice {
 public:
  // `model`: the .onnx file; its settings stand beside it in .onnx.json. `runtime` and `phonemizer` outlive
  // the instance.
  static Result<std::unique_ptr<Piper>> load(const inference::Runtime& runtime, Phonemizer& phonemizer,
                                             const std::filesystem::path& model);
  ~Piper() override;

  Result<RenderedClause> render(std::string_view clause, float rate, audio::SampleRate sample_rate,
                                std::stop_token stop) override;

  // The words of a clause, each weighing its phonemes.
  std::vector<SaidWord> said(std::string_view clause) const;
  // Whether word ends are where the voice put them; else they are shared out by phonemes.
  bool tells_durations() const;

 private:
  struct Model;
  explicit Piper(std::unique_ptr<Model> model);
  std::unique_ptr<Model> model_;
};

}  // namespace attendant::speech::embedded
