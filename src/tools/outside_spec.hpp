// What a tool from elsewhere looks like to a brain, and how its writes are told apart. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tools/spec.hpp"
#include "tools/tool_file.hpp"

namespace attendant::tools {

// `described`, `arguments` and `automatic` are the operation's. Arguments that the file fills in are not in
// the spec. invalid: the file fills in what the operation does not take, or a write has no read-back.
Result<ToolSpec> outside_spec(const ToolEntry& entry, const std::string& described,
                              std::vector<Argument> arguments, Access automatic);

// A key that tells another machine only whether two writes are the same: 32 hexadecimal digits of the
// runtime's key, which holds ids of members.
std::string opaque_key(std::string_view idempotency_key);

// A host that may be reached without TLS: nothing leaves the machine.
bool is_this_machine(std::string_view host);

}  // namespace attendant::tools
