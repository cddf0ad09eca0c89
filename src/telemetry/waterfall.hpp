// Where the time of one turn went, from the caller's last voiced sample to our first on the wire. A value.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::telemetry {

enum class Stage {
  end_of_speech,        // the caller's last voiced sample
  decision,             // the turn was taken to be over
  text,                 // the first clause of the reply existed
  first_audio_queued,   // its first samples were with the media line
  first_audio_on_wire,  // its first packet was sent
};
inline constexpr std::size_t kStages = 5;
std::string_view to_string(Stage stage);

class Waterfall {
 public:
  // The first mark of a stage stays: later clauses of the same turn do not move it.
  void mark(Stage stage, Instant at);
  std::optional<Instant> at(Stage stage) const;
  std::optional<Duration> between(Stage from, Stage to) const;
  std::optional<Duration> total() const { return between(Stage::end_of_speech, Stage::first_audio_on_wire); }

  // {"decision_ms": 312, "text_ms": 330, ...}: milliseconds since end of speech; unmarked stages are left
  // out.
  boost::json::object to_json() const;
  // "speech end +312 decision +18 text +9 queued +11 wire = 350 ms"
  std::string to_line() const;

 private:
  std::array<std::optional<Instant>, kStages> at_;
};

// attendant_turn_stage_seconds{stage="decision"...}: time since the stage before it; and
// attendant_turn_answer_seconds.
class WaterfallMetrics {
 public:
  explicit WaterfallMetrics(Registry& registry);
  void observe(const Waterfall& turn);

 private:
  std::array<Histogram*, kStages> stages_{};
  Histogram* answer_ = nullptr;
};

}  // namespace attendant::telemetry
