// The tools of this server: the built-in ones, the plan documents, and those of the operator's files.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/outside_http.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "documents/library.hpp"
#include "insurance/record_store.hpp"
#include "tools/runtime.hpp"
#include "tools/tool_file.hpp"
#include "understanding/sentence_model.hpp"

namespace attendant::app {

// The files of settings.tools: all of them, or an error that names each mistake.
Result<std::vector<tools::ToolFile>> read_tool_files(const config::Tools& settings);

class ToolSet {
 public:
  struct Options {
    const std::string& documents_dir;           // Markdown; empty: no plan documents
    const std::vector<tools::ToolFile>& files;  // read_tool_files
    std::string documents_file;                 // the index of the plan documents; ":memory:": it is not kept
    insurance::RecordStore& records;            // outlives the set
    std::shared_ptr<const understanding::SentenceModel> model;  // null: documents are found by words alone
    const Clock& clock;
    OutsideHttp* http = nullptr;  // must be there when there are files; outlives the set
  };
  // Reads the documents that changed since the last time, which takes some 15 ms a sentence, and asks each
  // MCP server for its tools. A server that cannot be reached now is told to `problem`, and its tools are not
  // there until the next start; a file that is wrong is an error.
  static Result<std::unique_ptr<ToolSet>> open(const Options& options,
                                               const std::function<void(const std::string&)>& problem);
  tools::ToolRuntime& runtime() { return *runtime_; }

 private:
  ToolSet() = default;

  std::shared_ptr<const understanding::SentenceModel> model_;
  std::unique_ptr<documents::Library> library_;
  std::unique_ptr<tools::ToolRuntime> runtime_;
};

}  // namespace attendant::app
