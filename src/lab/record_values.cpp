#include "lab/record_values.hpp"

#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::lab {
namespace {

namespace json = boost::json;

std::string key_of(std::string_view table, const json::object& row) {
  std::string key(row.begin()->value().get_string());
  if (table == "accumulators") key += "-" + json::serialize(row.at("plan_year"));
  return key;
}

const json::value* child(const json::value& value, std::string_view key) {
  if (const auto* object = value.if_object()) return object->if_contains(key);
  const auto* array = value.if_array();
  const auto index = parse_integer(key);
  if (array == nullptr || !index || *index < 0 || static_cast<std::size_t>(*index) >= array->size())
    return nullptr;
  return &(*array)[static_cast<std::size_t>(*index)];
}

}  // namespace

std::string as_money(long long cents) {
  auto dollars = std::to_string(cents / 100);
  for (auto at = static_cast<std::ptrdiff_t>(dollars.size()) - 3; at > 0; at -= 3)
    dollars.insert(static_cast<std::size_t>(at), ",");
  return fmt::format("${}.{:02}", dollars, cents % 100);
}

Status RecordValues::add(std::string_view table, std::string_view lines) {
  std::size_t number = 0;
  for (const auto line : split(lines, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    boost::system::error_code error;
    const auto row = json::parse(line, error);
    if (error || !row.is_object() || row.get_object().empty() ||
        !row.get_object().begin()->value().is_string())
      return fail(
          ErrorCode::invalid,
          fmt::format("{}.jsonl, line {}: expected an object whose first value is its key", table, number));
    if (table == "accumulators" && !row.get_object().contains("plan_year"))
      return fail(ErrorCode::invalid, fmt::format("{}.jsonl, line {}: plan_year is missing", table, number));
    tables_[std::string(table)][key_of(table, row.get_object())] = row.get_object();
  }
  return {};
}

Result<RecordValues> RecordValues::from_lines(std::string_view table, std::string_view lines) {
  RecordValues values;
  TRY(values.add(table, lines));
  return values;
}

Result<RecordValues> RecordValues::load(const std::filesystem::path& folder) {
  RecordValues values;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder, error)) {
    if (file.path().extension() != ".jsonl") continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string lines{std::istreambuf_iterator<char>(in), {}};
    TRY(values.add(file.path().stem().string(), lines));
  }
  if (values.tables_.empty())
    return fail(ErrorCode::not_found, "no records (*.jsonl) are in " + folder.string());
  return values;
}

const json::object* RecordValues::row(std::string_view table, std::string_view key) const {
  const auto rows = tables_.find(table);
  if (rows == tables_.end()) return nullptr;
  const auto found = rows->second.find(key);
  return found == rows->second.end() ? nullptr : &found->second;
}

Result<std::string> RecordValues::value_at(std::string_view path) const {
  const auto colon = path.find(':');
  const auto form = colon == std::string_view::npos ? std::string_view{} : path.substr(colon + 1);
  const auto keys = split(path.substr(0, colon), '/');
  const auto nothing = fail(ErrorCode::not_found, fmt::format("{{{}}} is not in the records", path));
  if (keys.size() < 3) return nothing;
  const auto* found = row(keys[0], keys[1]);
  if (found == nullptr) return nothing;
  const json::value* value = found->if_contains(keys[2]);
  for (std::size_t i = 3; i < keys.size() && value != nullptr; ++i) value = child(*value, keys[i]);
  if (value == nullptr) return nothing;
  if (value->is_string()) return std::string(value->get_string());
  if (!value->is_int64()) return nothing;
  if (form == "money") return as_money(value->get_int64());
  if (form == "percent") return fmt::format("{}%", value->get_int64());
  return std::to_string(value->get_int64());
}

Result<std::string> RecordValues::filled_in(std::string_view text) const {
  std::string filled;
  for (;;) {
    const auto open = text.find('{');
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    filled += text.substr(0, open);
    if (close == std::string_view::npos) {
      if (open != std::string_view::npos) filled += text.substr(open);
      return filled;
    }
    TRY_ASSIGN(const auto value, value_at(text.substr(open + 1, close - open - 1)));
    filled += value;
    text.remove_prefix(close + 1);
  }
}

}  // namespace attendant::lab
