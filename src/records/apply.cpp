#include "records/apply.hpp"

#include <functional>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace attendant::records {
namespace {

namespace json = boost::json;
using namespace insurance;

template <class... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};

// Reads the document of a row, lets `edit` change it, and stores it again.
Status edit_row(RowTable& rows, std::string_view kind, std::string_view id,
                const std::function<Status(json::object&)>& edit) {
  TRY_ASSIGN(auto row, rows.find(kind, id));
  if (!row) return fail(ErrorCode::conflict, std::string(kind) + " " + std::string(id) + " is gone");
  json::value document = json::parse(row->document);
  TRY(edit(document.as_object()));
  row->document = json::serialize(document);
  return rows.replace_document(*row);
}

Status edit_member(RowTable& rows, std::string_view member_id, const char* key, const json::value& value) {
  return edit_row(rows, "members", member_id, [&](json::object& row) {
    row[key] = value;
    return Status();
  });
}

json::array to_json(const std::vector<Installment>& installments) {
  json::array list;
  for (const Installment& part : installments) {
    list.push_back({{"number", part.number},
                    {"due_date", to_iso(part.due_date)},
                    {"amount_cents", part.amount},
                    {"status", part.status},
                    {"payment_id", nullptr}});
  }
  return list;
}

json::object to_json(const Address& address) {
  return {{"line", address.line}, {"city", address.city}, {"state", address.state}, {"zip", address.zip}};
}

Status start_appeal(RowTable& rows, const StartAppeal& appeal, const std::string& reference) {
  return edit_row(rows, "claims", appeal.claim_id, [&](json::object& row) -> Status {
    if (row["status"] != "denied") return fail(ErrorCode::conflict, "the claim can no longer be appealed");
    row["status"] = "appealed";
    row["status_history"].as_array().push_back(
        {{"status", "appealed"}, {"date", to_iso(appeal.filed_date)}, {"note", "appeal received"}});
    row["appeal"] = {
        {"appeal_id", reference},  {"filed_date", to_iso(appeal.filed_date)},     {"level", 1},
        {"filed_by", "member"},    {"decision_due", to_iso(appeal.decision_due)}, {"decision", nullptr},
        {"decision_date", nullptr}};
    return {};
  });
}

Status open_dispute(RowTable& rows, const OpenDispute& dispute, const std::string& reference) {
  return edit_row(rows, "invoices", dispute.invoice_id, [&](json::object& row) {
    row["status"] = "disputed";
    row["dispute"] = {{"opened_date", to_iso(dispute.opened_date)},
                      {"reason", dispute.reason},
                      {"status", "open"},
                      {"resolution_due", to_iso(dispute.resolution_due)},
                      {"case_id", reference}};
    return Status();
  });
}

Status start_payment_plan(RowTable& rows, const StartPaymentPlan& plan, const std::string& reference) {
  json::object row;
  TRY(edit_row(rows, "invoices", plan.invoice_id, [&](json::object& invoice) -> Status {
    if (!invoice["payment_plan_id"].is_null())
      return fail(ErrorCode::conflict, "the bill is on a plan already");
    invoice["payment_plan_id"] = reference;
    row = {{"payment_plan_id", reference},
           {"subscriber_id", invoice["subscriber_id"]},
           {"member_id", invoice["member_id"]},
           {"invoice_ids", json::array{invoice["invoice_id"]}},
           {"total_cents", invoice["balance_cents"]},
           {"start_date", to_iso(plan.installments.front().due_date)},
           {"installment_day", static_cast<unsigned>(plan.installments.front().due_date.day())},
           {"installments", to_json(plan.installments)},
           {"paid_cents", 0},
           {"remaining_cents", invoice["balance_cents"]},
           {"status", "active"},
           {"autopay_method", nullptr},
           {"account_last4", nullptr}};
    return {};
  }));
  return rows.add(row["subscriber_id"].as_string(), {.kind = "payment_plans",
                                                     .sort = std::string(row["start_date"].as_string()),
                                                     .id = reference,
                                                     .document = json::serialize(row)});
}

// Dependants share the policyholder's address.
Status set_address(RowTable& rows, std::string_view member_id, const Address& address) {
  TRY_ASSIGN(const auto family, rows.of_family(member_id));
  for (const StoredRow& row : family) {
    if (row.kind == "members") TRY(edit_member(rows, row.id, "address", to_json(address)));
  }
  return {};
}

Status set_autopay(RowTable& rows, std::string_view member_id, bool enrolled) {
  return edit_row(rows, "autopay", member_id, [&](json::object& row) {
    row["enrolled"] = enrolled;
    row["status"] = enrolled ? "active" : "off";
    if (!enrolled) row["next_draft_date"] = row["next_draft_amount_cents"] = nullptr;
    return Status();
  });
}

}  // namespace

Status apply(RowTable& rows, const Change& change, std::string_view member_id, const std::string& reference) {
  return std::visit(
      Match{
          [&](const StartAppeal& appeal) { return start_appeal(rows, appeal, reference); },
          [&](const OpenDispute& dispute) { return open_dispute(rows, dispute, reference); },
          [&](const StartPaymentPlan& plan) { return start_payment_plan(rows, plan, reference); },
          [&](const SetAutopay& autopay) { return set_autopay(rows, member_id, autopay.enrolled); },
          [&](const SetPhone& set) { return edit_member(rows, member_id, "phone", json::value(set.phone)); },
          [&](const SetEmail& set) { return edit_member(rows, member_id, "email", json::value(set.email)); },
          [&](const SetAddress& set) { return set_address(rows, member_id, set.address); },
          // The row of the write itself is the request that the back office works through.
          [](const ResendEob&) { return Status(); },
          [](const SendCard&) { return Status(); },
          [](const FileComplaint&) { return Status(); },
          [](const ScheduleCallback&) { return Status(); },
          [](const DoneOutside&) { return Status(); },
      },
      change);
}

json::object detail(const Change& change) {
  return std::visit(
      Match{
          [](const StartAppeal& c) -> json::object { return {{"claim_id", c.claim_id}}; },
          [](const ResendEob& c) -> json::object { return {{"eob_id", c.eob_id}}; },
          [](const SendCard&) -> json::object { return {}; },
          [](const OpenDispute& c) -> json::object {
            return {{"invoice_id", c.invoice_id}, {"reason", c.reason}};
          },
          [](const StartPaymentPlan& c) -> json::object {
            return {{"invoice_id", c.invoice_id}, {"installments", to_json(c.installments)}};
          },
          [](const SetAutopay& c) -> json::object { return {{"enrolled", c.enrolled}}; },
          [](const SetPhone& c) -> json::object { return {{"phone", c.phone}}; },
          [](const SetAddress& c) -> json::object { return {{"address", to_json(c.address)}}; },
          [](const SetEmail& c) -> json::object { return {{"email", c.email}}; },
          [](const FileComplaint& c) -> json::object { return {{"text", c.text}}; },
          [](const ScheduleCallback& c) -> json::object { return {{"phone", c.phone}, {"topic", c.topic}}; },
          [](const DoneOutside& c) -> json::object { return {{"tool", c.tool}, {"arguments", c.arguments}}; },
      },
      change);
}

std::string_view reference_prefix(const Change& change) {
  return std::visit(
      Match{[](const StartAppeal&) { return "APL"; }, [](const OpenDispute&) { return "DSP"; },
            [](const StartPaymentPlan&) { return "PPL"; }, [](const FileComplaint&) { return "CMP"; },
            [](const ScheduleCallback&) { return "CBK"; }, [](const auto&) { return "REQ"; }},
      change);
}

}  // namespace attendant::records
