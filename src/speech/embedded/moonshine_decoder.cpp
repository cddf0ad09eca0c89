#include "speech/embedded/moonshine_decoder.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace attendant::speech::embedded {
namespace {

using inference::Input;
using inference::Tensor;

constexpr std::int64_t kHeads = 8;
// From so many tokens on it pays to compute all that was read once more together with them: the model takes
// several at once only without caches.
constexpr std::size_t kWorthAPass = 4;

// The caches of a decoder layer, in the order in which the model names them.
constexpr std::array<const char*, 4> kCacheKinds = {"decoder.key", "decoder.value", "encoder.key",
                                                    "encoder.value"};
constexpr bool is_encoder_cache(std::size_t index) { return index % kCacheKinds.size() >= 2; }

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

MoonshineDecoderModel::MoonshineDecoderModel(const inference::Runtime& runtime,
                                             std::unique_ptr<inference::Session> session)
    : runtime_(&runtime), session_(std::move(session)) {
  for (int layer = 0; has(session_->input_names(), fmt::format("past_key_values.{}.decoder.key", layer));
       ++layer) {
    for (const char* kind : kCacheKinds) {
      past_names_.push_back(fmt::format("past_key_values.{}.{}", layer, kind));
      present_names_.push_back(fmt::format("present.{}.{}", layer, kind));
    }
  }
}

Result<MoonshineDecoderModel> MoonshineDecoderModel::of(const inference::Runtime& runtime,
                                                        std::unique_ptr<inference::Session> session) {
  MoonshineDecoderModel model(runtime, std::move(session));
  if (model.past_names_.empty()) return fail(ErrorCode::unsupported, "not a Moonshine decoder");
  return model;
}

MoonshineDecoder::MoonshineDecoder(const MoonshineDecoderModel& model, Tensor hidden,
                                   std::span<const std::int64_t> guess)
    : model_(model), hidden_(std::move(hidden)), guess_(guess), kept_(model.past_names_.size(), {0.0F}) {
  const std::array<std::int64_t, 4> empty = {1, kHeads, 0, hidden_.shape()[2] / kHeads};
  for (std::size_t i = 0; i < model.past_names_.size(); ++i)
    caches_.push_back(model.runtime_->view(std::span(kept_[i]).first(0), empty));
}

Result<std::span<const float>> MoonshineDecoder::after(std::int64_t token) {
  tokens_.push_back(token);
  const bool begins = tokens_.size() == 1;
  if (!begins) guess_.read(token);
  if (fed_.size() >= tokens_.size() && fed_[tokens_.size() - 1] == token) return row();
  const auto ahead = guess_.rest();
  if (begins || ahead.size() >= kWorthAPass) {
    TRY(feed_from_the_start(ahead));
  } else {
    forget_ahead();
    TRY(feed_last());
  }
  return row();
}

Status MoonshineDecoder::feed_from_the_start(std::span<const std::int64_t> ahead) {
  has_caches_ = false;
  fed_ = tokens_;
  fed_.insert(fed_.end(), ahead.begin(), ahead.end());
  first_row_ = 0;
  return run(fed_);
}

Status MoonshineDecoder::feed_last() {
  first_row_ = fed_.size();
  fed_.push_back(tokens_.back());
  return run(std::span(fed_).last(1));
}

Status MoonshineDecoder::run(std::span<std::int64_t> tokens) {
  const inference::Runtime& runtime = *model_.runtime_;
  // The model thins the mask of the audio out by 384 samples a step; one element is spread over all steps.
  std::array<std::int64_t, 1> all_of_it = {1};
  std::array<bool, 1> use_caches = {has_caches_};
  const std::array<std::int64_t, 2> tokens_shape = {1, static_cast<std::int64_t>(tokens.size())};
  const std::array<std::int64_t, 2> mask_shape = {1, 1};
  const std::array<std::int64_t, 1> flag_shape = {1};
  const Tensor ids = runtime.view(tokens, tokens_shape);
  const Tensor mask = runtime.view(std::span(all_of_it), mask_shape);
  const Tensor flag = runtime.view(std::span(use_caches), flag_shape);
  std::vector<Input> inputs = {{"input_ids", &ids},
                               {"encoder_hidden_states", &hidden_},
                               {"encoder_attention_mask", &mask},
                               {"use_cache_branch", &flag}};
  std::erase_if(inputs,
                [this](const Input& input) { return !has(model_.session_->input_names(), input.name); });
  for (std::size_t i = 0; i < caches_.size(); ++i)
    inputs.push_back({model_.past_names_[i].c_str(), &caches_[i]});
  std::vector<const char*> outputs = {"logits"};
  for (const std::string& name : model_.present_names_) outputs.push_back(name.c_str());

  TRY_ASSIGN(auto results, model_.session_->run(inputs, outputs));
  for (std::size_t i = 0; i < caches_.size(); ++i) {
    // What was computed from the encoder never changes; later steps return it empty.
    if (has_caches_ && is_encoder_cache(i)) continue;
    caches_[i] = std::move(results[i + 1]);
  }
  has_caches_ = true;
  logits_ = std::move(results[0]);
  return {};
}

// Of what the caches hold only the tokens of the text, but for the last, which is yet to be fed.
void MoonshineDecoder::forget_ahead() {
  const std::size_t count = tokens_.size() - 1;
  if (fed_.size() == count) return;
  for (std::size_t i = 0; i < caches_.size(); ++i) {
    if (is_encoder_cache(i)) continue;
    const auto shape = caches_[i].shape();  // [1, heads, tokens, width of a head]
    const auto width = static_cast<std::size_t>(shape[3]);
    const auto held = caches_[i].floats();
    std::vector<float> cut;
    cut.reserve(static_cast<std::size_t>(kHeads) * count * width);
    for (std::size_t head = 0; head < static_cast<std::size_t>(kHeads); ++head) {
      const auto of_head = held.subspan(head * fed_.size() * width, count * width);
      cut.insert(cut.end(), of_head.begin(), of_head.end());
    }
    kept_[i] = std::move(cut);
    const std::array<std::int64_t, 4> cut_shape = {1, kHeads, static_cast<std::int64_t>(count), shape[3]};
    caches_[i] = model_.runtime_->view(std::span(kept_[i]), cut_shape);
  }
  fed_.resize(count);
}

std::span<const float> MoonshineDecoder::row() const {
  const auto logits = logits_.floats();
  const auto width = static_cast<std::size_t>(logits_.shape().back());
  return logits.subspan((tokens_.size() - 1 - first_row_) * width, width);
}

}  // namespace attendant::speech::embedded
