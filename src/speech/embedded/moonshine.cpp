#include "speech/embedded/moonshine.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "audio/resampler.hpp"
#include "inference/session.hpp"
#include "speech/embedded/loop_guard.hpp"
#include "speech/embedded/model_file.hpp"

namespace attendant::speech::embedded {
namespace {

using inference::Input;
using inference::Runtime;
using inference::Session;
using inference::Tensor;

constexpr std::int64_t kHeads = 8;
constexpr std::size_t kShortestAudio = 1600;  // 100 ms: the encoder's filters need 63 ms

// The caches of a decoder layer, in the order in which the model names them.
constexpr std::array<const char*, 4> kCacheKinds = {"decoder.key", "decoder.value", "encoder.key",
                                                    "encoder.value"};
constexpr bool is_encoder_cache(std::size_t index) { return index % kCacheKinds.size() >= 2; }

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

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
  std::unique_ptr<Session> encoder, decoder;
  std::vector<std::string> past_names, present_names;  // layer by layer, kCacheKinds each
  bool always_words = false;

  Models(const Runtime& r, MoonshineTokens t, std::unique_ptr<Session> e, std::unique_ptr<Session> d)
      : runtime(r), tokens(std::move(t)), encoder(std::move(e)), decoder(std::move(d)) {
    const std::vector<std::string>& inputs = decoder->input_names();
    for (int layer = 0; has(inputs, fmt::format("past_key_values.{}.decoder.key", layer)); ++layer) {
      for (const char* kind : kCacheKinds) {
        past_names.push_back(fmt::format("past_key_values.{}.{}", layer, kind));
        present_names.push_back(fmt::format("present.{}.{}", layer, kind));
      }
    }
  }

  Result<Tensor> encode(std::vector<float>& samples) const {
    std::vector<std::int64_t> mask(samples.size(), 1);
    const std::array<std::int64_t, 2> shape = {1, static_cast<std::int64_t>(samples.size())};
    const Tensor values = runtime.view(std::span(samples), shape);
    const Tensor attention = runtime.view(std::span(mask), shape);
    const std::array<Input, 2> inputs = {Input{"input_values", &values}, Input{"attention_mask", &attention}};
    const std::array<const char*, 1> outputs = {"last_hidden_state"};
    const bool masked = has(encoder->input_names(), "attention_mask");  // not every export has it
    TRY_ASSIGN(auto results, encoder->run(std::span(inputs).first(masked ? 2 : 1), outputs));
    return std::move(results[0]);
  }
};

namespace {

// One greedy decode.
class Decoding {
 public:
  Decoding(const Runtime& runtime, const Session& decoder, const std::vector<std::string>& past_names,
           const std::vector<std::string>& present_names, Tensor hidden)
      : runtime_(runtime), decoder_(decoder), past_names_(past_names), hidden_(std::move(hidden)) {
    const std::vector<std::int64_t> shape = hidden_.shape();  // [1, steps, width]
    const std::array<std::int64_t, 4> empty = {1, kHeads, 0, shape[2] / kHeads};
    for (std::size_t i = 0; i < past_names.size(); ++i)
      caches_.push_back(runtime.view(std::span(nothing_).first(0), empty));
    outputs_.push_back("logits");
    for (const std::string& name : present_names) outputs_.push_back(name.c_str());
  }

