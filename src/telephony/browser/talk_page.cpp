#include "telephony/browser/talk_page.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "net/static_content.hpp"

namespace attendant::telephony::browser {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kTypes = {
    {{".html", "text/html; charset=utf-8"},
     {".js", "text/javascript; charset=utf-8"},
     {".css", "text/css; charset=utf-8"},
     {".svg", "image/svg+xml"}}};

std::string_view type_of(const std::filesystem::path& file) {
  for (const auto& [ending, type] : kTypes)
    if (file.extension() == ending) return type;
  return {};
}

// "blob:" is where a browser keeps the sound that a page makes.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

net::Response response_of(std::string body, std::string_view type) {
  auto response = net::Response::text(std::move(body));
  response.content_type = type;
  response.headers = {{"Content-Security-Policy", std::string(kPolicy)},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "no-referrer"},
                      {"Permissions-Policy", "microphone=(self)"}};
  return response;
}

}  // namespace

Status serve_talk_page(net::Router& router, const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder / "index.html", error))
    return fail(ErrorCode::not_found, "the talk page is missing: " + (folder / "index.html").string());
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const auto type = type_of(entry.path());
    if (type.empty()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::string body((std::istreambuf_iterator<char>(file)), {});
    if (!file) return fail(ErrorCode::unavailable, "cannot read " + entry.path().string());
    const auto name = entry.path().filename().string();
    const auto answer = net::static_content(response_of(std::move(body), type));
    router.add("GET", "/talk/" + name, answer);
    if (name == "index.html") router.add("GET", "/talk", answer);
  }
  if (error) return fail(ErrorCode::unavailable, folder.string() + ": " + error.message());
  return {};
}

}  // namespace attendant::telephony::browser
