#include "app/tool_set.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "base/text.hpp"
#include "config/secret_source.hpp"
#include "tools/http/http_tools.hpp"
#include "tools/mcp/mcp_tools.hpp"
#include "tools/plan_document.hpp"

namespace attendant::app {
namespace {

constexpr std::chrono::seconds kIntroduction{15};  // for an MCP server to start and to list its tools

Status open_files(const ToolSet::Options& options, std::vector<tools::ToolSpec>& specs,
                  tools::OutsideTools& outside, const std::function<void(const std::string&)>& problem) {
  if (options.files.empty()) return {};
  CHECK(options.http != nullptr);
  const auto http = options.http->access();
  const auto add = [&](auto opened) {
    std::ranges::move(opened.specs, std::back_inserter(specs));
    outside.merge(opened.tools);
  };
  for (const auto& file : options.files) {
    if (file.is_http()) {
      TRY_ASSIGN(auto opened, tools::http::open_http_tools(file, http));
      add(std::move(opened));
      continue;
    }
    TRY_ASSIGN(auto client, tools::mcp::make_client(file, http, options.clock));
    auto opened = tools::mcp::open_mcp_tools(file, std::move(client), options.clock.now() + kIntroduction);
    if (opened)
      add(*std::move(opened));
    else
      problem("tools of " + file.name + " are missing: " + opened.error().message);
  }
  return {};
}

}  // namespace

Result<std::vector<tools::ToolFile>> read_tool_files(const config::Tools& settings) {
  const config::LocalSecrets secrets([](const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  });
  std::vector<tools::ToolFile> files;
  std::vector<std::string> problems;
  for (const auto& path : settings.files) {
    auto file = tools::read_tool_file(path, secrets);
    if (file)
      files.push_back(*std::move(file));
    else
      problems.push_back(file.error().message);
  }
  if (!problems.empty()) return fail(ErrorCode::invalid, join(problems, "\n"));
  return files;
}

Result<std::unique_ptr<ToolSet>> ToolSet::open(const Options& options,
                                               const std::function<void(const std::string&)>& problem) {
  std::unique_ptr<ToolSet> set(new ToolSet);
  std::vector<tools::ToolSpec> specs;
  tools::OutsideTools outside;

  set->model_ = options.model;
  if (const auto& folder = options.documents_dir; !folder.empty()) {
    TRY_ASSIGN(set->library_, documents::Library::open(options.documents_file, set->model_.get()));
    const auto read = set->library_->add_folder(folder);
    if (!read) return fail(read.error().in("insurance.documents_dir"));
    specs.push_back(tools::plan_document_spec());
    outside.emplace(specs.back().name, std::make_shared<tools::PlanDocuments>(*set->library_));
  }
  TRY(open_files(options, specs, outside, problem));

  TRY_ASSIGN(auto catalogue, tools::insurance_catalogue().with(std::move(specs)));
  set->runtime_ =
      std::make_unique<tools::ToolRuntime>(std::move(catalogue), options.records, tools::LockOutPolicy{},
                                           std::make_shared<SystemClock>(), std::move(outside));
  return set;
}

}  // namespace attendant::app
