// Any bytes as an OpenAPI file: never a crash; every operation that is taken can be called.
#include <cstdint>
#include <string_view>

#include "tools/http/openapi.hpp"
#include "tools/http/operation_call.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attendant::tools;
  const auto api = http::parse_openapi({reinterpret_cast<const char*>(data), size}, "api");
  if (!api) return 0;
  for (const auto& operation : api->operations) {
    boost::json::object arguments;
    for (const auto& parameter : operation.parameters) arguments[parameter.argument.name] = "x";
    static_cast<void>(http::operation_request("https://host.example", operation, arguments, {}));
  }
  return 0;
}
