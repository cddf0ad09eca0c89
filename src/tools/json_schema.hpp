// Arguments of a tool from a JSON Schema of an object, as OpenAPI and MCP write them. Pure.
//
// Taken: string (enum, pattern, maxLength), integer, number (minimum, maximum), boolean, and each of them "or
// null". Lists and objects are not: nobody says them on the telephone, and a brain fills a flat form best.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "tools/spec.hpp"

namespace attendant::tools {

struct SchemaArguments {
  std::vector<Argument> arguments;
  std::vector<std::string> left_out;  // optional ones of a kind that is not taken, each with its reason
};

// What a "$ref" points to; null when there is nothing.
using FindReference = std::function<const boost::json::object*(std::string_view reference)>;

// Whether patterns of the schema are taken: of the operator's file yes, of a server that may lie no (a
// pattern can be made that takes for ever).
enum class Patterns { take, leave };

// invalid, naming the argument: one that is required is of a kind that is not taken.
Result<SchemaArguments> arguments_from_schema(const boost::json::object& schema, const FindReference& find,
                                              Patterns patterns);

// The same of one value; the name stands in errors.
Result<Argument> argument_from_schema(std::string name, const boost::json::object& schema,
                                      const FindReference& find, Patterns patterns);

}  // namespace attendant::tools
