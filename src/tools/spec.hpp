// What a tool is, seen from outside: its name, arguments, who may use it, and how it behaves in a call.
// Values; the catalogue is built once at start and never changes; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "agents/agent.hpp"
#include "base/result.hpp"
#include "conversation/identity.hpp"

namespace attendant::tools {

enum class ArgumentType { text, integer, number, boolean };

// One argument. Names are those of understanding::Slots where a slot of that name exists.
struct Argument {
  std::string name;
  ArgumentType type = ArgumentType::text;
  std::string description;           // for a language model and for the docs
  std::string pattern;               // ECMAScript, of text; empty = any text
  std::vector<std::string> one_of;   // allowed values of text; empty = any
  std::size_t longest = 200;         // bytes of text
  std::int64_t least = 0, most = 0;  // of an integer or a number
  bool required = false;
};

enum class Access { read, write };

// What a barge-in does to a running call of the tool: a read may be dropped, a write is always finished.
enum class OnInterrupt { finish, cancel };

struct ToolSpec {
  std::string name;
  std::string description;
  std::vector<Argument> arguments;
  conversation::AuthLevel level = conversation::AuthLevel::member;
  Access access = Access::read;
  std::string scope;  // what an authorised representative must be allowed: "claims", "benefits", "billing";
                      // empty: nothing
  bool confirmation = false;  // a write that is read back to the caller first (CallTool::confirmed)
  // The read-back of a write of an outside tool: "Shall I order {quantity} of {drug}?", filled from the
  // arguments. Our own writes make theirs of what they found.
  std::string read_back;
  std::chrono::milliseconds timeout{2000};
  std::string filler = "One moment while I look that up.";
  OnInterrupt on_interrupt = OnInterrupt::cancel;
};

// JSON Schema (2020-12) of the arguments: an object without additional properties.
boost::json::object argument_schema(const ToolSpec& spec);

// Whether arguments fit; the error names the argument.
Status validate(const ToolSpec& spec, const boost::json::object& arguments);

// Whether a call of it is cancelled when the caller says something else while it runs. An agent (`use`; null:
// none has a say) may have a read finished; nobody may have a write or a verification cancelled.
bool cancelled_on_interrupt(const ToolSpec& spec, const agents::ToolUse* use);

class Catalogue {
 public:
  explicit Catalogue(std::vector<ToolSpec> specs) : specs_(std::move(specs)) {}

  const ToolSpec* find(std::string_view name) const;  // null when there is none
  std::span<const ToolSpec> all() const { return specs_; }

  // With tools from elsewhere. conflict, naming it: two tools of one name.
  Result<Catalogue> with(std::vector<ToolSpec> specs) const;

  // Every tool with its schema, level and behaviour, for language models and the docs.
  boost::json::array describe() const;

 private:
  std::vector<ToolSpec> specs_;
};

// The tools of the insurance lines of work (README.md has the table).
Catalogue insurance_catalogue();

}  // namespace attendant::tools
