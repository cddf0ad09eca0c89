// Reads one JSON object strictly: every value must be there with its type. The first thing that is wrong is
// kept with its key ("lines[2].billed_cents: expected whole cents"); after it every read gives an empty
// value, so that a decoder can be written straight through and checked once at its end.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "insurance/records.hpp"

namespace attendant::records {

class RowReader {
 public:
  // `problem` takes the first error; empty means that all is well so far. Both must outlive the reader.
  RowReader(const boost::json::object& object, std::string path, std::string& problem)
      : object_(object), path_(std::move(path)), problem_(problem) {}

  std::string text(std::string_view key) const;           // a string that is not empty
  std::string optional_text(std::string_view key) const;  // a string, or null = ""
  bool flag(std::string_view key) const;
  int integer(std::string_view key) const;
  std::optional<int> optional_integer(std::string_view key) const;
  insurance::Cents cents(std::string_view key) const;
  std::optional<insurance::Cents> optional_cents(std::string_view key) const;
  Date date(std::string_view key) const;
  std::optional<Date> optional_date(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;

  // `decode(RowReader)` of the object at a key; empty when it is null.
  template <class Decode>
  auto optional_object(std::string_view key, const Decode& decode) const
      -> std::optional<decltype(decode(std::declval<RowReader>()))> {
    const auto* value = find(key);
    if (value == nullptr || value->is_null()) return std::nullopt;
    const auto* object = value->if_object();
    if (object == nullptr) {
      wrong(key, "expected an object or null");
      return std::nullopt;
    }
    return decode(RowReader(*object, place(key) + ".", problem_));
  }

  template <class Decode>
  auto object(std::string_view key, const Decode& decode) const
      -> decltype(decode(std::declval<RowReader>())) {
    auto found = optional_object(key, decode);
    if (!found) wrong(key, "expected an object");
    return found ? *std::move(found) : decltype(decode(std::declval<RowReader>())){};
  }

  template <class Decode>
  auto list(std::string_view key, const Decode& decode) const
      -> std::vector<decltype(decode(std::declval<RowReader>()))> {
    std::vector<decltype(decode(std::declval<RowReader>()))> items;
    const auto* array = list_at(key);
    if (array == nullptr) return items;
    for (std::size_t i = 0; i < array->size(); ++i) {
      const auto* item = (*array)[i].if_object();
      if (item == nullptr) {
        wrong(key, "expected a list of objects");
        return items;
      }
      items.push_back(decode(RowReader(*item, place(key) + "[" + std::to_string(i) + "].", problem_)));
    }
    return items;
  }

  // Every key and text of an object of texts.
  std::vector<std::pair<std::string, std::string>> text_pairs(std::string_view key) const;

 private:
  const boost::json::value* find(std::string_view key) const;
  const boost::json::array* list_at(std::string_view key) const;
  std::string place(std::string_view key) const { return path_ + std::string(key); }
  void wrong(std::string_view key, std::string_view what) const;

  const boost::json::object& object_;
  std::string path_;
  std::string& problem_;
};

// A whole row through `decode(RowReader)`, or what is wrong with it.
template <class Decode>
auto decode_row(const boost::json::object& row, const Decode& decode)
    -> Result<decltype(decode(std::declval<RowReader>()))> {
  std::string problem;
  auto record = decode(RowReader(row, "", problem));
  if (!problem.empty()) return fail(ErrorCode::invalid, std::move(problem));
  return record;
}

}  // namespace attendant::records
