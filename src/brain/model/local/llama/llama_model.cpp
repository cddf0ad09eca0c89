#include "brain/model/local/llama/llama_model.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <llama.h>

#include "brain/model/local/llama/llama_log.hpp"
#include "brain/model/local/llama/llama_prompt.hpp"
#include "brain/model/local/prefix_slots.hpp"
#include "brain/model/local/utf8_pieces.hpp"

namespace attendant::brain {
namespace {

static_assert(std::is_same_v<TokenId, llama_token>);

// Tokens of a prompt that are evaluated together: more are faster, fewer lose less when a caller speaks over
// it.
constexpr std::uint32_t kBatch = 128;
// Of the likeliest token: what is less likely is never drawn. Among so many tokens one of nonsense would be.
constexpr float kLeastLikely = 0.05F;
constexpr std::int32_t kAborted = 2;  // llama_decode's word for it

struct FreeModel {
  void operator()(llama_model* model) const { llama_model_free(model); }
};
struct FreeContext {
  void operator()(llama_context* context) const { llama_free(context); }
};
struct FreeSampler {
  void operator()(llama_sampler* sampler) const { llama_sampler_free(sampler); }
};
using Sampler = std::unique_ptr<llama_sampler, FreeSampler>;

Sampler sampler_for(const TextQuestion& question) {
  Sampler chain(llama_sampler_chain_init(llama_sampler_chain_default_params()));
  if (question.temperature <= 0.0) {
    llama_sampler_chain_add(chain.get(), llama_sampler_init_greedy());
    return chain;
  }
  if (question.top_p < 1.0)
    llama_sampler_chain_add(chain.get(), llama_sampler_init_top_p(static_cast<float>(question.top_p), 1));
  llama_sampler_chain_add(chain.get(), llama_sampler_init_min_p(kLeastLikely, 1));
  llama_sampler_chain_add(chain.get(), llama_sampler_init_temp(static_cast<float>(question.temperature)));
  llama_sampler_chain_add(chain.get(), llama_sampler_init_dist(question.seed));
  return chain;
}

}  // namespace

struct LlamaModel::Impl {
  Impl(LlamaOptions model_options, std::unique_ptr<llama_model, FreeModel> loaded,
       std::unique_ptr<llama_context, FreeContext> made)
      : options(std::move(model_options)),
        model(std::move(loaded)),
        context(std::move(made)),
        vocab(*llama_model_get_vocab(model.get())),
        chat_template(chat_template_of(*model)),
        slots(static_cast<std::size_t>(options.conversations)) {
    llama_set_abort_callback(
        context.get(), [](void* self) { return static_cast<Impl*>(self)->stop.stop_requested(); }, this);
  }

  // Of the sequence that the question under way has.
  Status evaluate(std::span<const llama_token> tokens);
  void reuse(const PrefixSlots::Plan& plan);
  std::string text_of(llama_token token) const;

  const LlamaOptions options;
  const std::unique_ptr<llama_model, FreeModel> model;
  const std::unique_ptr<llama_context, FreeContext> context;
  const llama_vocab& vocab;
  const std::string chat_template;
  PrefixSlots slots;

