#include "records/row_reader.hpp"

#include <limits>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace attendant::records {

using insurance::Cents;

const boost::json::value* RowReader::find(std::string_view key) const {
  if (!problem_.empty()) return nullptr;
  const auto* value = object_.if_contains(key);
  if (value == nullptr) wrong(key, "is missing");
  return value;
}

void RowReader::wrong(std::string_view key, std::string_view what) const {
  if (problem_.empty()) problem_ = place(key) + ": " + std::string(what);
}

std::string RowReader::optional_text(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr || value->is_null()) return {};
  const auto* text = value->if_string();
  if (text == nullptr) {
    wrong(key, "expected text or null");
    return {};
  }
  return std::string(text->data(), text->size());
}

std::string RowReader::text(std::string_view key) const {
  std::string value = optional_text(key);
  if (value.empty()) wrong(key, "expected text");
  return value;
}

bool RowReader::flag(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr) return false;
  if (!value->is_bool()) wrong(key, "expected true or false");
  return value->is_bool() && value->get_bool();
}

std::optional<Cents> RowReader::optional_cents(std::string_view key) const {
  // A millionth of what int64 holds: sums of many rows cannot overflow.
  constexpr Cents kMost = std::numeric_limits<Cents>::max() / 1'000'000;
  const auto* value = find(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_int64() || value->get_int64() > kMost || value->get_int64() < -kMost) {
    wrong(key, "expected whole cents");
    return std::nullopt;
  }
  return value->get_int64();
}

Cents RowReader::cents(std::string_view key) const {
  const auto value = optional_cents(key);
  if (!value) wrong(key, "expected whole cents");
  return value.value_or(0);
}

std::optional<int> RowReader::optional_integer(std::string_view key) const {
  constexpr std::int64_t kMost = 1'000'000;
  const auto* value = find(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_int64() || value->get_int64() > kMost || value->get_int64() < -kMost) {
    wrong(key, "expected a whole number");
    return std::nullopt;
  }
  return static_cast<int>(value->get_int64());
}

int RowReader::integer(std::string_view key) const {
  const auto value = optional_integer(key);
  if (!value) wrong(key, "expected a whole number");
  return value.value_or(0);
}

std::optional<Date> RowReader::optional_date(std::string_view key) const {
  const std::string iso = optional_text(key);
  if (iso.empty()) return std::nullopt;
  const auto date = parse_date(iso);
  if (!date) wrong(key, "expected a date like 2026-11-01");
  return date;
}

Date RowReader::date(std::string_view key) const {
  const auto value = optional_date(key);
  if (!value) wrong(key, "expected a date like 2026-11-01");
  return value.value_or(Date(std::chrono::sys_days()));
}

const boost::json::array* RowReader::list_at(std::string_view key) const {
  const auto* value = find(key);
  if (value == nullptr) return nullptr;
  const auto* array = value->if_array();
  if (array == nullptr) wrong(key, "expected a list");
  return array;
}

std::vector<std::string> RowReader::texts(std::string_view key) const {
  std::vector<std::string> items;
  const auto* array = list_at(key);
  if (array == nullptr) return items;
  for (const auto& item : *array) {
    const auto* text = item.if_string();
    if (text == nullptr) {
      wrong(key, "expected a list of texts");
      return items;
    }
    items.emplace_back(text->data(), text->size());
  }
  return items;
}

std::vector<std::pair<std::string, std::string>> RowReader::text_pairs(std::string_view key) const {
  std::vector<std::pair<std::string, std::string>> pairs;
  const auto* value = find(key);
  if (value == nullptr) return pairs;
  const auto* object = value->if_object();
  if (object == nullptr) {
    wrong(key, "expected an object of texts");
    return pairs;
  }
  for (const auto& [name, item] : *object) {
    const auto* text = item.if_string();
    if (text == nullptr) {
      wrong(key, "expected an object of texts");
      return pairs;
    }
    pairs.emplace_back(std::string(name), std::string(text->data(), text->size()));
  }
  return pairs;
}

}  // namespace attendant::records
