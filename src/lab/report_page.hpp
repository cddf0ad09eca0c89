// The report of a simulation as one HTML page that needs nothing else: web/simulation/report.html with the
// figures written into it. Pure.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/result.hpp"

namespace attendant::lab {

// `report`: as_json(..., whole). Error::invalid when the page has no place for it.
Result<std::string> as_page(std::string_view page, const boost::json::object& report);

}  // namespace attendant::lab
