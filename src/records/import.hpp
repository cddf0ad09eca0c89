// Loads a folder of JSON Lines files (data/demo/README.md) into an empty store: all of it or nothing.
#pragma once

#include <string>

#include "base/result.hpp"
#include "records/row_table.hpp"

namespace attendant::records {

// invalid, naming file, line and key, when a row is wrong or points to nobody; not_found when a file is
// missing.
Status import_folder(sqlite::Database& database, const Sealer& sealer, const std::string& folder);

// Checks one line as the import does: "members", the text of the line. For tests and the fuzzer.
Status check_row(std::string_view kind, std::string_view line);

}  // namespace attendant::records
