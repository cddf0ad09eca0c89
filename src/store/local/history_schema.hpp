// The tables of history, and how a database of an earlier version of Attendant is brought up to date.
#pragma once

#include "base/result.hpp"
#include "store/local/sqlite.hpp"

namespace attendant::store::local {

// Error::unsupported when the database was written by a newer version.
Status prepare_schema(Database& database);

}  // namespace attendant::store::local