  // Feeds `token` and returns the next one.
  Result<Choice> step(std::int64_t token, bool may_end) {
    token_[0] = token;
    const std::array<std::int64_t, 2> token_shape = {1, 1};
    const std::array<std::int64_t, 2> mask_shape = {1, 1};
    const std::array<std::int64_t, 1> flag_shape = {1};
    const Tensor ids = runtime_.view(std::span(token_), token_shape);
    const Tensor mask = runtime_.view(std::span(mask_), mask_shape);
    const Tensor flag = runtime_.view(std::span(has_cache_), flag_shape);
    std::vector<Input> inputs = {{"input_ids", &ids},
                                 {"encoder_hidden_states", &hidden_},
                                 {"encoder_attention_mask", &mask},
                                 {"use_cache_branch", &flag}};
    std::erase_if(inputs, [this](const Input& input) { return !has(decoder_.input_names(), input.name); });
    for (std::size_t i = 0; i < caches_.size(); ++i) inputs.push_back({past_names_[i].c_str(), &caches_[i]});

    TRY_ASSIGN(auto results, decoder_.run(inputs, outputs_));
    for (std::size_t i = 0; i < caches_.size(); ++i) {
      // What was computed from the encoder never changes; later steps return it empty.
      if (has_cache_[0] && is_encoder_cache(i)) continue;
      caches_[i] = std::move(results[i + 1]);
    }
    has_cache_[0] = true;
    logits_ = std::move(results[0]);
    return choose(logits_.floats(), may_end);
  }

  // Of the last step.
  std::span<const float> logits() const { return logits_.floats(); }

 private:
  const Runtime& runtime_;
  const Session& decoder_;
  const std::vector<std::string>& past_names_;
  Tensor hidden_;
  Tensor logits_;
  // The model thins the mask of the audio out by 384 samples a step; one element is spread over all steps.
  std::array<std::int64_t, 1> mask_{1};
  std::array<float, 1> nothing_{};
  std::array<std::int64_t, 1> token_{};
  std::array<bool, 1> has_cache_{false};
  std::vector<Tensor> caches_;
  std::vector<const char*> outputs_;
};

}  // namespace

Moonshine::Moonshine(std::unique_ptr<Models> models) : models_(std::move(models)) {}
Moonshine::~Moonshine() = default;

Result<std::unique_ptr<Moonshine>> Moonshine::load(const Runtime& runtime,
                                                   const std::filesystem::path& folder,
                                                   const MoonshineOptions& options) {
  TRY_ASSIGN(const Bytes vocabulary, read_model_file(folder / "tokenizer.bin"));
  TRY_ASSIGN(auto tokens, MoonshineTokens::parse(vocabulary));
  const inference::SessionOptions session{.fold_weights = options.fold_weights};
  TRY_ASSIGN(auto encoder, runtime.open(folder / "encoder_model.ort", session));
  TRY_ASSIGN(auto decoder, runtime.open(folder / "decoder_model_merged.ort", session));
  auto models = std::make_unique<Models>(runtime, std::move(tokens), std::move(encoder), std::move(decoder));
  models->always_words = options.always_words;
  if (models->past_names.empty())
    return fail(ErrorCode::unsupported, fmt::format("{}: not a Moonshine decoder", folder.string()));
  return std::unique_ptr<Moonshine>(new Moonshine(std::move(models)));
}

Result<Transcript> Moonshine::transcribe(audio::SamplesView samples, audio::SampleRate sample_rate, Care,
                                         std::stop_token stop) {
  TRY_ASSIGN(const audio::Samples wideband, audio::resample(samples, sample_rate, audio::kSpeechRate));
  std::vector<float> floats = to_floats(wideband);
  TRY_ASSIGN(Tensor hidden, models_->encode(floats));

  Decoding decoding(models_->runtime, *models_->decoder, models_->past_names, models_->present_names,
                    std::move(hidden));
  LoopGuard guard(static_cast<double>(floats.size()) / audio::kSpeechRate.hertz());
  Transcript transcript;
  std::vector<std::int64_t> tokens;
  double probabilities = 0.0;
  bool after_word = false;  // so was the last token
  float last_word = 0.0F;   // and its probability
  for (std::int64_t last = MoonshineTokens::kBegin;;) {
    if (stop.stop_requested()) return fail(ErrorCode::cancelled, "the audio went on");
    TRY_ASSIGN(const Choice next, decoding.step(last, !models_->always_words || !tokens.empty()));
    const bool word =
        models_->tokens.kind(static_cast<std::size_t>(next.token)) == MoonshineTokens::Kind::word;
    if (after_word && !word) {
      transcript.ending = ending_of(decoding.logits(), next, models_->tokens);
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
