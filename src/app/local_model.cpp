#include "app/local_model.hpp"

#include <filesystem>
#include <utility>

#ifdef ATTENDANT_LLAMA
#include "brain/model/local/llama/llama_model.hpp"
#endif

namespace attendant::app {
namespace {

#ifdef ATTENDANT_LLAMA
constexpr bool kBuiltIn = true;
#else
constexpr bool kBuiltIn = false;
#endif

Result<std::unique_ptr<brain::TextModel>> open_file(const config::LocalModelSettings& settings,
                                                    [[maybe_unused]] const telemetry::Logger& log) {
  TRY(check_local_model(settings));
#ifdef ATTENDANT_LLAMA
  auto model = brain::LlamaModel::load({.file = settings.file,
                                        .context = settings.context,
                                        .conversations = settings.conversations,
                                        .threads = settings.threads},
                                       log);
  if (!model) return fail(model.error().in("models.local"));
  return *std::move(model);
#else
  return nullptr;
#endif
}

brain::LocalOptions to_options(const config::LocalModelSettings& s) {
  return {.name = s.name,
          .model = std::filesystem::path(s.file).filename().string(),
          .first_token = s.first_token,
          .stall = s.stall,
          .longest_answer = s.longest_answer,
          .most_questions = static_cast<std::size_t>(s.most_questions)};
}

}  // namespace

Status check_local_model(const config::LocalModelSettings& settings) {
  if (settings.file.empty() || kBuiltIn) return {};
  return fail(ErrorCode::unsupported,
              "models.local.file: this program was built without llama.cpp; build it with "
              "-DATTENDANT_LLAMA=ON (docs/language-models.md), or name a server in models.pools");
}

LocalModel::LocalModel(runtime::Shard& shard, std::unique_ptr<brain::TextModel> model,
                       const config::LocalModelSettings& settings, telemetry::Registry& registry,
                       const telemetry::Logger& log)
    : model_(std::move(model)),
      thread_({.name = "language",
               .threads = 1,
               .capacity = static_cast<std::size_t>(settings.most_questions) * 2}),
      gateway_(
          shard, *model_, [this](runtime::Job job) { return thread_.post(std::move(job)); },
          to_options(settings), registry, log) {}

Result<std::unique_ptr<LocalModel>> LocalModel::make(runtime::Shard& shard,
                                                     const config::LocalModelSettings& settings,
                                                     telemetry::Registry& registry,
                                                     const telemetry::Logger& log) {
  if (settings.file.empty()) return nullptr;
  TRY_ASSIGN(auto model, open_file(settings, log));
  return std::unique_ptr<LocalModel>(new LocalModel(shard, std::move(model), settings, registry, log));
}

}  // namespace attendant::app
