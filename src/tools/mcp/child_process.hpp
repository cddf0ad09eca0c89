// A program of the operator's with a way to its standard input and from its standard output. It gets an
// environment of its own, none of our secrets and none of our open files, and it ends with us: by id, SIGTERM
// and then SIGKILL.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "base/result.hpp"

namespace attendant::tools::mcp {

struct ChildOptions {
  std::vector<std::string> command;                              // program (found in PATH) and arguments
  std::vector<std::pair<std::string, std::string>> environment;  // beside PATH, HOME, LANG and LC_ALL
  std::chrono::milliseconds patience{2000};                      // between SIGTERM and SIGKILL
};

class ChildProcess {
 public:
  // not_found, naming the program.
  static Result<ChildProcess> start(const ChildOptions& options);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();  // ends the process and waits for its end; closes both ways

  int input() const { return input_; }    // we send to this socket, with MSG_NOSIGNAL
  int output() const { return output_; }  // we read
  pid_t id() const { return pid_; }

  // SIGTERM: reading then comes to the end of its output.
  void ask_to_end();

 private:
  ChildProcess() = default;

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::chrono::milliseconds patience_{0};
};

}  // namespace attendant::tools::mcp
