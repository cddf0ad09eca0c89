// What the server watches of its calls: metrics and log lines, and optionally the live view. Lives on the
// shard.
#pragma once

#include <memory>
#include <string>

#include "app/live_view.hpp"
#include "call/services.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::app {

class CallWatch final : public call::Observer {
 public:
  // `live` may be null.
  CallWatch(telemetry::Registry& metrics, telemetry::Logger log, std::unique_ptr<LiveView> live);

  void on_event(const CallId& call, const conversation::Event& event,
                const std::vector<conversation::Effect>& effects) override;
  void on_problem(const CallId& call, std::string_view what, const Error& error) override;
  void on_line_stats(const CallId& call, const media::LineStats& stats) override;

 private:
  void count(const CallId& call, const conversation::TurnRecord& turn);

  telemetry::Registry& metrics_;
  telemetry::Logger log_;
  std::unique_ptr<LiveView> live_;
  telemetry::Gauge& active_;
  telemetry::Counter& started_;
  telemetry::Counter& interruptions_;
  telemetry::Counter& guesses_used_;
  telemetry::Counter& guesses_wasted_;
  telemetry::Histogram& answer_;
  telemetry::Histogram& decision_;
  telemetry::Histogram& voice_;
  telemetry::Histogram& mos_;
  telemetry::Counter& lost_packets_;
};

}  // namespace attendant::app
