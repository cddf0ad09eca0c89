// The shape of every insurance tool: a pure step from records and arguments to an answer and, for a write,
// what to write. No clock, no database, no call: the runtime of src/tools fetches, checks identity and
// confirmation, and writes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/tool_answer.hpp"
#include "insurance/changes.hpp"
#include "insurance/records.hpp"

namespace attendant::insurance {

// Who asks and about whom, as the runtime established it.
struct Asker {
  std::string member_id;   // empty: a caller who did not say who they are
  std::string subject_id;  // whose records are meant: the asker or a dependant
  bool zip_proved = false;
  std::string
      representative;  // name of the authorised representative who speaks for member_id; empty for the member

  bool about_self() const { return subject_id == member_id && representative.empty(); }
};

struct Question {
  const FamilyFile& file;  // of the asker's family; empty for a caller who is not known
  const Directory& directory;
  const Asker& asker;
  const boost::json::object& arguments;  // validated against the tool's schema
  Date today;
};

struct Step {
  ToolAnswer answer;             // with a change: what to say once it is written (may hold kReference)
  std::optional<Change> change;  // what to write, if the caller confirms
  std::string read_back;         // the question that confirms the change
};

using Tool = Step (*)(const Question&);

// The tool of a name, or null. Names and arguments: src/tools/README.md.
Tool find_tool(std::string_view name);

}  // namespace attendant::insurance
