// Any text as an event of the journal: an error, or an event that is written and read back as the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "conversation/event.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace json = boost::json;
  namespace conversation = attendant::conversation;
  boost::system::error_code error;
  const auto value = json::parse(std::string_view(reinterpret_cast<const char*>(data), size), error);
  if (error) return 0;
  const auto event = conversation::event_from_json(value);
  if (!event) return 0;
  const auto written = json::serialize(conversation::to_json(*event));
  const auto again = conversation::event_from_json(json::parse(written));
  CHECK(again.has_value());
  CHECK(json::serialize(conversation::to_json(*again)) == written);
  return 0;
}
