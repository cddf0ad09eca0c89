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

namespace {

// What the voice's duration predictor decides: frames of sound for each id. Exported voices have it under
// this name, as a value between two steps.
constexpr const char* kDurations = "/Ceil_output_0";

// A clause as the model takes it.
struct Spelled {
  std::string phonemes;
  std::vector<SaidWord> words;
  std::vector<std::size_t> ids_end;  // of each word: ids before its end, the pause behind it not included
};

}  // namespace

struct Piper::Model {
  const inference::Runtime& runtime;
  Phonemizer& phonemizer;
  PiperSettings settings;
  std::unique_ptr<inference::Session> session;
  bool tells_durations = false;

  // The sound, and the durations if the voice tells them.
  Result<std::vector<Tensor>> run(std::vector<std::int64_t> ids, float rate) const {
    std::array<std::int64_t, 1> length = {static_cast<std::int64_t>(ids.size())};
    std::array<float, 3> scales = {settings.noise_scale, settings.length_scale / rate, settings.noise_width};
    const std::array<std::int64_t, 2> ids_shape = {1, length[0]};
    const std::array<std::int64_t, 1> length_shape = {1}, scales_shape = {3};
    const Tensor ids_tensor = runtime.view(std::span(ids), ids_shape);
    const Tensor length_tensor = runtime.view(std::span(length), length_shape);
    const Tensor scales_tensor = runtime.view(std::span(scales), scales_shape);
    const std::array<Input, 3> inputs = {Input{"input", &ids_tensor}, Input{"input_lengths", &length_tensor},
                                         Input{"scales", &scales_tensor}};
    const std::array<const char*, 2> outputs = {"output", kDurations};
    return session->run(inputs, std::span(outputs).first(tells_durations ? 2 : 1));
  }

  Spelled spell(std::string_view clause) const;
};

Spelled Piper::Model::spell(std::string_view clause) const {
  Spelled spelled;
  std::size_t ids = PiperSettings::kLeadingIds;
  const auto say = [&](std::string_view phonemes) {
    spelled.phonemes += phonemes;
    ids += settings.ids_in(phonemes);
  };
  const std::vector<SpokenWord> written = spoken_words(clause);
  spelled.words = said_words(written);
  std::size_t place = 0;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const std::string_view next =
        i + 1 < written.size() ? std::string_view(written[i + 1].spoken) : std::string_view{};
    for (const auto& [phonemes, pause] : phonemizer.words(written[i].spoken, next)) {
      if (!phonemes.empty()) {
        if (!spelled.phonemes.empty()) say(" ");
        say(phonemes);
      }
      spelled.words[place++].weight = phonemes.empty() ? 0 : utf8_code_points(phonemes).size() + 1;
      spelled.ids_end.push_back(ids);
      if (!phonemes.empty()) say(pause);
    }
  }
  return spelled;
}

namespace {

// Where the words end in `samples` samples, by the frames of each id.
std::vector<std::uint32_t> ends_of(const Spelled& spelled, std::span<const float> frames,
                                   std::size_t samples) {
  std::vector<double> until = {0.0};
  for (const float count : frames) until.push_back(until.back() + static_cast<double>(count));
  std::vector<std::uint32_t> ends;
  for (const std::size_t ids : spelled.ids_end) {
    const double share = until[std::min(ids, frames.size())] / std::max(until.back(), 1.0);
    ends.push_back(static_cast<std::uint32_t>(share * static_cast<double>(samples)));
  }
  return ends;
}

}  // namespace

Piper::Piper(std::unique_ptr<Model> model) : model_(std::move(model)) {}
Piper::~Piper() = default;

Result<std::unique_ptr<Piper>> Piper::load(const inference::Runtime& runtime, Phonemizer& phonemizer,
                                           const std::filesystem::path& model) {
  std::filesystem::path settings_file = model;
  settings_file += ".json";
  TRY_ASSIGN(const Bytes json, read_model_file(settings_file));
  auto settings = PiperSettings::parse({reinterpret_cast<const char*>(json.data()), json.size()});
  if (!settings) return fail(settings.error().in(settings_file.string()));
  auto session = runtime.open(model, {.also_output = kDurations});
  const bool tells_durations = session.has_value();
  if (!tells_durations) session = runtime.open(model);  // another export: words are shared out by phonemes
  if (!session) return fail(session.error());
  return std::unique_ptr<Piper>(
      new Piper(std::unique_ptr<Model>(new Model{.runtime = runtime,
                                                 .phonemizer = phonemizer,
                                                 .settings = *std::move(settings),
                                                 .session = *std::move(session),
                                                 .tells_durations = tells_durations})));
}

Result<RenderedClause> Piper::render(std::string_view clause, float rate, audio::SampleRate sample_rate,
                                     std::stop_token stop) {
  const Spelled spelled = model_->spell(clause);
  RenderedClause rendered;
  if (spelled.phonemes.empty()) return rendered;
  if (stop.stop_requested()) return fail(ErrorCode::cancelled, "no longer to be said");
  TRY_ASSIGN(const auto outputs,
             model_->run(model_->settings.ids_of(spelled.phonemes), std::clamp(rate, 0.5F, 2.0F)));
  TRY_ASSIGN(rendered.pcm,
             audio::resample(to_telephone_level(outputs[0].floats()), model_->settings.rate, sample_rate));
  rendered.words = model_->tells_durations
                       ? marks_at(spelled.words, ends_of(spelled, outputs[1].floats(), rendered.pcm.size()))
                       : marks_by_weight(spelled.words, rendered.pcm.size());
  return rendered;
}

std::vector<SaidWord> Piper::said(std::string_view clause) const { return model_->spell(clause).words; }

bool Piper::tells_durations() const { return model_->tells_durations; }

}  // namespace attendant::speech::embedded
