// MCP over the standard input and output of a program: one message a line (the specification, "stdio"). One
// thread reads for all who wait. Thread: whoever calls, many at once.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.hpp"
#include "tools/mcp/child_process.hpp"
#include "tools/mcp/json_rpc.hpp"
#include "tools/mcp/transport.hpp"

namespace attendant::tools::mcp {

class StdioTransport final : public Transport {
 public:
  // The program is started by the first request. `clock` measures the deadlines.
  StdioTransport(ChildOptions options, std::size_t longest_line, const Clock& clock)
      : options_(std::move(options)), longest_line_(longest_line), clock_(clock) {}
  ~StdioTransport() override;

  Result<boost::json::value> request(std::string_view method, boost::json::object params,
                                     const Limits& limits) override;
  Status notify(std::string_view method, boost::json::object params, const Limits& limits) override;
  void use_version(const std::string&) override {}
  void reset() override;

  std::optional<pid_t> process() const;  // of the program that runs

 private:
  // One life of the program. The reader holds it too.
  struct Life;

  Result<std::shared_ptr<Life>> living();
  Status write(Life& life, std::string line, const Limits& limits);
  void read(const std::shared_ptr<Life>& life);
  void take_line(Life& life, std::string_view line);

  const ChildOptions options_;
  const std::size_t longest_line_;
  const Clock& clock_;
  mutable std::mutex mutex_;  // of life_ and reader_
  std::shared_ptr<Life> life_;
  std::thread reader_;
};

}  // namespace attendant::tools::mcp
