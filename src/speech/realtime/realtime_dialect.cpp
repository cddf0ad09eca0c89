#include "speech/realtime/realtime_dialect.hpp"

#include <fmt/format.h>

#include "base/percent_encoding.hpp"

namespace attendant::speech {
std::string realtime_url(const RealtimeDialect& dialect) {
  const std::string origin = fmt::format("{}://{}", dialect.tls ? "wss" : "ws", dialect.host);
  const std::string model = percent_encoded(dialect.model);
  switch (dialect.vendor) {
    case RealtimeVendor::openai:
      return fmt::format("{}/v1/realtime?model={}", origin, model);
    case RealtimeVendor::azure:
      return fmt::format("{}/openai/v1/realtime?model={}", origin, model);
    case RealtimeVendor::voice_live:
      return fmt::format("{}/voice-live/realtime?api-version={}&model={}", origin,
                         percent_encoded(dialect.api_version), model);
  }
  return {};
}

std::vector<std::pair<std::string, std::string>> realtime_headers(const RealtimeDialect& dialect,
                                                                  const std::string& key) {
  if (dialect.vendor == RealtimeVendor::openai) return {{"authorization", "Bearer " + key}};
  return {{"api-key", key}};
}

}  // namespace attendant::speech
