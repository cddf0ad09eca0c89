// The operations of an OpenAPI 3.0 or 3.1 file, as far as a tool needs them. Pure.
// https://spec.openapis.org/oas/v3.1.1
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "tools/spec.hpp"

namespace attendant::tools::http {

enum class Place { path, query, header, body };

struct Parameter {
  Argument argument;
  Place place = Place::query;
};

struct Operation {
  std::string id;      // operationId
  std::string method;  // "GET"
  std::string path;    // "/pharmacies/{id}"
  std::string summary;
  std::vector<Parameter> parameters;
  bool has_body = false;  // JSON
};

struct OpenApi {
  std::string
      server;  // of the first server, without a slash at its end; empty: none is named, or it has variables
  std::vector<Operation> operations;
  std::vector<std::string> left_out;  // what could not be taken, each with its reason
};

// From JSON text, or from YAML when it does not begin with a brace. invalid: it is no OpenAPI 3 file. An
// operation that cannot be a tool does not make the file invalid: it is in left_out, and named when it is
// asked for.
Result<OpenApi> parse_openapi(std::string_view text, std::string_view name);

}  // namespace attendant::tools::http
