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
Status edit_row(Database& database, std::string_view kind, std::string_view id,
                const std::function<Status(json::object&)>& edit) {
  TRY_ASSIGN(Statement select, database.prepare("SELECT document FROM rows WHERE kind = ? AND id = ?"));
  select.bind(1, kind).bind(2, id);
  TRY_ASSIGN(const bool found, select.step());
  if (!found) return fail(ErrorCode::conflict, std::string(kind) + " " + std::string(id) + " is gone");
  json::value document = json::parse(select.view(0));
  select.reset();
  TRY(edit(document.as_object()));
  TRY_ASSIGN(Statement update, database.prepare("UPDATE rows SET document = ? WHERE kind = ? AND id = ?"));
  update.bind(1, json::serialize(document)).bind(2, kind).bind(3, id);
  return update.run();
}

Status edit_member(Database& database, std::string_view member_id, const char* key,
                   const json::value& value) {
  return edit_row(database, "members", member_id, [&](json::object& row) {
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

Status start_appeal(Database& database, const StartAppeal& appeal, const std::string& reference) {
  return edit_row(database, "claims", appeal.claim_id, [&](json::object& row) -> Status {
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

Status open_dispute(Database& database, const OpenDispute& dispute, const std::string& reference) {
  return edit_row(database, "invoices", dispute.invoice_id, [&](json::object& row) {
    row["status"] = "disputed";
    row["dispute"] = {{"opened_date", to_iso(dispute.opened_date)},
                      {"reason", dispute.reason},
                      {"status", "open"},
                      {"resolution_due", to_iso(dispute.resolution_due)},
                      {"case_id", reference}};
    return Status();
  });
}

Status start_payment_plan(Database& database, const StartPaymentPlan& plan, const std::string& reference) {
  json::object row;
  TRY(edit_row(database, "invoices", plan.invoice_id, [&](json::object& invoice) -> Status {
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
  TRY_ASSIGN(Statement insert,
             database.prepare(
                 "INSERT INTO rows(family, kind, sort, id, document) VALUES(?, 'payment_plans', ?, ?, ?)"));
  insert.bind(1, std::string_view(row["subscriber_id"].as_string()))
      .bind(2, std::string_view(row["start_date"].as_string()));
  insert.bind(3, reference).bind(4, json::serialize(row));
  return insert.run();
}

// Dependants share the policyholder's address.
Status set_address(Database& database, std::string_view member_id, const Address& address) {
  TRY_ASSIGN(Statement select, database.prepare("SELECT id FROM rows WHERE family = ? AND kind = 'members'"));
  select.bind(1, member_id);
  std::vector<std::string> ids;
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) break;
    ids.push_back(select.text(0));
  }
  for (const std::string& id : ids) TRY(edit_member(database, id, "address", to_json(address)));
  return {};
}

Status set_autopay(Database& database, std::string_view member_id, bool enrolled) {
  return edit_row(database, "autopay", member_id, [&](json::object& row) {
    row["enrolled"] = enrolled;
    row["status"] = enrolled ? "active" : "off";
    if (!enrolled) row["next_draft_date"] = row["next_draft_amount_cents"] = nullptr;
    return Status();
  });
}

}  // namespace

Status apply(Database& database, const Change& change, std::string_view member_id,
             const std::string& reference) {
  return std::visit(
      Match{
          [&](const StartAppeal& appeal) { return start_appeal(database, appeal, reference); },
          [&](const OpenDispute& dispute) { return open_dispute(database, dispute, reference); },
          [&](const StartPaymentPlan& plan) { return start_payment_plan(database, plan, reference); },
          [&](const SetAutopay& autopay) { return set_autopay(database, member_id, autopay.enrolled); },
          [&](const SetPhone& set) {
            return edit_member(database, member_id, "phone", json::value(set.phone));
          },
          [&](const SetEmail& set) {
            return edit_member(database, member_id, "email", json::value(set.email));
          },
          [&](const SetAddress& set) { return set_address(database, member_id, set.address); },
          // The row of the write itself is the request that the back office works through.
          [](const ResendEob&) { return Status(); },
          [](const SendCard&) { return Status(); },
          [](const FileComplaint&) { return Status(); },
          [](const ScheduleCallback&) { return Status(); },
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
