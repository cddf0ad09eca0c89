// The tools of this server: the built-in ones, the plan documents, and those of the operator's files.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/outside_http.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "documents/library.hpp"
#include "insurance/record_store.hpp"
#include "runtime/loop.hpp"
#include "tools/mcp/tool_server.hpp"
#include "tools/runtime.hpp"
#include "tools/tool_file.hpp"
#include "understanding/sentence_model.hpp"

namespace attendant::app {

// The files of settings.tools: all of them, or an error that names each mistake.
Result<std::vector<tools::ToolFile>> read_tool_files(const config::Tools& settings);

class ToolSet {
 public:
  using Problem = std::function<void(const std::string&)>;  // any thread
  struct Options {
    const std::string& documents_dir;           // Markdown; empty: no plan documents
    const std::vector<tools::ToolFile>& files;  // read_tool_files
    std::string documents_file;                 // the index of the plan documents; ":memory:": it is not kept
    insurance::RecordStore* records;            // outlives the set; null: there is no runtime
    std::shared_ptr<const understanding::SentenceModel> model;  // null: documents are found by words alone
    const Clock& clock;
    OutsideHttp* http = nullptr;  // must be there when there are files; outlives the set
    // For the MCP servers at the start. Who watches them need not wait for one that is slow to start.
    std::chrono::seconds patience{5};
  };
  // Reads the documents that changed since the last time, which takes some 15 ms a sentence, and asks the MCP
  // servers for their tools, all at once. What is the matter with a server is told to `problem`, now and
  // while it is watched; a file that is wrong is an error.
  static Result<std::unique_ptr<ToolSet>> open(const Options& options, Problem problem);
  ~ToolSet();
  tools::ToolRuntime& runtime() { return *runtime_; }
  // What there is now, beside or without a runtime.
  Result<tools::Catalogue> catalogue() const;
  tools::OutsideTools outside() const;

  // From now on the MCP servers are looked at from time to time, and when they say that their tools changed:
  // calls that begin after that have the tools as they are then. `background` runs a look, which blocks;
  // false: there is no room now. On the loop's thread; both outlive the last look.
  using Background = std::function<bool(runtime::Job look)>;
  void watch(runtime::Loop& loop, Background background);
  void stop_watching();  // on the loop's thread

 private:
  struct Watched;
  ToolSet();
  bool look_at(tools::mcp::ToolServer& server, Duration patience);
  void use_what_is_offered();
  void next_look(runtime::Loop& loop, Watched& watched, Duration after);

  Problem problem_;
  const Clock* clock_ = nullptr;
  std::shared_ptr<const understanding::SentenceModel> model_;
  std::unique_ptr<documents::Library> library_;
  // What is always there.
  std::vector<tools::ToolSpec> specs_;
  tools::OutsideTools outside_;
  std::unique_ptr<tools::ToolRuntime> runtime_;
  std::mutex using_;  // one change of the runtime's tools at a time
  Background background_;
  std::vector<std::unique_ptr<Watched>> watched_;
};

}  // namespace attendant::app
