// The tool calls of a model's answers: gathered from the pieces of the stream, and read. Pure; owned by one
// session.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "brain/model/chat_request.hpp"
#include "brain/model/model_answer.hpp"

namespace attendant::brain {

class CallCollector {
 public:
  void add(const ToolCallDelta& piece);
  bool empty() const { return calls_.empty(); }
  void clear() { calls_.clear(); }
  // In the order of their index. A call whose id is missing, or was used before, gets another.
  std::vector<ToolCall> take();

 private:
  std::map<std::uint32_t, ToolCall> calls_;
  std::set<std::string, std::less<>> used_;  // ids of the call so far
};

// The arguments as an object; the error is for the model: what to write instead.
Result<boost::json::object> read_arguments(const ToolCall& call);

}  // namespace attendant::brain
