#include "records/rest/rest_source.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "records/family_rows.hpp"
#include "records/second_try.hpp"

namespace attendant::records::rest {
namespace {

namespace json = boost::json;
using insurance::FamilyFile;

constexpr std::size_t kMostRows = 20'000;

const json::value* value_at(const json::value& root, std::string_view path) {
  const auto* value = &root;
  if (path.empty()) return value;
  for (const auto step : split(path, '.')) {
    const auto* object = value->if_object();
    value = object == nullptr ? nullptr : object->if_contains(step);
    if (value == nullptr) return nullptr;
  }
  return value;
}

// "totals.billed_cents": the objects on the way are made.
void put(json::object& row, std::string_view path, json::value value) {
  auto* object = &row;
  while (true) {
    const auto dot = path.find('.');
    if (dot == std::string_view::npos) break;
    auto& next = (*object)[path.substr(0, dot)];
    if (!next.is_object()) next = json::object();
    object = &next.get_object();
    path.remove_prefix(dot + 1);
  }
  (*object)[path] = std::move(value);
}

// An id is letters and digits: nothing of it may lead to another path.
bool is_id(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

Result<json::object> mapped_row(const Part& part, const json::object& theirs) {
  json::object row = theirs;
  for (const auto& [ours, path] : part.keys) {
    const auto* value = value_at(theirs, path);
    put(row, ours, value == nullptr ? json::value(nullptr) : *value);
  }
  for (const auto& [ours, text] : part.constants) {
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error)
      return fail(ErrorCode::invalid, fmt::format("{}.constants.{}: {} is no JSON", part.kind, ours, text));
    put(row, ours, std::move(value));
  }
  return row;
}

RestSource::RestSource(RestOptions options, Fetch fetch, const Clock& clock)
    : options_(std::move(options)), fetch_(with_second_try(std::move(fetch), clock)), clock_(clock) {
  while (options_.url.ends_with('/')) options_.url.pop_back();
  for (const Part& part : options_.parts) kinds_.insert(part.kind);
}

Result<std::optional<RestSource::Rows>> RestSource::rows_of(const Part& part, std::string_view member_id) {
  net::ClientRequest request{.url = options_.url + replace_all(part.path, "{member_id}", member_id),
                             .headers = options_.headers};
  request.headers.emplace_back("Accept", "application/json");
  request.deadline = clock_.now() + options_.deadline;
  TRY_ASSIGN(const auto response, fetch_(std::move(request)));
  if (response.head.status == 404) return std::optional<Rows>();
  if (response.head.status != 200)
    return fail(ErrorCode::unavailable,
                fmt::format("{}: the records service answered status {}", part.kind, response.head.status));
  boost::system::error_code error;
  const auto answered = json::parse(response.body, error);
  if (error) return fail(ErrorCode::invalid, part.kind + ": the records service's answer is not JSON");
  const auto* found = value_at(answered, part.list);
  if (found == nullptr || !(found->is_array() || found->is_object()))
    return fail(ErrorCode::invalid,
                fmt::format("{}: the answer has no rows at \"{}\"", part.kind, part.list));
  Rows rows;
  const json::array one = found->is_object() ? json::array{*found} : json::array();
  for (const auto& value : found->is_object() ? one : found->get_array()) {
    const auto* theirs = value.if_object();
    if (theirs == nullptr) return fail(ErrorCode::invalid, part.kind + ": a row is no object");
    if (rows.size() == kMostRows) return fail(ErrorCode::exhausted, part.kind + ": too many rows");
    TRY_ASSIGN(auto row, mapped_row(part, *theirs));
    rows.push_back(std::move(row));
  }
  return std::optional(std::move(rows));
}

Result<std::optional<FamilyFile>> RestSource::family_of(std::string_view member_id) {
  if (!is_id(member_id)) return std::optional<FamilyFile>();
  FamilyFile file;
  for (const Part& part : options_.parts) {
    if (part.kind == "providers") continue;
    TRY_ASSIGN(const auto rows, rows_of(part, member_id));
    if (!rows && part.kind == "members") return std::optional<FamilyFile>();
    if (!rows) continue;
    for (std::size_t i = 0; i < rows->size(); ++i) {
      auto added = add_row(file, part.kind, (*rows)[i]);
      if (!added) return fail(std::move(added).error().in(fmt::format("{}[{}]", part.kind, i)));
    }
  }
  const auto* asked = file.member(member_id);
  if (asked != nullptr) file.subscriber_id = asked->subscriber_id;
  if (kinds_.contains("members") && asked == nullptr)
    return fail(ErrorCode::invalid, "members: the rows of a member do not hold that member");
  return std::optional(std::move(file));
}

Result<std::vector<insurance::Provider>> RestSource::providers() {
  std::vector<insurance::Provider> providers;
  for (const Part& part : options_.parts) {
    if (part.kind != "providers") continue;
    TRY_ASSIGN(const auto rows, rows_of(part, ""));
    if (!rows) continue;
    for (const auto& row : *rows) TRY(add_provider(providers, row));
  }
  return providers;
}

}  // namespace attendant::records::rest
