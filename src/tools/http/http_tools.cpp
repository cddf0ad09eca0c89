#include "tools/http/http_tools.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "net/allowed_hosts.hpp"
#include "net/url.hpp"
#include "tools/http/openapi.hpp"
#include "tools/http/operation_call.hpp"
#include "tools/outside_answer.hpp"
#include "tools/outside_spec.hpp"

namespace attendant::tools::http {
namespace {

// What all operations of a service share.
struct Service {
  std::string server;
  Auth auth;
  bool idempotency = true;
  std::size_t largest_answer = 0;
  std::shared_ptr<const net::AllowedHosts> hosts;
  HttpAccess http;
};

class HttpTool final : public OutsideTool {
 public:
  HttpTool(std::shared_ptr<const Service> service, Operation operation, ToolEntry entry)
      : service_(std::move(service)), operation_(std::move(operation)), entry_(std::move(entry)) {}

  Result<ToolAnswer> call(const OutsideCall& call) override {
    TRY_ASSIGN(const auto arguments, filled_arguments(entry_, call));
    auto request = operation_request(service_->server, operation_, arguments, service_->auth);
    request.deadline = call.deadline;
    request.allowed_hosts = service_->hosts;
    if (service_->idempotency && !call.idempotency_key.empty())
      request.headers.emplace_back("Idempotency-Key", opaque_key(call.idempotency_key));
    TRY_ASSIGN(const auto response,
               exchange(service_->http, std::move(request), service_->largest_answer, call.stop));
    return operation_answer(entry_, response);
  }
  bool waits_for_others() const override { return true; }

 private:
  std::shared_ptr<const Service> service_;
  Operation operation_;
  ToolEntry entry_;
};

Result<OpenApi> read_openapi(const ToolFile& file) {
  const auto path = std::filesystem::path(file.place) / file.http.openapi;
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in)
    return fail(ErrorCode::not_found,
                fmt::format("{}: http.openapi: {} cannot be read", file.name, path.string()));
  return parse_openapi(text, path.filename().string());
}

Result<Operation> find_operation(const OpenApi& api, const ToolFile& file, const ToolEntry& entry) {
  const auto found = std::ranges::find(api.operations, entry.operation, &Operation::id);
  if (found != api.operations.end()) return *found;
  for (const auto& why : api.left_out)
    if (why.starts_with(entry.operation + ":"))
      return fail(ErrorCode::unsupported,
                  fmt::format("{}: {} cannot be a tool: {}", file.name, entry.name, why));
  return fail(ErrorCode::not_found, fmt::format("{}: {}: {} has no operation {}", file.name, entry.name,
                                                file.http.openapi, entry.operation));
}

}  // namespace

Result<Tools> open_http_tools(const ToolFile& file, const HttpAccess& http) {
  TRY_ASSIGN(const OpenApi api, read_openapi(file));
  auto service =
      std::make_shared<Service>(Service{.server = file.http.server.empty() ? api.server : file.http.server,
                                        .auth = file.auth,
                                        .idempotency = file.http.idempotency,
                                        .largest_answer = file.largest_answer,
                                        .http = http});
  while (service->server.ends_with('/')) service->server.pop_back();
  const auto url = net::parse_url(service->server + "/");
  if (!url) return fail(url.error().in(fmt::format("{}: http.server", file.name)));
  if (!url->secure() && !is_this_machine(url->host))
    return fail(ErrorCode::invalid,
                fmt::format("{}: http.server: must be https, except on this machine", file.name));
  service->hosts = std::make_shared<const net::AllowedHosts>(std::vector<std::string>{url->host});

  Tools tools;
  for (const ToolEntry& entry : file.tools) {
    TRY_ASSIGN(Operation operation, find_operation(api, file, entry));
    std::vector<Argument> arguments;
    for (const auto& parameter : operation.parameters) arguments.push_back(parameter.argument);
    const bool reads = operation.method == "GET";
    auto spec =
        outside_spec(entry, operation.summary, std::move(arguments), reads ? Access::read : Access::write);
    if (!spec) return fail(spec.error().in(file.name));
    tools.specs.push_back(*std::move(spec));
    tools.tools.emplace(entry.name, std::make_shared<HttpTool>(service, std::move(operation), entry));
  }
  return tools;
}

}  // namespace attendant::tools::http
