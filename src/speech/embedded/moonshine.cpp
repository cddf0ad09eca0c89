#include "speech/embedded/moonshine.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "audio/resampler.hpp"
#include "inference/session.hpp"
#include "speech/embedded/loop_guard.hpp"
#include "speech/embedded/model_file.hpp"
#include "speech/embedded/moonshine_decoder.hpp"

namespace attendant::speech::embedded {
namespace {

using inference::Input;
using inference::Runtime;
using inference::Session;
using inference::Tensor;

constexpr std::size_t kShortestAudio = 1600;  // 100 ms: the encoder's filters need 63 ms

std::vector<float> to_floats(audio::SamplesView samples) {
  std::vector<float> floats(std::max(samples.size(), kShortestAudio), 0.0F);
  std::ranges::transform(samples, floats.begin(),
                         [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
  return floats;
}

struct Choice {
  std::int64_t token = 0;
  float probability = 0.0F;
};

// The likeliest token of one row of logits; not the end where there must be words.
Choice choose(std::span<const float> logits, bool may_end) {
  auto best = logits.begin();
  for (auto at = logits.begin(); at != logits.end(); ++at)
    if (*at > *best && (may_end || at - logits.begin() != MoonshineTokens::kEnd)) best = at;
  float sum = 0.0F;
  for (const float logit : logits) {
    if (const float distance = logit - *best; distance > -20.0F) sum += std::exp(distance);
  }
  return {.token = best - logits.begin(), .probability = 1.0F / sum};
}

// What these logits expect, next to what was chosen of them.
SentenceEnding ending_of(std::span<const float> logits, const Choice& chosen, const MoonshineTokens& tokens) {
  using Kind = MoonshineTokens::Kind;
  const float top = logits[static_cast<std::size_t>(chosen.token)];
  SentenceEnding ending;
  for (std::size_t token = 0; token < std::min(logits.size(), tokens.size()); ++token) {
    const float distance = logits[token] - top;
    const Kind kind = tokens.kind(token);
    if (kind == Kind::none || distance < -20.0F) continue;
    const float share = std::exp(distance) * chosen.probability;
    float& of_kind = kind == Kind::word     ? ending.word
                     : kind == Kind::comma  ? ending.comma
                     : kind == Kind::period ? ending.period
                                            : ending.question;
    of_kind += share;
  }
  return ending;
}

}  // namespace

struct Moonshine::Models {
  const Runtime& runtime;
  MoonshineTokens tokens;
  std::unique_ptr<Session> encoder;
  MoonshineDecoderModel decoder;
  bool always_words = false;

  Result<Tensor> encode(std::vector<float>& samples) const {
    std::vector<std::int64_t> mask(samples.size(), 1);
    const std::array<std::int64_t, 2> shape = {1, static_cast<std::int64_t>(samples.size())};
    const Tensor values = runtime.view(std::span(samples), shape);
    const Tensor attention = runtime.view(std::span(mask), shape);
    const std::array<Input, 2> inputs = {Input{"input_values", &values}, Input{"attention_mask", &attention}};
    const std::array<const char*, 1> outputs = {"last_hidden_state"};
    const auto& names = encoder->input_names();  // not every export has the mask
    const bool masked = std::ranges::find(names, "attention_mask") != names.end();
    TRY_ASSIGN(auto results, encoder->run(std::span(inputs).first(masked ? 2 : 1), outputs));
    return std::move(results[0]);
  }
};

Moonshine::Moonshine(std::unique_ptr<Models> models) : models_(std::move(models)) {}
Moonshine::~Moonshine() = default;

Result<std::unique_ptr<Moonshine>> Moonshine::load(const Runtime& runtime,
                                                   const std::filesystem::path& folder,
                                                   const MoonshineOptions& options) {
  TRY_ASSIGN(const Bytes vocabulary, read_model_file(folder / "tokenizer.bin"));
  TRY_ASSIGN(auto tokens, MoonshineTokens::parse(vocabulary));
  const inference::SessionOptions session{.fold_weights = options.fold_weights};
  TRY_ASSIGN(auto encoder, runtime.open(folder / "encoder_model.ort", session));
  TRY_ASSIGN(auto decoder_session, runtime.open(folder / "decoder_model_merged.ort", session));
  auto decoder = MoonshineDecoderModel::of(runtime, std::move(decoder_session));
  if (!decoder)
    return fail(decoder.error().code, fmt::format("{}: {}", folder.string(), decoder.error().message));
  auto models = std::make_unique<Models>(runtime, std::move(tokens), std::move(encoder), *std::move(decoder),
                                         options.always_words);
  return std::unique_ptr<Moonshine>(new Moonshine(std::move(models)));
}

Result<Transcript> Moonshine::transcribe(audio::SamplesView samples, audio::SampleRate sample_rate,
                                         const ReadingRequest& request, std::stop_token stop) {
  TRY_ASSIGN(const audio::Samples wideband, audio::resample(samples, sample_rate, audio::kSpeechRate));
  std::vector<float> floats = to_floats(wideband);
  TRY_ASSIGN(Tensor hidden, models_->encode(floats));

  MoonshineDecoder decoder(models_->decoder, std::move(hidden), request.guess);
  LoopGuard guard(static_cast<double>(floats.size()) / audio::kSpeechRate.hertz());
  Transcript transcript;
  std::vector<std::int64_t>& tokens = transcript.tokens;
  double probabilities = 0.0;
  bool after_word = false;  // so was the last token
  float last_word = 0.0F;   // and its probability
  for (std::int64_t last = MoonshineTokens::kBegin;;) {
    if (stop.stop_requested()) return fail(ErrorCode::cancelled, "the audio went on");
    TRY_ASSIGN(const auto logits, decoder.after(last));
    const Choice next = choose(logits, !models_->always_words || !tokens.empty());
    const bool word =
        models_->tokens.kind(static_cast<std::size_t>(next.token)) == MoonshineTokens::Kind::word;
    if (after_word && !word) {
      transcript.ending = ending_of(logits, next, models_->tokens);
      transcript.ending->last_word = last_word;
    }
    if (next.token == MoonshineTokens::kEnd) break;
    after_word = word;
    if (word) last_word = next.probability;
    tokens.push_back(next.token);
    probabilities += static_cast<double>(next.probability);
    if (guard.is_looping(tokens)) {
      transcript.looped = true;
      tokens.resize(guard.keep());
      break;
    }
    last = next.token;
  }
  transcript.text = models_->tokens.text(tokens);
  if (!tokens.empty())
    transcript.confidence =
        static_cast<float>(std::min(1.0, probabilities / static_cast<double>(tokens.size())));
  if (transcript.looped) transcript.confidence = 0.0F;
  return transcript;
}

}  // namespace attendant::speech::embedded
