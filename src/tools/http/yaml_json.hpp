// YAML as JSON values, by the core schema of YAML 1.2: numbers, true, false, null; all else is text. Pure.
#pragma once

#include <boost/json/value.hpp>

#include "config/node.hpp"

namespace attendant::tools::http {

boost::json::value as_json(const config::Node& node);

}  // namespace attendant::tools::http
