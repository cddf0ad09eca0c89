// Everything that the tools of a configuration need, for a conversation of which nothing is kept: the records
// in memory, joined with those that are elsewhere, the plan documents and the operator's tools. What a tool
// of another machine changes there stays changed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/outside_http.hpp"
#include "app/tool_set.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "insurance/record_store.hpp"
#include "records/sqlite_store.hpp"
#include "tools/runtime.hpp"
#include "tools/tool_file.hpp"
#include "understanding/sentence_model.hpp"

namespace attendant::app {

class TrialTools {
 public:
  // Blocks: reads the records, the documents and the tool files, and asks the servers for what they have.
  // `settings` outlives it; `model` may be null.
  static Result<std::unique_ptr<TrialTools>> open(const config::Settings& settings,
                                                  std::shared_ptr<const understanding::SentenceModel> model,
                                                  ToolSet::Problem problem);

  tools::ToolRuntime& runtime() { return set_->runtime(); }

 private:
  TrialTools() = default;

  SystemClock clock_;
  std::unique_ptr<records::SqliteStore> local_;
  std::unique_ptr<OutsideHttp> http_;                  // null: nothing is elsewhere
  std::unique_ptr<insurance::RecordStore> elsewhere_;  // null: `local_` alone
  std::vector<tools::ToolFile> files_;
  std::unique_ptr<ToolSet> set_;
};

}  // namespace attendant::app
