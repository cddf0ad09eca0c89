#include "lab/report_page.hpp"

#include <boost/json/serialize.hpp>

#include "base/text.hpp"

namespace attendant::lab {

Result<std::string> as_page(std::string_view page, const boost::json::object& report) {
  constexpr std::string_view kPlace = "\"REPORT\"";
  const auto at = page.find(kPlace);
  if (at == std::string_view::npos)
    return fail(ErrorCode::invalid, "the page has no \"REPORT\" to be replaced");
  // "</script>" in a caller's words would end the script.
  const auto data = replace_all(boost::json::serialize(report), "<", "\\u003c");
  return std::string(page.substr(0, at)) + data + std::string(page.substr(at + kPlace.size()));
}

}  // namespace attendant::lab
