#include "speech/embedded/piper.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "audio/resampler.hpp"
#include "base/text.hpp"
#include "inference/session.hpp"
#include "speech/embedded/loudness.hpp"
#include "speech/embedded/model_file.hpp"
#include "speech/embedded/piper_settings.hpp"
#include "speech/embedded/word_marks.hpp"
#include "speech/spoken_forms.hpp"

namespace attendant::speech::embedded {

using inference::Input;
using inference::Tensor;

struct Piper::Model {
  const inference::Runtime& runtime;
  Phonemizer& phonemizer;
  PiperSettings settings;
  std::unique_ptr<inference::Session> session;

  Result<Tensor> run(std::vector<std::int64_t> ids, float rate) const {
    std::array<std::int64_t, 1> length = {static_cast<std::int64_t>(ids.size())};
    std::array<float, 3> scales = {settings.noise_scale, settings.length_scale / rate, settings.noise_width};
    const std::array<std::int64_t, 2> ids_shape = {1, length[0]};
    const std::array<std::int64_t, 1> length_shape = {1}, scales_shape = {3};
    const Tensor ids_tensor = runtime.view(std::span(ids), ids_shape);
    const Tensor length_tensor = runtime.view(std::span(length), length_shape);
    const Tensor scales_tensor = runtime.view(std::span(scales), scales_shape);
    const std::array<Input, 3> inputs = {Input{"input", &ids_tensor}, Input{"input_lengths", &length_tensor},
                                         Input{"scales", &scales_tensor}};
    const std::array<const char*, 1> outputs = {"output"};
    TRY_ASSIGN(auto results, session->run(inputs, outputs));
    return std::move(results[0]);
  }
};

Piper::Piper(std::unique_ptr<Model> model) : model_(std::move(model)) {}
Piper::~Piper() = default;

Result<std::unique_ptr<Piper>> Piper::load(const inference::Runtime& runtime, Phonemizer& phonemizer,
                                           const std::filesystem::path& model) {
  std::filesystem::path settings_file = model;
  settings_file += ".json";
  TRY_ASSIGN(const Bytes json, read_model_file(settings_file));
  auto settings = PiperSettings::parse({reinterpret_cast<const char*>(json.data()), json.size()});
  if (!settings) return fail(settings.error().in(settings_file.string()));
  TRY_ASSIGN(auto session, runtime.open(model));
  return std::unique_ptr<Piper>(new Piper(std::unique_ptr<Model>(new Model{.runtime = runtime,
                                                                           .phonemizer = phonemizer,
                                                                           .settings = *std::move(settings),
                                                                           .session = std::move(session)})));
}

Result<RenderedClause> Piper::render(std::string_view clause, float rate, audio::SampleRate sample_rate,
                                     std::stop_token stop) {
  const std::vector<SpokenWord> words = spoken_words(clause);
  std::string phonemes;
  std::vector<WordWeight> weights;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view next =
        i + 1 < words.size() ? std::string_view(words[i + 1].spoken) : std::string_view{};
    const std::string said = model_->phonemizer.phonemes(words[i].spoken, next);
    weights.push_back({.text_end = words[i].end, .weight = utf8_code_points(said).size() + 1});
    if (said.empty()) continue;
    if (!phonemes.empty()) phonemes += ' ';
    phonemes += said;
  }
  RenderedClause rendered;
  if (phonemes.empty()) return rendered;
  if (stop.stop_requested()) return fail(ErrorCode::cancelled, "no longer to be said");
  TRY_ASSIGN(const Tensor sound,
             model_->run(model_->settings.ids_of(phonemes), std::clamp(rate, 0.5F, 2.0F)));
  TRY_ASSIGN(rendered.pcm,
             audio::resample(to_telephone_level(sound.floats()), model_->settings.rate, sample_rate));
  rendered.words = share_out(weights, rendered.pcm.size());
  return rendered;
}

}  // namespace attendant::speech::embedded
