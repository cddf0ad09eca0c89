// One YAML file of the operator = one source of tools from elsewhere: an HTTP service or an MCP server, and
// which of its operations are tools of ours, on what terms. docs/adding-a-tool.md has the format.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "config/secret_source.hpp"
#include "tools/spec.hpp"

namespace attendant::tools {

enum class AccessRule { automatic, read, write };  // automatic: of HTTP by its method, of MCP a write

// On what terms an operation is a tool. Whatever it does not say is taken from the operation.
struct ToolEntry {
  std::string name;         // in our catalogue
  std::string operation{};  // operationId, or the MCP server's name for it; empty: the same
  std::string description{};
  conversation::AuthLevel level = conversation::AuthLevel::member;
  AccessRule access = AccessRule::automatic;
  std::string scope{};      // of an authorised representative
  bool confirm = true;      // a write is read back first
  std::string read_back{};  // "Shall I order {quantity} of {drug}?"
  std::chrono::milliseconds timeout{2000};
  std::string filler = "One moment while I look that up.";
  // Arguments that the runtime fills in and no brain sees: "member" = "{identity.member_id}".
  std::vector<std::pair<std::string, std::string>> fill{};
  std::vector<std::string>
      say{};  // sentences with places of the answer; one whose place is empty is left out
  std::vector<std::string> facts{};  // paths of the answer that are kept; empty: all of it
};

enum class AuthKind { none, bearer, basic, header };
struct Auth {
  AuthKind kind = AuthKind::none;
  std::string header = "X-Api-Key";  // of kind header
  std::string user{};                // of kind basic
  std::string secret{};              // from a ${...} reference only
};

struct HttpSource {
  std::string openapi;      // the OpenAPI 3 file (JSON or YAML), beside this one
  std::string server{};     // "https://host[:port][/base]"; empty: the file's first server
  bool idempotency = true;  // writes carry Idempotency-Key
};

struct McpSource {
  std::string url;                   // streamable HTTP; or
  std::vector<std::string> command;  // a program with its arguments: stdio
  std::vector<std::pair<std::string, std::string>>
      environment{};  // all that it gets beside PATH, HOME and LANG
};

struct ToolFile {
  std::string name;   // of the source, for errors and metrics
  std::string place;  // the file's folder: what it names is beside it
  HttpSource http;
  McpSource mcp;
  Auth auth;
  std::uint64_t largest_answer = std::uint64_t{256} * 1024;  // bytes; a longer one is an error
  std::vector<ToolEntry> tools;
  std::vector<std::string> secrets{};  // what ${...} references gave: for the log's redactor

  bool is_http() const { return !http.openapi.empty(); }
};

// The error holds one line a problem, all of them: "pharmacy.yaml:7:3: tools[0].level: ...".
Result<ToolFile> parse_tool_file(std::string_view yaml, const std::string& path,
                                 const config::SecretSource& secrets);
Result<ToolFile> read_tool_file(const std::string& path, const config::SecretSource& secrets);

}  // namespace attendant::tools
