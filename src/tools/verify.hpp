// Proving who calls: the only place that raises an Identity. Every failure, and a closed door, sound the
// same, so that nobody learns from them whether a person exists. Thread: as ToolRuntime.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/tool_answer.hpp"
#include "conversation/identity.hpp"
#include "insurance/record_store.hpp"

namespace attendant::tools {

// How many failed verifications close the door, and for how long.
struct LockOutPolicy {
  int failures_per_member = 3;
  int failures_per_source = 10;
  std::chrono::minutes window{30};
};

struct VerifyRequest {
  std::string_view tool;  // verify_member, verify_zip, verify_representative, verify_provider_office
  const boost::json::object& arguments;  // validated
  std::string source_number;             // may be empty: then only the member's counter counts
  Date today;
  insurance::Access access;
};

inline constexpr std::string_view kNotVerified = "I couldn't verify those details.";

// The answer, and `identity` raised when all of it was right; on failure it stays as it was.
Result<ToolAnswer> verify(const VerifyRequest& request, insurance::RecordStore& store,
                          const LockOutPolicy& policy, conversation::Identity& identity);

}  // namespace attendant::tools
