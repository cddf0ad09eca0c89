// The tools of this server: the built-in ones, the plan documents, and those of the operator's files.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "documents/library.hpp"
#include "insurance/record_store.hpp"
#include "tools/runtime.hpp"
#include "understanding/sentence_model.hpp"

namespace attendant::app {

class ToolSet {
 public:
  struct Options {
    const config::Settings& settings;     // insurance and tools
    std::string documents_file;           // the index of the plan documents; ":memory:" for one that is not kept
    insurance::RecordStore& records;      // outlives the set
    std::shared_ptr<const understanding::SentenceModel> model;  // null: documents are found by words alone
  };
  // Reads the documents that changed since the last time, which takes some 15 ms a sentence.
  static Result<std::unique_ptr<ToolSet>> open(const Options& options);

  tools::ToolRuntime& runtime() { return *runtime_; }

 private:
  ToolSet() = default;

  std::shared_ptr<const understanding::SentenceModel> model_;
  std::unique_ptr<documents::Library> library_;
  std::unique_ptr<tools::ToolRuntime> runtime_;
};

}  // namespace attendant::app
