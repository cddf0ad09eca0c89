#include "app/record_engine.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <vector>

#include "base/text.hpp"
#include "config/node.hpp"
#include "config/reader.hpp"
#include "config/secret_source.hpp"
#include "net/url.hpp"
#include "records/fhir/fhir_source.hpp"
#include "records/joined_store.hpp"
#include "records/rest/rest_source.hpp"
#include "tools/http_auth.hpp"
#include "tools/outside_spec.hpp"

namespace attendant::app {
namespace {

using config::Fields;

Status any(std::string_view) { return {}; }

// insurance.records_file: where and how.
struct RecordFile {
  std::string url;
  tools::Auth auth;
  std::chrono::milliseconds timeout{1500};
  records::fhir::FhirOptions fhir{};
  std::vector<records::rest::Part> parts{};
};

void bind(Fields& f, tools::Auth& s) {
  f.value("kind", s.kind, {"none", "bearer", "basic", "header"}, "how we say who we are");
  f.value("header", s.header, "of kind header: its name");
  f.value("user", s.user, "of kind basic");
  f.value("secret", s.secret, "only as a reference, such as ${env:RECORDS_TOKEN}");
}

void bind(Fields& f, records::rest::Part& s) {
  f.value("kind", s.kind, "which of the insurer's files it stands for: members, claims, ...");
  f.value("path", s.path, "after the url; {member_id} is the member's");
  f.value("list", s.list, "path to the rows in the answer; \"\": the answer is the list");
  f.named_texts("keys", s.keys, any, "our key = their path");
  f.named_texts("constants", s.constants, any, "our key = a JSON value");
}

void bind(Fields& f, RecordFile& s, config::RecordEngine engine) {
  f.value("url", s.url, "of the service");
  f.section("auth", [&](Fields& in) { bind(in, s.auth); }, "");
  f.value("timeout", s.timeout, "of one request");
  if (engine == config::RecordEngine::fhir) {
    f.value("member_system", s.fhir.member_system, "of the Patient identifier that callers know");
    f.value("claim_system", s.fhir.claim_system, "of the claim number in ExplanationOfBenefit");
    return;
  }
  f.sections(
      "parts", s.parts.size(), [&s](std::size_t size) { s.parts.assign(size, {}); },
      [&s](Fields& item, std::size_t i) { bind(item, s.parts[i]); }, "");
}

Result<RecordFile> read_record_file(const config::Insurance& settings) {
  static const std::map<std::string, std::string> kNoEnvironment;
  const config::LocalSecrets secrets([](const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  });
  std::ifstream in(settings.records_file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return fail(ErrorCode::not_found, settings.records_file + ": cannot be read");
  TRY_ASSIGN(const auto document, config::parse_yaml(text, settings.records_file));
  RecordFile file;
  config::Reading reading{.name = settings.records_file, .environment = kNoEnvironment, .secrets = secrets};
  config::Reader reader(reading, document, "");
  bind(reader, file, settings.records);
  reader.report_unknown();
  const bool referred = std::ranges::find(reading.secret_keys, "auth.secret") != reading.secret_keys.end();
  if (!file.auth.secret.empty() && !referred)
    reading.problems.push_back(settings.records_file +
                               ": auth.secret: must be a reference, such as ${env:RECORDS_TOKEN}");
  if (!reading.problems.empty()) return fail(ErrorCode::invalid, join(reading.problems, "\n"));
  return file;
}

}  // namespace

Result<std::unique_ptr<insurance::RecordStore>> open_record_engine(const config::Insurance& settings,
                                                                   records::SqliteStore& local,
                                                                   OutsideHttp* http, const Clock& clock) {
  if (settings.records == config::RecordEngine::sqlite) return std::unique_ptr<insurance::RecordStore>();
  CHECK(http != nullptr);
  TRY_ASSIGN(RecordFile file, read_record_file(settings));
  const auto url = net::parse_url(file.url + "/");
  if (!url) return fail(url.error().in(settings.records_file + ": url"));
  if (!url->secure() && !tools::is_this_machine(url->host))
    return fail(ErrorCode::invalid, settings.records_file + ": url: must be https, except on this machine");
  net::ClientRequest credentials;
  tools::add_auth(credentials, file.auth);
  std::unique_ptr<records::FileSource> source;
  if (settings.records == config::RecordEngine::fhir) {
    file.fhir.url = file.url;
    file.fhir.headers = credentials.headers;
    file.fhir.deadline = file.timeout;
    source = std::make_unique<records::fhir::FhirSource>(file.fhir, http->fetch_from(url->host), clock);
  } else {
    source = std::make_unique<records::rest::RestSource>(
        records::rest::RestOptions{
            .url = file.url, .headers = credentials.headers, .parts = file.parts, .deadline = file.timeout},
        http->fetch_from(url->host), clock);
  }
  auto store = records::JoinedStore::open(std::move(source), local);
  if (!store) return fail(std::move(store).error().in("insurance.records"));
  return std::unique_ptr<insurance::RecordStore>(*std::move(store));
}

}  // namespace attendant::app
