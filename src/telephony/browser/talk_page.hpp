// The files of the talk page, read once at start and served from memory. Immutable; any thread.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "net/http.hpp"

namespace attendant::telephony::browser {

// Adds GET /talk for index.html and /talk/FILE for the rest of the folder, with a Content-Security-Policy
// that lets nothing in but the server's own files. ErrorCode::not_found names a folder without an index.html.
Status serve_talk_page(net::Router& router, const std::filesystem::path& folder);

}  // namespace attendant::telephony::browser
