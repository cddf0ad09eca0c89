#include "records/trail.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace attendant::records {
namespace {

namespace json = boost::json;

constexpr std::string_view kRequestColumns = "SELECT number, at, call_id, sealed FROM requests ";

std::int64_t to_epoch_ms(WallTime time) { return time.time_since_epoch().count(); }
WallTime from_epoch_ms(std::int64_t ms) { return WallTime(std::chrono::milliseconds(ms)); }

std::string request_place(std::int64_t number) { return "requests/" + std::to_string(number); }
constexpr std::string_view kAuditPlace = "audit";

Result<json::object> parse_object(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error || !value.is_object()) return fail(ErrorCode::internal, "record store: a stored row is not JSON");
  return std::move(value.get_object());
}

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

Result<std::int64_t> Trail::next_number() {
  TRY_ASSIGN(sqlite::Statement last,
             database_.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'requests'"));
  TRY_ASSIGN(const bool any, last.step());
  return any ? last.integer(0) + 1 : 1;
}

Status Trail::add_request(std::string_view key, const Request& request) {
  const json::object content{{"member_id", request.member_id},
                             {"kind", request.kind},
                             {"reference", request.reference},
                             {"detail", request.detail},
                             {"answer", request.answer}};
  TRY_ASSIGN(sqlite::Statement insert,
             database_.prepare(
                 "INSERT INTO requests(number, key, member, call_id, at, sealed) VALUES(?,?,?,?,?,?)"));
  insert.bind(1, request.number)
      .bind(2, BytesView(sealer_.hash("request", key)))
      .bind(3, BytesView(member_hash(request.member_id)))
      .bind(4, request.call_id)
      .bind(5, to_epoch_ms(request.at))
      .bind(6, BytesView(sealer_.seal(request_place(request.number), json::serialize(content))));
  return insert.run();
}

Result<Request> Trail::open_request(const sqlite::Statement& row) const {
  const std::int64_t number = row.integer(0);
  TRY_ASSIGN(const std::string text, sealer_.open(request_place(number), row.blob(3)));
  TRY_ASSIGN(const json::object content, parse_object(text));
  return Request{.number = number,
                 .at = from_epoch_ms(row.integer(1)),
                 .call_id = row.text(2),
                 .member_id = text_at(content, "member_id"),
                 .kind = text_at(content, "kind"),
                 .reference = text_at(content, "reference"),
                 .detail = text_at(content, "detail"),
                 .answer = text_at(content, "answer")};
}

Result<std::vector<Request>> Trail::open_requests(sqlite::Statement rows) const {
  std::vector<Request> list;
  while (true) {
    TRY_ASSIGN(const bool more, rows.step());
    if (!more) return list;
    TRY_ASSIGN(Request request, open_request(rows));
    list.push_back(std::move(request));
  }
}

Result<std::optional<Request>> Trail::request_with_key(std::string_view key) {
  TRY_ASSIGN(sqlite::Statement select, database_.prepare(std::string(kRequestColumns) + "WHERE key = ?"));
  select.bind(1, BytesView(sealer_.hash("request", key)));
  TRY_ASSIGN(const bool found, select.step());
  if (!found) return std::optional<Request>();
  TRY_ASSIGN(Request request, open_request(select));
  return std::optional(std::move(request));
}

Result<std::vector<Request>> Trail::requests(std::optional<WallTime> from) {
  TRY_ASSIGN(sqlite::Statement select,
             database_.prepare(std::string(kRequestColumns) + "WHERE at >= ? ORDER BY number"));
  select.bind(1, from ? to_epoch_ms(*from) : 0);
  return open_requests(std::move(select));
}

Result<std::vector<Request>> Trail::requests_of_call(std::string_view call_id) {
  TRY_ASSIGN(sqlite::Statement select,
             database_.prepare(std::string(kRequestColumns) + "WHERE call_id = ? ORDER BY number DESC"));
  select.bind(1, call_id);
  return open_requests(std::move(select));
}

Status Trail::add_audit(const insurance::Access& access, std::string_view action) {
  const json::object content{{"identity", access.identity},
                             {"asker_id", access.asker_id},
                             {"subject_id", access.subject_id},
                             {"tool", access.tool},
                             {"action", action}};
  TRY_ASSIGN(sqlite::Statement insert,
             database_.prepare("INSERT INTO audit(at, call_id, asker, subject, sealed) VALUES(?,?,?,?,?)"));
  insert.bind(1, to_epoch_ms(access.when))
      .bind(2, access.call_id)
      .bind(3, BytesView(member_hash(access.asker_id)))
      .bind(4, BytesView(member_hash(access.subject_id)))
      .bind(5, BytesView(sealer_.seal(kAuditPlace, json::serialize(content))));
  return insert.run();
}

Result<std::vector<AuditEntry>> Trail::audit(std::string_view subject_id) {
  TRY_ASSIGN(sqlite::Statement select,
             database_.prepare("SELECT at, call_id, sealed FROM audit WHERE ?1 = '' OR "
                               "subject = ?2 ORDER BY at, rowid"));
  select.bind(1, subject_id).bind(2, BytesView(member_hash(subject_id)));
  std::vector<AuditEntry> list;
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) return list;
    TRY_ASSIGN(const std::string text, sealer_.open(kAuditPlace, select.blob(2)));
    TRY_ASSIGN(const json::object content, parse_object(text));
    list.push_back({.at = from_epoch_ms(select.integer(0)),
                    .call_id = select.text(1),
                    .identity = text_at(content, "identity"),
                    .asker_id = text_at(content, "asker_id"),
                    .subject_id = text_at(content, "subject_id"),
                    .tool = text_at(content, "tool"),
                    .action = text_at(content, "action")});
  }
}

