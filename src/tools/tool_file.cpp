#include "tools/tool_file.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "config/node.hpp"
#include "config/reader.hpp"
#include "tools/template.hpp"

namespace attendant::tools {
namespace {

using config::Fields;

constexpr std::array<std::string_view, 5> kKnown = {"identity.member_id", "identity.subscriber_id",
                                                    "identity.subject_id", "identity.plan_id", "call.id"};

Status any(std::string_view) { return {}; }

Status well_formed(std::string_view sentence) {
  const auto places = places_of(sentence);
  return places ? Status() : Status(fail(places.error()));
}

Status known_value(std::string_view text) {
  TRY_ASSIGN(const auto places, places_of(text));
  for (const auto& place : places)
    if (std::ranges::find(kKnown, place) == kKnown.end())
      return fail(ErrorCode::invalid, fmt::format("{{{}}} is not known; there are {}", place,
                                                  join({kKnown.begin(), kKnown.end()}, ", ")));
  return {};
}

void bind(Fields& f, Auth& s) {
  f.value("kind", s.kind, {"none", "bearer", "basic", "header"}, "how we say who we are");
  f.value("header", s.header, "of kind header: its name");
  f.value("user", s.user, "of kind basic");
  f.value("secret", s.secret, "only as a reference, such as ${env:PHARMACY_TOKEN}");
}

void bind(Fields& f, HttpSource& s) {
  f.value("openapi", s.openapi, "the OpenAPI 3 file (JSON or YAML), beside this one");
  f.value("server", s.server, "https://host[:port][/base]; \"\": the file's first server");
  f.value("idempotency", s.idempotency, "writes carry Idempotency-Key");
}

void bind(Fields& f, McpSource& s) {
  f.value("url", s.url, "of a server that speaks streamable HTTP");
  f.texts("command", s.command, any, "of a server that speaks over its standard input and output");
  f.named_texts("environment", s.environment, any, "what the command gets beside PATH, HOME and LANG");
}

void bind(Fields& f, ToolEntry& s) {
  f.value("name", s.name, "in our catalogue");
  f.value("operation", s.operation, "operationId, or the server's name for it; \"\": the same");
  f.value("description", s.description, "for a model; \"\": the operation's");
  f.value("level", s.level, {"none", "member", "member_zip"}, "who may use it");
  f.value("access", s.access, {"automatic", "read", "write"},
          "automatic: of HTTP by its method, of MCP a write");
  f.value("scope", s.scope, "of an authorised representative: claims, benefits, billing");
  f.value("confirm", s.confirm, "a write is read back first");
  f.value("read_back", s.read_back, "the question for that, with places of the arguments");
  f.value("timeout", s.timeout, "of one call");
  f.value("filler", s.filler, "said when it lets the caller wait");
  f.named_texts("fill", s.fill, known_value, "arguments that the runtime fills in and no brain sees");
  f.texts("say", s.say, well_formed, "sentences with places of the answer");
  f.texts("facts", s.facts, any, "paths of the answer that are kept; []: all of it");
}

void bind(Fields& f, ToolFile& s) {
  f.value("name", s.name, "of this source");
  f.section("http", [&](Fields& in) { bind(in, s.http); }, "");
  f.section("mcp", [&](Fields& in) { bind(in, s.mcp); }, "");
  f.section("auth", [&](Fields& in) { bind(in, s.auth); }, "");
  f.bytes("largest_answer", s.largest_answer, "a longer one is an error");
  f.sections(
      "tools", s.tools.size(), [&s](std::size_t size) { s.tools.assign(size, {}); },
      [&s](Fields& item, std::size_t i) { bind(item, s.tools[i]); }, "");
}

bool is_name(std::string_view name) {
  if (name.empty() || name.size() > 64) return false;
  return std::ranges::all_of(
      name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool fills_identity(const ToolEntry& tool) {
  return std::ranges::any_of(tool.fill, [](const auto& one) { return one.second.contains("{identity."); });
}

using Tell = std::function<void(const std::string& path, const std::string& problem)>;

void check_tool(const ToolEntry& tool, const std::string& at, const Tell& wrong) {
  if (!is_name(tool.name)) wrong(at + ".name", "expects 1 to 64 of a-z, 0-9 and _");
  if (fills_identity(tool) && tool.level == conversation::AuthLevel::none)
    wrong(at + ".level", "must be member or member_zip, for member data is sent");
  if (tool.access == AccessRule::write && tool.confirm && tool.read_back.empty())
    wrong(at + ".read_back", "a write that is confirmed needs the question for it");
  if (const auto places = places_of(tool.read_back); !places)
    wrong(at + ".read_back", places.error().message);
  if (tool.timeout.count() < 50 || tool.timeout.count() > 30'000)
    wrong(at + ".timeout", "must be from 50ms to 30s");
}

void check_file(const ToolFile& file, const Tell& wrong) {
  const int sources =
      (file.is_http() ? 1 : 0) + (file.mcp.url.empty() ? 0 : 1) + (file.mcp.command.empty() ? 0 : 1);
  if (!is_name(file.name)) wrong("name", "expects 1 to 64 of a-z, 0-9 and _");
  if (sources != 1) wrong("http", "exactly one of http.openapi, mcp.url and mcp.command must be there");
  if (file.auth.kind != AuthKind::none && file.auth.secret.empty())
    wrong("auth.secret", "is missing; write a reference, such as ${env:PHARMACY_TOKEN}");
  if (file.auth.kind != AuthKind::none && !file.mcp.command.empty())
    wrong("auth", "a command has no headers; give it what it needs in mcp.environment");
  if (file.tools.empty()) wrong("tools", "is empty: no operation is a tool");
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < file.tools.size(); ++i) {
    const auto at = fmt::format("tools[{}]", i);
    check_tool(file.tools[i], at, wrong);
    if (!names.insert(file.tools[i].name).second) wrong(at + ".name", "is there twice");
  }
}

}  // namespace

Result<ToolFile> parse_tool_file(std::string_view yaml, const std::string& path,
                                 const config::SecretSource& secrets) {
  static const std::map<std::string, std::string> kNoEnvironment;
  const std::filesystem::path file_path(path);
  const auto name = file_path.filename().string();
  TRY_ASSIGN(const config::Node document, config::parse_yaml(yaml, name));
  if (document.kind != config::Node::Kind::map)
    return fail(ErrorCode::invalid, name + ":1:1: expects lines of 'key: value', such as 'name: pharmacy'");
  ToolFile file;
  file.place = file_path.parent_path().string();
  config::Reading reading{.name = name, .environment = kNoEnvironment, .secrets = secrets};
  config::Reader reader(reading, document, "");
  bind(reader, file);
  reader.report_unknown();
  auto problems = std::move(reading.problems);
  const Tell wrong = [&](const std::string& at, const std::string& problem) {
    const auto place = document.place_of(at);
    problems.push_back(fmt::format("{}:{}:{}: {}: {}", name, place.line, place.column, at, problem));
  };
  if (problems.empty()) check_file(file, wrong);
  const bool referred = std::ranges::find(reading.secret_keys, "auth.secret") != reading.secret_keys.end();
  if (!file.auth.secret.empty() && !referred)
    wrong("auth.secret", "must be a reference, such as ${env:PHARMACY_TOKEN}");
  if (!problems.empty()) return fail(ErrorCode::invalid, join(problems, "\n"));
  for (auto& tool : file.tools)
    if (tool.operation.empty()) tool.operation = tool.name;
  file.secrets = std::move(reading.secret_values);
  return file;
}

Result<ToolFile> read_tool_file(const std::string& path, const config::SecretSource& secrets) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return fail(ErrorCode::not_found, path + ": cannot be read");
  return parse_tool_file(text, path, secrets);
}

}  // namespace attendant::tools
