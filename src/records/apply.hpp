// Carries a decided change out on the stored rows.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "insurance/changes.hpp"
#include "records/row_table.hpp"

namespace attendant::records {

// Inside the caller's transaction. `reference` is the number given to the change. conflict: the row is not as
// it was when the change was decided (a claim already under appeal).
Status apply(RowTable& rows, const insurance::Change& change, std::string_view member_id,
             const std::string& reference);

// What of a change is worth keeping beside its reference.
boost::json::object detail(const insurance::Change& change);

// "APL", "DSP", ...: how the reference of a change begins.
std::string_view reference_prefix(const insurance::Change& change);

}  // namespace attendant::records
