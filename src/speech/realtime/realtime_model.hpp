// The LiveModel of the Realtime protocol (OpenAI, Azure OpenAI, Azure Voice Live): RealtimeProtocol over a
// WebSocket. On one shard, whose loop it takes.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/web_socket.hpp"
#include "runtime/loop.hpp"
#include "speech/live_model.hpp"
#include "speech/realtime/realtime_dialect.hpp"
#include "telemetry/log.hpp"

namespace attendant::speech {

class RealtimeModel final : public LiveModel {
 public:
  // Opens a WebSocket as a client; the events hear on_open, or on_closed when it cannot be opened. Not before
  // it returns. What it returns gives the attempt up when it is destroyed, and may be null.
  using Headers = std::vector<std::pair<std::string, std::string>>;
  using Dial = std::function<std::shared_ptr<void>(const std::string& url, const Headers& headers,
                                                   std::shared_ptr<net::SocketEvents> events)>;
  struct Options {
    RealtimeDialect dialect;
    std::string key;
    std::chrono::milliseconds ready_within{5'000};  // of opening, connecting included
    std::size_t most_unsent = 256 * 1024;  // bytes; a service slower than that is of no use in a call
  };

  RealtimeModel(runtime::Loop& loop, Dial dial, Options options, telemetry::Logger log);

  std::unique_ptr<LiveSession> open(const LiveSetting& setting, Tell tell) override;
  std::string name() const override { return options_.dialect.model; }

 private:
  runtime::Loop& loop_;
  const Dial dial_;
  const Options options_;
  const telemetry::Logger log_;
};

}  // namespace attendant::speech
