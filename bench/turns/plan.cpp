#include "plan.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::bench {
namespace {

namespace json = boost::json;

std::chrono::milliseconds milliseconds_of(const json::value& value) {
  return std::chrono::milliseconds(value.to_number<std::int64_t>());
}

PlannedStep step_of(const json::object& object, const std::filesystem::path& folder) {
  PlannedStep step{.file = folder / std::string(object.at("file").as_string()), .into = {}};
  if (const auto* into = object.if_contains("into_ms")) step.into = milliseconds_of(*into);
  if (const auto* claims = object.if_contains("claims")) step.claims = claims->as_bool();
  return step;
}

PlannedCall call_of(const json::object& object, const std::filesystem::path& folder) {
  PlannedCall call{.name = json::value_to<std::string>(object.at("call")),
                   .number = json::value_to<std::string>(object.at("number")),
                   .echo = {},
                   .steps = {}};
  if (const auto* db = object.if_contains("echo_db"))
    call.echo = PlannedEcho{.db = db->to_number<float>(), .delay = milliseconds_of(object.at("echo_ms"))};
  for (const auto& step : object.at("steps").as_array())
    call.steps.push_back(step_of(step.as_object(), folder));
  return call;
}

}  // namespace

Result<std::vector<PlannedCall>> parse_plan(std::string_view lines, const std::filesystem::path& folder) {
  std::vector<PlannedCall> calls;
  int number = 0;
  for (const auto line : split(lines, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    try {  // Boost.JSON's accessors throw
      calls.push_back(call_of(json::parse(line).as_object(), folder));
    } catch (const boost::system::system_error& error) {
      return fail(ErrorCode::invalid, fmt::format("line {}: {}", number, error.what()));
    }
  }
  return calls;
}

}  // namespace attendant::bench
