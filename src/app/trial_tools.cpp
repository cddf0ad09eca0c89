#include "app/trial_tools.hpp"

#include <utility>

#include "app/record_engine.hpp"

namespace attendant::app {
namespace {

constexpr std::chrono::seconds kPatience{15};  // for MCP servers: nobody looks at them again

}  // namespace

Result<std::unique_ptr<TrialTools>> TrialTools::open(
    const config::Settings& settings, std::shared_ptr<const understanding::SentenceModel> model,
    ToolSet::Problem problem) {
  std::unique_ptr<TrialTools> self(new TrialTools);
  const auto& insurance = settings.insurance;
  TRY_ASSIGN(self->local_, records::SqliteStore::open({.path = ":memory:", .data = insurance.data_dir}));
  TRY_ASSIGN(self->files_, read_tool_files(settings.tools));
  if (insurance.records != config::RecordEngine::sqlite || !self->files_.empty()) {
    TRY_ASSIGN(self->http_, OutsideHttp::start(self->clock_));
  }
  TRY_ASSIGN(self->elsewhere_, open_record_engine(insurance, *self->local_, self->http_.get(), self->clock_));
  insurance::RecordStore& records = self->elsewhere_ ? *self->elsewhere_ : *self->local_;
  TRY_ASSIGN(self->set_, ToolSet::open({.documents_dir = insurance.documents_dir,
                                        .files = self->files_,
                                        .documents_file = ":memory:",
                                        .records = &records,
                                        .model = std::move(model),
                                        .clock = self->clock_,
                                        .http = self->http_.get(),
                                        .patience = kPatience},
                                       std::move(problem)));
  return self;
}

}  // namespace attendant::app
