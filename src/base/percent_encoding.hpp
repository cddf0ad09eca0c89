// Text as a part of a path or a query of a URL.
#pragma once

#include <string>
#include <string_view>

namespace attendant {

// Everything but unreserved characters is encoded (RFC 3986 section 2.3).
std::string percent_encoded(std::string_view text);

}  // namespace attendant
