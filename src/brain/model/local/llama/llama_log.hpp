// What llama.cpp writes to its log, of which we want only why a file could not be loaded.
#pragma once

#include <string>

namespace attendant::brain {

// While it lives, the library's log is kept instead of printed; afterwards nothing of it is. The log is the
// library's only one: one object at a time, on one thread.
class LlamaLog {
 public:
  LlamaLog();
  ~LlamaLog();
  LlamaLog(const LlamaLog&) = delete;
  LlamaLog& operator=(const LlamaLog&) = delete;

  const std::string& first_error() const { return first_error_; }  // empty: there was none

 private:
  std::string first_error_;
};

}  // namespace attendant::brain
