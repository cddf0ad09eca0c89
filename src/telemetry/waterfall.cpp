#include "telemetry/waterfall.hpp"

#include <fmt/format.h>

namespace attendant::telemetry {
namespace {

constexpr std::array<std::string_view, kStages> kNames{"end_of_speech", "decision", "text",
                                                       "first_audio_queued", "first_audio_on_wire"};
constexpr std::array<std::string_view, kStages> kShort{"speech end", "decision", "text", "queued", "wire"};

std::size_t index(Stage stage) { return static_cast<std::size_t>(stage); }

// How long `stage` took: since the last stage before it that was marked.
std::optional<Duration> since_the_one_before(const Waterfall& turn, Stage stage) {
  for (std::size_t i = index(stage); i-- > 0;) {
    if (const auto took = turn.between(static_cast<Stage>(i), stage)) return took;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Stage stage) { return kNames[index(stage)]; }

void Waterfall::mark(Stage stage, Instant at) {
  auto& slot = at_[index(stage)];
  if (!slot) slot = at;
}

std::optional<Instant> Waterfall::at(Stage stage) const { return at_[index(stage)]; }

std::optional<Duration> Waterfall::between(Stage from, Stage to) const {
  const auto begin = at(from);
  const auto end = at(to);
  if (!begin || !end) return std::nullopt;
  return *end - *begin;
}

boost::json::object Waterfall::to_json() const {
  boost::json::object object;
  for (std::size_t i = 1; i < kStages; ++i) {
    const auto took = between(Stage::end_of_speech, static_cast<Stage>(i));
    if (took) object[fmt::format("{}_ms", kNames[i])] = to_ms(*took);
  }
  return object;
}

std::string Waterfall::to_line() const {
  std::string line(kShort[0]);
  for (std::size_t i = 1; i < kStages; ++i) {
    const auto took = since_the_one_before(*this, static_cast<Stage>(i));
    if (took) line += fmt::format(" +{} {}", to_ms(*took), kShort[i]);
  }
  if (const auto whole = total()) line += fmt::format(" = {} ms", to_ms(*whole));
  return line;
}

WaterfallMetrics::WaterfallMetrics(Registry& registry) {
  for (std::size_t i = 1; i < kStages; ++i) {
    stages_[i] = &registry.histogram("attendant_turn_stage_seconds",
                                     "time of a turn's stage since the stage before it", latency_buckets(),
                                     {{"stage", std::string(kNames[i])}});
  }
  answer_ =
      &registry.histogram("attendant_turn_answer_seconds",
                          "from the caller's last voiced sample to our first packet", latency_buckets());
}

void WaterfallMetrics::observe(const Waterfall& turn) {
  const auto seconds = [](Duration d) { return std::chrono::duration<double>(d).count(); };
  for (std::size_t i = 1; i < kStages; ++i) {
    const auto took = since_the_one_before(turn, static_cast<Stage>(i));
    if (took) stages_[i]->observe(seconds(*took));
  }
  if (const auto whole = turn.total()) answer_->observe(seconds(*whole));
}

}  // namespace attendant::telemetry
