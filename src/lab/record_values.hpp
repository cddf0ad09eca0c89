// The insurer's records as they stand in their files, to hold against what a caller was told. Read once, then
// only read; any thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/result.hpp"

namespace attendant::lab {

class RecordValues {
 public:
  // Every *.jsonl of the folder; a row is found by its first key, accumulators by member and year
  // ("NW76156405-2026"). The error names file and line.
  static Result<RecordValues> load(const std::filesystem::path& folder);
  static Result<RecordValues> from_lines(std::string_view table, std::string_view lines);

  // The text with each {table/row/key/...} filled in; ":money" makes "$1,638.15" of cents, ":percent" "20%".
  // The error names what is not there.
  Result<std::string> filled_in(std::string_view text) const;

  const boost::json::object* row(std::string_view table, std::string_view key) const;

 private:
  Status add(std::string_view table, std::string_view lines);
  Result<std::string> value_at(std::string_view path) const;

  std::map<std::string, std::map<std::string, boost::json::object, std::less<>>, std::less<>> tables_;
};

std::string as_money(long long cents);  // "$1,638.15"

}  // namespace attendant::lab
