// For tests: the demo insurer's FHIR server behind a real socket.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "records/fhir/demo_fhir_server.hpp"
#include "records/loopback_service.hpp"

namespace attendant::records::fhir {

class LoopbackFhirServer {
 public:
  explicit LoopbackFhirServer(const std::string& folder) : demo(folder) { demo.next_host = url(); }

  std::string url() const { return service.url("/r4"); }

  DemoFhirServer demo;
  LoopbackService service{
      {"/r4/{type}"}, [this](const net::Request& request) {
        // The query as it was, with the place of a page at its end.
        std::string query, offset;
        for (const auto& [key, value] : request.query) {
          const auto part = "&" + key + "=" + escaped(value);
          (key == "_offset" ? offset : query) += part;
        }
        const auto whole = query + offset;
        const auto answer =
            demo.answer({.url = fmt::format("{}{}?{}", DemoFhirServer::kUrl,
                                            request.path.substr(std::string_view("/r4").size()),
                                            whole.empty() ? whole : whole.substr(1))});
        return net::Response{
            .status = answer->head.status, .content_type = "application/fhir+json", .body = answer->body};
      }};

 private:
  static std::string escaped(const std::string& text) {
    std::string made;
    for (const char c : text) made += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return made;
  }
};

}  // namespace attendant::records::fhir
