#include "records/rows.hpp"

#include "records/row_reader.hpp"

namespace attendant::records {
namespace {

using namespace insurance;

Address address(const RowReader& row) {
  return {row.text("line"), row.text("city"), row.text("state"), row.text("zip")};
}

Representative representative(const RowReader& row) {
  return {row.text("name"),           row.text("relationship"), row.texts("scope"),
          row.date("effective_date"), row.date("expiry_date"),  row.text("status")};
}

Share share(const RowReader& row) {
  return {row.flag("covered"), row.cents("copay_cents"), row.integer("coinsurance_pct"),
          row.flag("deductible_applies")};
}

Benefit benefit(const RowReader& row) {
  Benefit result;
  result.service_type = row.text("service_type");
  result.label = row.text("label");
  result.in_network = row.object("in_network", share);
  result.out_of_network = row.object("out_of_network", share);
  result.prior_auth_required = row.flag("prior_auth_required");
  result.referral_required = row.flag("referral_required");
  result.visit_limit =
      row.optional_object("visit_limit", [](const RowReader& limit) { return limit.integer("count"); });
  result.counts_toward_out_of_pocket_max = row.flag("counts_toward_out_of_pocket_max");
  return result;
}

Limits in_network_limits(const RowReader& row) {
  return row.object("in_network", [](const RowReader& limits) {
    return Limits{limits.cents("individual_cents"), limits.cents("family_cents")};
  });
}

Counter counter(const RowReader& row) {
  return {row.cents("limit_cents"), row.cents("used_cents"), row.cents("remaining_cents")};
}

Counters counters(const RowReader& row) {
  return {row.object("deductible", counter), row.object("out_of_pocket", counter)};
}

Installment installment(const RowReader& row) {
  return {row.integer("number"), row.date("due_date"), row.cents("amount_cents"), row.text("status")};
}

}  // namespace

Result<Member> member_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    Member m;
    m.member_id = r.text("member_id");
    m.subscriber_id = r.text("subscriber_id");
    m.relationship = r.text("relationship");
    m.given_name = r.text("given_name");
    m.family_name = r.text("family_name");
    m.date_of_birth = r.date("date_of_birth");
    m.sex = r.text("sex");
    m.address = r.object("address", address);
    m.phone = r.optional_text("phone");
    m.email = r.optional_text("email");
    m.preferred_language = r.text("preferred_language");
    m.representatives = r.list("authorised_representatives", representative);
    m.confidential_communications =
        r.object("sensitive", [](const RowReader& s) { return s.flag("confidential_communications"); });
    m.hide_from_subscriber =
        r.object("sensitive", [](const RowReader& s) { return s.texts("hide_from_subscriber"); });
    return m;
  });
}

Result<Plan> plan_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    Plan p;
    p.plan_id = r.text("plan_id");
    p.name = r.text("name");
    p.type = r.text("type");
    p.deductible = r.object("deductible", in_network_limits);
    p.out_of_pocket_max = r.object("out_of_pocket_max", in_network_limits);
    p.benefits = r.list("benefits", benefit);
    p.exclusions = r.texts("exclusions");
    p.member_services_phone = r.text("member_services_phone");
    return p;
  });
}

Result<Coverage> coverage_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    Coverage c;
    c.member_id = r.text("member_id");
    c.plan_id = r.text("plan_id");
    c.group_name = r.optional_text("group_name");
    c.billing = r.text("billing");
    c.effective_date = r.date("effective_date");
    c.termination_date = r.optional_date("termination_date");
    c.termination_reason = r.optional_text("termination_reason");
    c.status = r.text("status");
    c.paid_through = r.optional_date("paid_through");
    c.grace_period = r.optional_object("grace_period", [](const RowReader& g) {
      return GracePeriod{g.date("start"), g.date("end"), g.text("reason")};
    });
    c.pcp_provider_id = r.optional_text("pcp_provider_id");
    c.other_coverage = r.optional_object("other_coverage", [](const RowReader& o) {
      return OtherCoverage{o.text("payer_name"), o.text("order")};
    });
    return c;
  });
}

