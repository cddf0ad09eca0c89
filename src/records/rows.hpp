// From a JSON row of data/demo (its README.md is the format) to a typed record. Errors: invalid, naming the
// key. Pure.
#pragma once

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "insurance/records.hpp"

namespace attendant::records {

Result<insurance::Member> member_from(const boost::json::object& row);
Result<insurance::Plan> plan_from(const boost::json::object& row);
Result<insurance::Coverage> coverage_from(const boost::json::object& row);
Result<insurance::Accumulator> accumulator_from(const boost::json::object& row);
Result<insurance::PriorAuth> prior_auth_from(const boost::json::object& row);
Result<insurance::Provider> provider_from(const boost::json::object& row);
Result<insurance::Claim> claim_from(const boost::json::object& row);
Result<insurance::Invoice> invoice_from(const boost::json::object& row);
Result<insurance::Payment> payment_from(const boost::json::object& row);
Result<insurance::PaymentPlan> payment_plan_from(const boost::json::object& row);
Result<insurance::Autopay> autopay_from(const boost::json::object& row);
Result<insurance::Eob> eob_from(const boost::json::object& row);

}  // namespace attendant::records