Result<std::vector<std::string>> Trail::calls_about(std::string_view member_id) {
  TRY_ASSIGN(sqlite::Statement select,
             database_.prepare("SELECT call_id FROM audit WHERE subject = ?1 OR asker = ?1 "
                               "UNION SELECT call_id FROM requests WHERE member = ?1"));
  select.bind(1, BytesView(member_hash(member_id)));
  std::vector<std::string> calls;
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) return calls;
    calls.push_back(select.text(0));
  }
}

Result<int> Trail::erase(sqlite::Statement statement) {
  TRY(statement.run());
  return database_.changed_rows();
}

Result<int> Trail::erase_call(std::string_view call_id) {
  TRY_ASSIGN(sqlite::Statement audit, database_.prepare("DELETE FROM audit WHERE call_id = ?"));
  audit.bind(1, call_id);
  TRY_ASSIGN(const int looks, erase(std::move(audit)));
  TRY_ASSIGN(sqlite::Statement requests, database_.prepare("DELETE FROM requests WHERE call_id = ?"));
  requests.bind(1, call_id);
  TRY_ASSIGN(const int written, erase(std::move(requests)));
  return looks + written;
}

Result<int> Trail::erase_member(std::string_view member_id) {
  const Bytes member = member_hash(member_id);
  TRY_ASSIGN(sqlite::Statement audit,
             database_.prepare("DELETE FROM audit WHERE subject = ?1 OR asker = ?1"));
  audit.bind(1, BytesView(member));
  TRY_ASSIGN(const int looks, erase(std::move(audit)));
  TRY_ASSIGN(sqlite::Statement requests, database_.prepare("DELETE FROM requests WHERE member = ?"));
  requests.bind(1, BytesView(member));
  TRY_ASSIGN(const int written, erase(std::move(requests)));
  TRY_ASSIGN(sqlite::Statement failures, database_.prepare("DELETE FROM failures WHERE counter = ?"));
  failures.bind(1, BytesView(sealer_.hash("counter", "member:" + std::string(member_id))));
  TRY(failures.run());
  return looks + written;
}

Result<int> Trail::erase_audit_before(WallTime time) {
  TRY_ASSIGN(sqlite::Statement audit, database_.prepare("DELETE FROM audit WHERE at < ?"));
  audit.bind(1, to_epoch_ms(time));
  return erase(std::move(audit));
}

Result<int> Trail::erase_requests_before(WallTime time) {
  TRY_ASSIGN(sqlite::Statement requests, database_.prepare("DELETE FROM requests WHERE at < ?"));
  requests.bind(1, to_epoch_ms(time));
  return erase(std::move(requests));
}

}  // namespace attendant::records
