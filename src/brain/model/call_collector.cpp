#include "brain/model/call_collector.hpp"

#include <utility>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::brain {
namespace {

constexpr std::size_t kMostCalls = 8;             // in one answer
constexpr std::size_t kMostArguments = 8 * 1024;  // bytes of one call

}  // namespace

void CallCollector::add(const ToolCallDelta& piece) {
  if (!calls_.contains(piece.index) && calls_.size() >= kMostCalls) return;
  auto& call = calls_[piece.index];
  if (call.id.empty()) call.id = piece.id;
  if (call.name.empty()) call.name = piece.name;
  if (call.arguments.size() + piece.arguments.size() <= kMostArguments) call.arguments += piece.arguments;
}

std::vector<ToolCall> CallCollector::take() {
  std::vector<ToolCall> calls;
  for (auto& [index, call] : std::exchange(calls_, {})) {
    if (call.id.empty() || used_.contains(call.id))
      call.id = fmt::format("{}_{}", call.name, used_.size() + 1);
    used_.insert(call.id);
    if (trim(call.arguments).empty()) call.arguments = "{}";
    calls.push_back(std::move(call));
  }
  return calls;
}

Result<boost::json::object> read_arguments(const ToolCall& call) {
  boost::system::error_code error;
  const auto value = boost::json::parse(call.arguments, error);
  if (error || !value.is_object()) return fail(ErrorCode::invalid, "the arguments are no JSON object");
  return value.get_object();
}

}  // namespace attendant::brain
