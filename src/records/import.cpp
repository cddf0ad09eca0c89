#include "records/import.hpp"

#include <array>
#include <fstream>
#include <map>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "records/rows.hpp"

namespace attendant::records {
namespace {

constexpr std::size_t kLongestLine = 1 << 20;

template <class Record>
Status check(Result<Record> (*decode)(const boost::json::object&), const boost::json::object& row) {
  auto record = decode(row);
  return record ? Status() : Status(fail(std::move(record).error()));
}

struct Kind {
  std::string_view name, id_key, sort_key;  // no sort key: the id alone orders
  std::string_view family_key;              // holds a member id or subscriber id; empty: nobody's
  Status (*check)(const boost::json::object&);
};

// members first: every other file points to it.
constexpr std::array<Kind, 12> kKinds = {{
    {"members", "member_id", "", "subscriber_id", [](const auto& row) { return check(member_from, row); }},
    {"plans", "plan_id", "", "", [](const auto& row) { return check(plan_from, row); }},
    {"providers", "provider_id", "", "", [](const auto& row) { return check(provider_from, row); }},
    {"coverage", "coverage_id", "", "member_id", [](const auto& row) { return check(coverage_from, row); }},
    {"accumulators", "member_id", "plan_year", "member_id",
     [](const auto& row) { return check(accumulator_from, row); }},
    {"prior_auths", "prior_auth_id", "requested_date", "member_id",
     [](const auto& row) { return check(prior_auth_from, row); }},
    {"claims", "claim_id", "service_from", "member_id",
     [](const auto& row) { return check(claim_from, row); }},
    {"eob", "eob_id", "issued_date", "member_id", [](const auto& row) { return check(eob_from, row); }},
    {"invoices", "invoice_id", "due_date", "subscriber_id",
     [](const auto& row) { return check(invoice_from, row); }},
    {"payments", "payment_id", "initiated_date", "subscriber_id",
     [](const auto& row) { return check(payment_from, row); }},
    {"payment_plans", "payment_plan_id", "start_date", "subscriber_id",
     [](const auto& row) { return check(payment_plan_from, row); }},
    {"autopay", "subscriber_id", "", "subscriber_id",
     [](const auto& row) { return check(autopay_from, row); }},
}};

std::string text_at(const boost::json::object& row, std::string_view key) {
  const auto* value = key.empty() ? nullptr : row.if_contains(key);
  if (value == nullptr) return {};
  if (value->is_string()) return std::string(value->get_string());
  return value->is_int64() ? std::to_string(value->get_int64()) : std::string();
}

Result<boost::json::object> parse_row(const Kind& kind, std::string_view line) {
  if (line.size() > kLongestLine) return fail(ErrorCode::invalid, "the line is longer than a megabyte");
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(line, error);
  if (error) return fail(ErrorCode::invalid, "not JSON: " + error.message());
  auto* row = value.if_object();
  if (row == nullptr) return fail(ErrorCode::invalid, "expected a JSON object");
  TRY(kind.check(*row));
  if (text_at(*row, kind.id_key).empty())
    return fail(ErrorCode::invalid, std::string(kind.id_key) + ": is missing");
  return std::move(*row);
}

class Import {
 public:
  Import(sqlite::Database& database, const Sealer& sealer, std::string folder)
      : database_(database), rows_(database, sealer), folder_(std::move(folder)) {}

  Status run() {
    TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(database_));
    for (const Kind& kind : kKinds) TRY(load(kind));
    for (const auto& [member, subscriber] : families_) {
      if (!families_.contains(subscriber)) {
        return fail(ErrorCode::invalid, fmt::format("{}/members.jsonl: subscriber_id of {}: {} is no member",
                                                    folder_, member, subscriber));
      }
    }
    return transaction.commit();
  }

 private:
  Status load(const Kind& kind) {
    const std::string path = fmt::format("{}/{}.jsonl", folder_, kind.name);
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(ErrorCode::not_found, path + ": cannot be read");
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
      if (trim(line).empty()) continue;
      if (auto status = add(kind, line); !status) {
        return fail(std::move(status).error().in(fmt::format("{}:{}", path, number)));
      }
    }
    if (file.bad()) return fail(ErrorCode::unavailable, path + ": reading failed");
    return {};
  }

  Status add(const Kind& kind, std::string_view line) {
    TRY_ASSIGN(const boost::json::object row, parse_row(kind, line));
    TRY_ASSIGN(const std::string family, family_of(kind, row));
    std::string id = text_at(row, kind.id_key);
    const std::string sort = text_at(row, kind.sort_key);
    if (kind.name == "accumulators") id += "/" + sort;  // one row per member and year
    const StoredRow stored{
        .kind = std::string(kind.name), .sort = sort, .id = id, .document = std::string(trim(line))};
    if (auto added = rows_.add(family, stored); !added) {
      if (added.error().code != ErrorCode::conflict) return added;
      return fail(ErrorCode::invalid, fmt::format("{}: {} is there twice", kind.id_key, id));
    }
    return {};
  }

  Result<std::string> family_of(const Kind& kind, const boost::json::object& row) {
    if (kind.family_key.empty()) return std::string();
    const std::string key = text_at(row, kind.family_key);
    if (kind.name == "members") {
      families_[text_at(row, "member_id")] = key;
      return key;
    }
    const auto family = families_.find(key);
    if (family == families_.end()) {
      return fail(ErrorCode::invalid, fmt::format("{}: {} is no member", kind.family_key, key));
    }
    return family->second;
  }

  sqlite::Database& database_;
  RowTable rows_;
  std::string folder_;
  std::map<std::string, std::string, std::less<>> families_;  // member id -> subscriber id
};

}  // namespace

Status import_folder(sqlite::Database& database, const Sealer& sealer, const std::string& folder) {
  return Import(database, sealer, folder).run();
}

Status check_row(std::string_view kind, std::string_view line) {
  for (const Kind& known : kKinds) {
    if (known.name != kind) continue;
    auto row = parse_row(known, line);
    return row ? Status() : Status(fail(std::move(row).error()));
  }
  return fail(ErrorCode::invalid, fmt::format("{}: no such kind of record", kind));
}

}  // namespace attendant::records
