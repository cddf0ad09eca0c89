// A tool that is none of the insurance rules: the plan documents, an operation of an HTTP service, a tool of
// an MCP server. The runtime calls it only after arguments, identity, scope, repetition and confirmation were
// found good.
#pragma once

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/tool_answer.hpp"
#include "tools/spec.hpp"

namespace attendant::tools {

// What the runtime knows of the call, for a tool whose file asks for it ("{identity.member_id}"). A brain
// neither sees nor sets any of it.
struct KnownCaller {
  std::string call_id;
  std::string member_id;      // the asker; empty: not known
  std::string subscriber_id;  // of the family
  std::string subject_id;     // whose records are meant
  std::string plan_id;        // of the subject's coverage in force; empty: none, or not known
  bool known() const { return !member_id.empty(); }
};

struct OutsideCall {
  const ToolSpec& spec;
  const boost::json::object& arguments;  // validated against the spec
  const KnownCaller& caller;
  std::string idempotency_key;  // the same for a repetition of the same write
  Instant deadline;
  std::stop_token stop;  // the answer is no longer wanted: return at once, with whatever
};

class OutsideTool {
 public:
  virtual ~OutsideTool() = default;

  // Blocks until the answer is there, the deadline has passed or `stop` was requested. Any thread of its
  // pool, several at a time.
  virtual Result<ToolAnswer> call(const OutsideCall& call) = 0;

  // True: it waits for somebody else's machine, and belongs on a pool that nothing else waits for.
  virtual bool waits_for_others() const = 0;
};

using OutsideTools = std::map<std::string, std::shared_ptr<OutsideTool>, std::less<>>;  // by the spec's name

}  // namespace attendant::tools