Result<Accumulator> accumulator_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    Accumulator a;
    a.member_id = r.text("member_id");
    a.plan_year = r.integer("plan_year");
    a.individual =
        r.object("in_network", [](const RowReader& n) { return n.object("individual", counters); });
    a.family =
        r.object("in_network", [](const RowReader& n) { return n.optional_object("family", counters); });
    a.visits = r.list("visits", [](const RowReader& v) {
      return VisitCount{v.text("service_type"), v.integer("limit"), v.integer("used"),
                        v.integer("remaining")};
    });
    return a;
  });
}

Result<PriorAuth> prior_auth_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    PriorAuth p;
    p.prior_auth_id = r.text("prior_auth_id");
    p.member_id = r.text("member_id");
    p.service_type = r.text("service_type");
    p.service_description = r.text("service_description");
    p.requesting_provider_id = r.optional_text("requesting_provider_id");
    p.servicing_provider_id = r.optional_text("servicing_provider_id");
    p.status = r.text("status");
    p.requested_date = r.date("requested_date");
    p.decision_date = r.optional_date("decision_date");
    p.valid_from = r.optional_date("valid_from");
    p.valid_to = r.optional_date("valid_to");
    p.units_approved = r.optional_integer("units_approved");
    p.units_used = r.integer("units_used");
    p.unit = r.text("unit");
    p.reason = r.optional_text("reason");
    return p;
  });
}

Result<Provider> provider_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    Provider p;
    p.provider_id = r.text("provider_id");
    p.name = r.text("name");
    p.kind = r.text("kind");
    p.specialty = r.text("specialty");
    p.address = r.object("address", address);
    p.phone = r.text("phone");
    for (auto& [plan_id, status] : r.text_pairs("network_status")) p.network_status.emplace(plan_id, status);
    p.accepting_new_patients = r.flag("accepting_new_patients");
    p.telehealth = r.flag("telehealth");
    return p;
  });
}

Result<PaymentPlan> payment_plan_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    PaymentPlan p;
    p.payment_plan_id = r.text("payment_plan_id");
    p.member_id = r.text("member_id");
    p.invoice_ids = r.texts("invoice_ids");
    p.total = r.cents("total_cents");
    p.paid = r.cents("paid_cents");
    p.remaining = r.cents("remaining_cents");
    p.installments = r.list("installments", installment);
    p.status = r.text("status");
    return p;
  });
}

Result<Autopay> autopay_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    Autopay a;
    a.enrolled = r.flag("enrolled");
    a.method = r.optional_text("method");
    a.account_last4 = r.optional_text("account_last4");
    a.status = r.text("status");
    a.next_draft_date = r.optional_date("next_draft_date");
    a.next_draft_amount = r.optional_cents("next_draft_amount_cents");
    return a;
  });
}

Result<Eob> eob_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    return Eob{r.text("eob_id"),      r.text("claim_id"), r.text("member_id"),      r.text("addressed_to"),
               r.date("issued_date"), r.text("channel"),  r.text("delivery_status")};
  });
}

Result<Payment> payment_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    Payment p;
    p.payment_id = r.text("payment_id");
    p.confirmation_number = r.optional_text("confirmation_number");
    p.invoice_id = r.text("invoice_id");
    p.amount = r.cents("amount_cents");
    p.method = r.text("method");
    p.account_last4 = r.optional_text("account_last4");
    p.initiated_date = r.date("initiated_date");
    p.posted_date = r.optional_date("posted_date");
    p.return_date = r.optional_date("return_date");
    p.status = r.text("status");
    p.return_code = r.optional_text("return_code");
    p.return_reason = r.optional_text("return_reason");
    p.autopay = r.flag("autopay");
    return p;
  });
}

}  // namespace attendant::records
