// The two rows with parts of their own: claims and invoices.
#include "records/row_reader.hpp"
#include "records/rows.hpp"

namespace attendant::records {
namespace {

using namespace insurance;

Amounts amounts(const RowReader& row) {
  return {row.cents("billed_cents"),
          row.optional_cents("allowed_cents"),
          row.optional_cents("plan_paid_cents"),
          row.optional_cents("deductible_cents"),
          row.optional_cents("copay_cents"),
          row.optional_cents("coinsurance_cents"),
          row.optional_cents("not_covered_patient_cents"),
          row.optional_cents("patient_due_cents")};
}

ClaimLine line(const RowReader& row) {
  return {row.integer("line"),      row.date("service_date"), row.text("description"),
          row.text("service_type"), row.text("status"),       amounts(row)};
}

Denial denial(const RowReader& row) {
  Denial d;
  d.denied_date = row.date("denied_date");
  d.group = row.text("group");
  d.carc = row.text("carc");
  d.rarc = row.optional_text("rarc");
  d.title = row.text("title");
  d.explanation = row.text("explanation");
  d.next_step = row.text("next_step");
  d.appeal_deadline = row.date("appeal_deadline");
  d.appeal_open = row.flag("appeal_open");
  d.duplicate_of = row.optional_text("duplicate_of");
  return d;
}

Appeal appeal(const RowReader& row) {
  return {row.text("appeal_id"),    row.text("filed_by"),          row.date("filed_date"),
          row.date("decision_due"), row.optional_text("decision"), row.optional_date("decision_date")};
}

InfoRequest info_request(const RowReader& row) {
  return {row.text("requested_from"), row.text("what"),           row.text("how"),
          row.text("status"),         row.date("requested_date"), row.date("due_date")};
}

PlanPayment payment(const RowReader& row) {
  return {row.date("date"), row.text("method"), row.text("payee"), row.cents("amount_cents")};
}

InvoiceLine invoice_line(const RowReader& row) {
  return {row.text("code"), row.text("description"), row.optional_text("member_id"),
          row.optional_text("claim_id"), row.cents("amount_cents")};
}

ChangeReason change_reason(const RowReader& row) {
  return {row.text("code"), row.text("text"), row.cents("amount_cents")};
}

Dispute dispute(const RowReader& row) {
  return {row.text("case_id"), row.text("reason"), row.text("status"), row.date("opened_date"),
          row.date("resolution_due")};
}

}  // namespace

Result<Claim> claim_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    Claim c;
    c.claim_id = r.text("claim_id");
    c.member_id = r.text("member_id");
    c.subscriber_id = r.text("subscriber_id");
    c.provider_id = r.text("provider_id");
    c.network = r.text("network");
    c.service_from = r.date("service_from");
    c.service_to = r.date("service_to");
    c.received_date = r.date("received_date");
    c.processed_date = r.optional_date("processed_date");
    c.status = r.text("status");
    c.lines = r.list("lines", line);
    c.totals = r.object("totals", amounts);
    c.denial = r.optional_object("denial", denial);
    c.appeal = r.optional_object("appeal", appeal);
    c.info_request = r.optional_object("info_request", info_request);
    c.payment = r.optional_object("payment", payment);
    c.prior_auth_id = r.optional_text("prior_auth_id");
    c.eob_id = r.optional_text("eob_id");
    c.sensitive_categories = r.texts("sensitive_categories");
    return c;
  });
}

Result<Invoice> invoice_from(const boost::json::object& row) {
  return decode_row(row, [](const RowReader& r) {
    Invoice i;
    i.invoice_id = r.text("invoice_id");
    i.subscriber_id = r.text("subscriber_id");
    i.member_id = r.text("member_id");
    i.type = r.text("type");
    i.issued_date = r.date("issued_date");
    i.due_date = r.date("due_date");
    i.period_start = r.optional_date("period_start");
    i.payee_provider_id = r.optional_text("payee_provider_id");
    i.amount = r.cents("amount_cents");
    i.paid = r.cents("paid_cents");
    i.balance = r.cents("balance_cents");
    i.status = r.text("status");
    i.lines = r.list("line_items", invoice_line);
    i.previous_amount = r.optional_cents("previous_amount_cents");
    i.change = r.optional_cents("change_cents");
    i.change_reasons = r.list("change_reasons", change_reason);
    i.dispute = r.optional_object("dispute", dispute);
    i.payment_plan_id = r.optional_text("payment_plan_id");
    i.autopay = r.flag("autopay");
    return i;
  });
}

}  // namespace attendant::records
