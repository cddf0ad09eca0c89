// A LogSink that never makes a shard wait: lines go into a bounded queue, one thread writes them to a
// descriptor. When the queue is full the line is dropped and counted; the next written line says how many
// were.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "telemetry/log.hpp"

namespace attendant::telemetry {

class AsyncLog final : public LogSink {
 public:
  // `fd` is borrowed (2 = standard error) and must stay open until this is destroyed.
  explicit AsyncLog(int fd, std::size_t capacity = 8192);
  ~AsyncLog() override;  // writes what is queued

  void write(std::string line) override;
  std::uint64_t dropped() const;
  void flush();  // returns when all that was written before has left

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::telemetry
