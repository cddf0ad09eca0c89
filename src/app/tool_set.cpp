#include "app/tool_set.hpp"

#include <utility>

#include "base/clock.hpp"
#include "tools/plan_document.hpp"

namespace attendant::app {

Result<std::unique_ptr<ToolSet>> ToolSet::open(const Options& options) {
  std::unique_ptr<ToolSet> set(new ToolSet);
  std::vector<tools::ToolSpec> specs;
  tools::OutsideTools outside;

  set->model_ = options.model;
  if (const auto& folder = options.settings.insurance.documents_dir; !folder.empty()) {
    TRY_ASSIGN(set->library_, documents::Library::open(options.documents_file, set->model_.get()));
    const auto read = set->library_->add_folder(folder);
    if (!read) return fail(read.error().in("insurance.documents_dir"));
    specs.push_back(tools::plan_document_spec());
    outside.emplace(specs.back().name, std::make_shared<tools::PlanDocuments>(*set->library_));
  }

  TRY_ASSIGN(auto catalogue, tools::insurance_catalogue().with(std::move(specs)));
  set->runtime_ = std::make_unique<tools::ToolRuntime>(std::move(catalogue), options.records,
                                                       tools::LockOutPolicy{},
                                                       std::make_shared<SystemClock>(), std::move(outside));
  return set;
}

}  // namespace attendant::app
