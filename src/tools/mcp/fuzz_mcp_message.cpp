// Any bytes from an MCP server: never a crash, whatever they claim to be the result of.
#include <cstdint>
#include <string_view>

#include "tools/json_schema.hpp"
#include "tools/mcp/json_rpc.hpp"
#include "tools/mcp/protocol.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attendant::tools;
  const auto message = mcp::parse_message({reinterpret_cast<const char*>(data), size});
  if (!message) return 0;
  const auto* response = std::get_if<mcp::RpcResponse>(&*message);
  if (response == nullptr) return 0;
  static_cast<void>(mcp::read_initialize(response->result));
  static_cast<void>(mcp::read_call_result(response->result));
  const auto page = mcp::read_tool_page(response->result);
  if (!page) return 0;
  for (const auto& tool : page->tools)
    static_cast<void>(arguments_from_schema(tool.input_schema, {}, Patterns::leave));
  return 0;
}
