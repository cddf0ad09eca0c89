// The record store that the configuration asks for: our own database, alone or joined with a FHIR server or a
// REST service (insurance.records, insurance.records_file).
#pragma once

#include <memory>

#include "app/outside_http.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "insurance/record_store.hpp"
#include "records/sqlite_store.hpp"

namespace attendant::app {

// Null: our own database alone. Reads the file and, from the service, the providers: blocks. `local`, `http`
// (which may be null for sqlite) and `clock` outlive the store.
Result<std::unique_ptr<insurance::RecordStore>> open_record_engine(const config::Insurance& settings,
                                                                   records::SqliteStore& local,
                                                                   OutsideHttp* http, const Clock& clock);

}  // namespace attendant::app
