// Whose records are meant by "my son" or "Alvin", and whether this asker may ask about them. Pure.
#pragma once

#include <string>
#include <variant>

#include <boost/json/object.hpp>

#include "base/date.hpp"
#include "base/tool_answer.hpp"
#include "insurance/records.hpp"

namespace attendant::tools {

// Whether the arguments name somebody (relation or person), and whether that is the asker ("self", "me").
bool names_somebody(const boost::json::object& arguments);
bool names_self(const boost::json::object& arguments);

// The member id, or the answer that asks which one, or says that it cannot be.
// A subscriber or spouse may ask about the dependants; nobody may ask about the subscriber but the
// subscriber.
std::variant<std::string, ToolAnswer> find_subject(const insurance::FamilyFile& file,
                                                   const std::string& asker_id,
                                                   const boost::json::object& arguments);

// The given name of the one other member of the family whom the caller's words name ("Alvin's visit"); empty
// when they name nobody, the asker, or several.
std::string named_relative(const insurance::FamilyFile& file, const std::string& asker_id,
                           std::string_view said);

}  // namespace attendant::tools
