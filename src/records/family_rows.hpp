// A row of the insurer's files (data/demo/README.md) into its place in a family's file. Pure.
#pragma once

#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "insurance/records.hpp"

namespace attendant::records {

// Of any other kind nothing is added.
Status add_row(insurance::FamilyFile& file, std::string_view kind, const boost::json::object& row);

Status add_provider(std::vector<insurance::Provider>& providers, const boost::json::object& row);

}  // namespace attendant::records