  // The question under way.
  std::stop_token stop;
  std::size_t slot = 0;
  int max_tokens = 0;
  Sampler sampler;
  std::optional<llama_token> chosen;  // and not evaluated yet
  Utf8Pieces characters;
  TextCounts counts;
};

// The memory's sequence is brought to hold the beginning of the prompt that it was planned to.
void LlamaModel::Impl::reuse(const PrefixSlots::Plan& plan) {
  slot = plan.slot;
  auto* memory = llama_get_memory(context.get());
  const auto sequence = static_cast<llama_seq_id>(plan.slot);
  const auto kept = static_cast<llama_pos>(plan.kept);
  counts.reused = kept;
  if (plan.copied_from) {
    llama_memory_seq_rm(memory, sequence, -1, -1);
    llama_memory_seq_cp(memory, static_cast<llama_seq_id>(*plan.copied_from), sequence, 0, kept);
  } else if (!llama_memory_seq_rm(memory, sequence, kept, -1)) {
    // Some kinds of model cannot go back: from the beginning then.
    llama_memory_seq_rm(memory, sequence, -1, -1);
    slots.cut(slot, 0);
    counts.reused = 0;
  }
}

Status LlamaModel::Impl::evaluate(std::span<const llama_token> tokens) {
  const auto sequence = static_cast<llama_seq_id>(slot);
  while (!tokens.empty()) {
    if (stop.stop_requested()) return fail(ErrorCode::cancelled, "the answer is not wanted any more");
    const auto part = tokens.first(std::min<std::size_t>(tokens.size(), kBatch));
    const auto from = static_cast<llama_pos>(slots.size(slot));
    std::vector<llama_token> ids(part.begin(), part.end());
    std::vector<llama_pos> positions(part.size());
    std::vector<std::int32_t> sequence_counts(part.size(), 1);
    std::array<llama_seq_id, 1> one{sequence};
    std::vector<llama_seq_id*> sequences(part.size(), one.data());
    std::vector<std::int8_t> logits(part.size(), 0);
    for (std::size_t i = 0; i < part.size(); ++i) positions[i] = from + static_cast<llama_pos>(i);
    logits.back() = part.size() == tokens.size() ? 1 : 0;
    const auto status = llama_decode(context.get(), {.n_tokens = static_cast<std::int32_t>(part.size()),
                                                     .token = ids.data(),
                                                     .embd = nullptr,
                                                     .pos = positions.data(),
                                                     .n_seq_id = sequence_counts.data(),
                                                     .seq_id = sequences.data(),
                                                     .logits = logits.data()});
    if (status != 0) {
      llama_memory_seq_rm(llama_get_memory(context.get()), sequence, from, -1);
      if (status == kAborted) return fail(ErrorCode::cancelled, "the answer is not wanted any more");
      return fail(ErrorCode::internal, fmt::format("llama.cpp could not evaluate {} tokens of {} ({})",
                                                   part.size(), options.file.string(), status));
    }
    slots.add(slot, part);
    tokens = tokens.subspan(part.size());
  }
  return {};
}

std::string LlamaModel::Impl::text_of(llama_token token) const {
  std::string text(64, '\0');
  const auto write = [&] {
    return llama_token_to_piece(&vocab, token, text.data(), static_cast<std::int32_t>(text.size()), 0, false);
  };
  auto length = write();
  if (length < 0) {
    text.resize(static_cast<std::size_t>(-length));
    length = write();
  }
  text.resize(static_cast<std::size_t>(std::max(length, 0)));
  return text;
}

LlamaModel::LlamaModel(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LlamaModel::~LlamaModel() = default;

Result<std::unique_ptr<LlamaModel>> LlamaModel::load(const LlamaOptions& options,
                                                     const telemetry::Logger& log) {
  const auto file = options.file.string();
  const LlamaLog library;
  const auto wrong = [&](std::string_view what) {
    return fail(ErrorCode::invalid,
                fmt::format("{} {}{}{}", file, what, library.first_error().empty() ? "" : ": ",
                            library.first_error()));
  };
  std::error_code unreadable;
  if (!std::filesystem::is_regular_file(options.file, unreadable))
    return fail(ErrorCode::not_found, file + " is no file that can be read");

  llama_backend_init();
  auto model_params = llama_model_default_params();
  model_params.load_mode = LLAMA_LOAD_MODE_MMAP;
  model_params.n_gpu_layers = 0;
  std::unique_ptr<llama_model, FreeModel> model(llama_model_load_from_file(file.c_str(), model_params));
  if (!model) return wrong("is no model file (GGUF) that llama.cpp can load");
  if (const auto most = llama_model_n_ctx_train(model.get()); most > 0 && options.context > most)
    return fail(ErrorCode::invalid, fmt::format("{} was made for a context of {} tokens, not of {}", file,
                                                most, options.context));

  auto params = llama_context_default_params();
  params.n_ctx = static_cast<std::uint32_t>(options.context * options.conversations);
  params.n_batch = params.n_ubatch = kBatch;
  params.n_seq_max = static_cast<std::uint32_t>(options.conversations);
  params.kv_unified = true;  // what conversations share is copied between them
  params.n_threads = params.n_threads_batch = options.threads;
  std::unique_ptr<llama_context, FreeContext> context(llama_init_from_model(model.get(), params));
  if (!context)
    return wrong(
        fmt::format("does not fit: {} conversations of {} tokens", options.conversations, options.context));

  const char* own_template = llama_model_chat_template(model.get(), nullptr);
  if (own_template == nullptr || !is_known_template(own_template))
    log.warning("the model file has no chat template that is known; chatml is used", {{"file", file}});
  return std::unique_ptr<LlamaModel>(
      new LlamaModel(std::make_unique<Impl>(options, std::move(model), std::move(context))));
}

Status LlamaModel::begin(const TextQuestion& question, const std::stop_token& stop) {
  auto& p = *impl_;
  p.stop = stop;
  p.counts = {};
  p.chosen.reset();
  p.characters = {};
  TRY_ASSIGN(const auto prompt, prompt_tokens(p.vocab, p.chat_template, question.turns));
  p.counts.prompt = static_cast<std::int64_t>(prompt.size());
  const auto context = static_cast<std::size_t>(p.options.context);
  if (prompt.empty() || prompt.size() >= context)
    return fail(ErrorCode::invalid, fmt::format("the prompt has {} tokens, the context of {} is {} "
                                                "(models.local.context)",
                                                prompt.size(), p.options.file.string(), context));
  const auto room = static_cast<int>(context - prompt.size());
  p.max_tokens = question.max_tokens > 0 ? std::min(question.max_tokens, room) : room;
  p.sampler = sampler_for(question);
  p.reuse(p.slots.choose(prompt, question.conversation));
  return p.evaluate(std::span(prompt).subspan(static_cast<std::size_t>(p.counts.reused)));
}

Result<TextPiece> LlamaModel::next(const std::stop_token& stop) {
  auto& p = *impl_;
  p.stop = stop;
  if (p.chosen) {
    TRY(p.evaluate(std::span(&*p.chosen, 1)));
    p.chosen.reset();
  }
  const auto token = llama_sampler_sample(p.sampler.get(), p.context.get(), -1);
  if (llama_vocab_is_eog(&p.vocab, token))
    return TextPiece{.text = p.characters.rest(), .end = TextEnd::stop};
  ++p.counts.answered;
  auto text = p.characters.add(p.text_of(token));
  if (p.counts.answered >= p.max_tokens)
    return TextPiece{.text = std::move(text) + p.characters.rest(), .end = TextEnd::length};
  p.chosen = token;
  return TextPiece{.text = std::move(text), .end = {}};
}

TextCounts LlamaModel::counts() const { return impl_->counts; }

}  // namespace attendant::brain
