#include "records/family_rows.hpp"

#include "records/rows.hpp"

namespace attendant::records {
namespace {

using namespace insurance;

template <class Record>
Status append(std::vector<Record>& list, Result<Record> record) {
  if (!record) return fail(std::move(record).error());
  list.push_back(*std::move(record));
  return {};
}

}  // namespace

Status add_row(FamilyFile& file, std::string_view kind, const boost::json::object& row) {
  if (kind == "members") return append(file.members, member_from(row));
  if (kind == "coverage") return append(file.coverage, coverage_from(row));
  if (kind == "accumulators") return append(file.accumulators, accumulator_from(row));
  if (kind == "prior_auths") return append(file.prior_auths, prior_auth_from(row));
  if (kind == "claims") return append(file.claims, claim_from(row));
  if (kind == "eob") return append(file.eobs, eob_from(row));
  if (kind == "invoices") return append(file.invoices, invoice_from(row));
  if (kind == "payments") return append(file.payments, payment_from(row));
  if (kind == "payment_plans") return append(file.payment_plans, payment_plan_from(row));
  if (kind == "autopay") {
    TRY_ASSIGN(file.autopay, autopay_from(row));
  }
  return {};
}

Status add_provider(std::vector<Provider>& providers, const boost::json::object& row) {
  return append(providers, provider_from(row));
}

}  // namespace attendant::records
