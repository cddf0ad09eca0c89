#include "tools/mcp/mcp_tools.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "net/url.hpp"
#include "tools/json_schema.hpp"
#include "tools/mcp/http_transport.hpp"
#include "tools/mcp/stdio_transport.hpp"
#include "tools/outside_answer.hpp"
#include "tools/outside_spec.hpp"

namespace attendant::tools::mcp {
namespace {

namespace json = boost::json;

// The key of a write, under a name of our own (the specification, "_meta": a prefix that is a domain
// reversed).
constexpr std::string_view kKeyName = "attendant.local/idempotency-key";

class McpTool final : public OutsideTool {
 public:
  McpTool(std::shared_ptr<McpClient> client, ToolEntry entry)
      : client_(std::move(client)), entry_(std::move(entry)) {}

  Result<ToolAnswer> call(const OutsideCall& call) override {
    TRY_ASSIGN(const auto arguments, filled_arguments(entry_, call));
    json::object meta;
    if (!call.idempotency_key.empty()) meta[kKeyName] = opaque_key(call.idempotency_key);
    auto result =
        client_->call(entry_.operation, arguments, meta, {.deadline = call.deadline, .stop = call.stop});
    if (!result) return fail(std::move(result).error().in(entry_.name));
    // What the server says of its error is not told: it may be anything.
    if (result->is_error)
      return fail(ErrorCode::unavailable, fmt::format("{}: the MCP server could not do it", entry_.name));
    return outside_answer(entry_, result->answer);
  }
  bool waits_for_others() const override { return true; }

 private:
  std::shared_ptr<McpClient> client_;
  ToolEntry entry_;
};

Result<ToolSpec> spec_of(const ToolEntry& entry, std::span<const ListedTool> listed) {
  const auto found = std::ranges::find(listed, entry.operation, &ListedTool::name);
  if (found == listed.end())
    return fail(ErrorCode::not_found, fmt::format("the MCP server has no tool {}", entry.operation));
  TRY_ASSIGN(auto read, arguments_from_schema(found->input_schema, {}, Patterns::leave));
  return outside_spec(entry, found->description, std::move(read.arguments), Access::write);
}

}  // namespace

Result<std::shared_ptr<McpClient>> make_client(const ToolFile& file, const HttpAccess& http,
                                               const Clock& clock) {
  if (!file.mcp.command.empty()) {
    return std::make_shared<McpClient>(std::make_unique<StdioTransport>(
        ChildOptions{.command = file.mcp.command, .environment = file.mcp.environment},
        static_cast<std::size_t>(file.largest_answer), clock));
  }
  const auto url = net::parse_url(file.mcp.url);
  if (!url) return fail(url.error().in(fmt::format("{}: mcp.url", file.name)));
  if (!url->secure() && !is_this_machine(url->host))
    return fail(ErrorCode::invalid,
                fmt::format("{}: mcp.url: must be https, except on this machine", file.name));
  return std::make_shared<McpClient>(std::make_unique<HttpTransport>(
      HttpTransport::Options{
          .url = file.mcp.url,
          .auth = file.auth,
          .largest_answer = static_cast<std::size_t>(file.largest_answer),
          .hosts = std::make_shared<const net::AllowedHosts>(std::vector<std::string>{url->host})},
      http));
}

SelectedTools select_tools(const ToolFile& file, std::span<const ListedTool> listed,
                           const std::shared_ptr<McpClient>& client) {
  SelectedTools selected;
  for (const ToolEntry& entry : file.tools) {
    auto spec = spec_of(entry, listed);
    if (!spec) {
      selected.problems.push_back(
          std::move(spec).error().in(fmt::format("{}: {}", file.name, entry.name)).message);
      continue;
    }
    selected.tools.specs.push_back(*std::move(spec));
    selected.tools.tools.emplace(entry.name, std::make_shared<McpTool>(client, entry));
  }
  return selected;
}

}  // namespace attendant::tools::mcp
