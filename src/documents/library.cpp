#include "documents/library.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <tuple>

#include <fmt/format.h>

#include "base/text.hpp"
#include "documents/schema.hpp"
#include "understanding/tokens.hpp"

namespace attendant::documents {
namespace {

using understanding::Meaning;

constexpr float kOwnPlan = 0.05F;  // what is written for the reader's own plan goes before what is for all

Result<std::int64_t> number_of(sqlite::Database& database, std::string_view sql) {
  TRY_ASSIGN(sqlite::Statement select, database.prepare(sql));
  TRY_ASSIGN([[maybe_unused]] const bool row, select.step());
  return select.integer(0);
}

BytesView bytes_of(const Meaning& meaning) {
  return {reinterpret_cast<const std::uint8_t*>(meaning.data()), sizeof(Meaning)};
}

float cosine(const Meaning& a, const Meaning& b) {  // both have length 1
  float sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// The nearest heading: what a sentence under it is about.
std::string_view last_heading(std::string_view section) {
  const auto colon = section.rfind(": ");
  return colon == std::string_view::npos ? section : section.substr(colon + 2);
}

bool is_of_plan(std::string_view plans, std::string_view plan) {
  return std::ranges::any_of(split(plans, ','), [plan](std::string_view one) { return one == plan; });
}

}  // namespace

Result<std::unique_ptr<Library>> Library::open(const std::string& path,
                                               const understanding::SentenceModel* model) {
  TRY_ASSIGN(sqlite::Database database, sqlite::Database::open(path));
  TRY(database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"));
  TRY_ASSIGN(const std::int64_t version, number_of(database, "PRAGMA user_version"));
  if (version > kSchemaVersion) {
    return fail(
        ErrorCode::unsupported,
        path + ": was written by a newer version of Attendant; move it away and add the documents anew");
  }
  TRY(database.execute(
      fmt::format("BEGIN IMMEDIATE; {} PRAGMA user_version = {}; COMMIT;", kSchema, kSchemaVersion)));
  return std::unique_ptr<Library>(new Library(std::move(database), model));
}

// ---- adding ----

Result<bool> Library::add(std::string_view id, std::string_view markdown) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(sqlite::Statement same,
             database_.prepare("SELECT has_meanings FROM documents WHERE id = ? AND source = ?"));
  same.bind(1, id).bind(2, markdown);
  TRY_ASSIGN(const bool unchanged, same.step());
  if (unchanged && (same.integer(0) != 0 || model_ == nullptr)) return false;
  TRY_ASSIGN(const Document document, parse_document(id, markdown));
  TRY(store(document, markdown));
  loaded_version_ = -1;
  return true;
}

Result<std::size_t> Library::add_folder(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  if (error) return fail(ErrorCode::not_found, folder + ": " + error.message());
  std::ranges::sort(files);
  std::size_t changed = 0;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) return fail(ErrorCode::unavailable, file.string() + ": cannot be read");
    auto added = add(file.stem().string(), text);
    if (!added) return fail(std::move(added).error().in(folder));
    changed += *added ? 1 : 0;
  }
  return changed;
}

Status Library::store(const Document& document, std::string_view markdown) {
  TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(database_));
  TRY(erase(document.id));
  TRY_ASSIGN(sqlite::Statement insert,
             database_.prepare("INSERT INTO documents(id, title, level, plans, source, has_meanings) "
                               "VALUES(?,?,?,?,?,?)"));
  insert.bind(1, document.id)
      .bind(2, document.title)
      .bind(3, to_string(document.level))
      .bind(4, join(document.plans, ","))
      .bind(5, markdown)
      .bind(6, std::int64_t{model_ != nullptr});
  TRY(insert.run());
  TRY_ASSIGN(sqlite::Statement passages,
             database_.prepare("INSERT INTO passages(id, document, section, text) VALUES(?,?,?,?)"));
  TRY_ASSIGN(sqlite::Statement words,
             database_.prepare("INSERT INTO passage_words(rowid, section, text) VALUES(?,?,?)"));
  for (const Passage& passage : document.passages) {
    passages.bind(1, passage.id).bind(2, passage.document).bind(3, passage.section).bind(4, passage.text);
    TRY(passages.run());
    passages.reset();
    const auto row = database_.last_row_id();
    words.bind(1, row).bind(2, passage.section).bind(3, passage.text);
    TRY(words.run());
    words.reset();
    TRY(store_sentences(passage, row));
  }
  return transaction.commit();
}

Status Library::store_sentences(const Passage& passage, std::int64_t row) {
  if (model_ == nullptr) return {};
  TRY_ASSIGN(sqlite::Statement insert,
             database_.prepare("INSERT INTO meanings(passage, vector) VALUES(?,?)"));
  for (const auto& sentence : sentences_of(passage.text)) {
    TRY_ASSIGN(const auto meaning,
               meaning_of(fmt::format("{}: {}", last_heading(passage.section), sentence)));
    if (!meaning) continue;
    insert.bind(1, row).bind(2, bytes_of(*meaning));
    TRY(insert.run());
    insert.reset();
  }
  return {};
}

Status Library::erase(std::string_view id) {
  for (const auto* sql :
       {"DELETE FROM meanings WHERE passage IN (SELECT number FROM passages WHERE document = ?)",
        "DELETE FROM passage_words WHERE rowid IN (SELECT number FROM passages WHERE document = ?)",
        "DELETE FROM passages WHERE document = ?", "DELETE FROM documents WHERE id = ?"}) {
    TRY_ASSIGN(sqlite::Statement gone, database_.prepare(sql));
    gone.bind(1, id);
    TRY(gone.run());
  }
  return {};
}

Status Library::remove(std::string_view id) {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(sqlite::Transaction transaction, sqlite::Transaction::begin(database_));
  TRY(erase(id));
  if (database_.changed_rows() == 0)
    return fail(ErrorCode::not_found, fmt::format("there is no document {}", id));
  loaded_version_ = -1;
  return transaction.commit();
}

Result<std::vector<Listed>> Library::list() {
  const std::lock_guard lock(mutex_);
  TRY_ASSIGN(sqlite::Statement select,
             database_.prepare("SELECT d.id, d.title, d.plans, d.level, count(p.number) FROM documents d "
                               "JOIN passages p ON p.document = d.id GROUP BY d.id ORDER BY d.id"));
  std::vector<Listed> documents;
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) return documents;
    Listed one{.id = select.text(0),
               .title = select.text(1),
               .level = select.view(3) == "member" ? Level::member : Level::none,
               .passages = static_cast<std::size_t>(select.integer(4))};
    for (const auto plan : split(select.view(2), ','))
      if (!plan.empty()) one.plans.emplace_back(plan);
    documents.push_back(std::move(one));
  }
}

// ---- searching ----

Result<std::optional<Meaning>> Library::meaning_of(std::string_view text) const {
  if (model_ == nullptr) return std::optional<Meaning>();
  const auto tokens = understanding::tokenize(text);
  if (tokens.empty()) return std::optional<Meaning>();
  TRY_ASSIGN(const auto reading, model_->read(tokens));
  return std::optional(reading.whole());
}

Status Library::load_sentences() {
  TRY_ASSIGN(const std::int64_t version, number_of(database_, "PRAGMA data_version"));
  if (version == loaded_version_) return {};
  sentences_.clear();
  TRY_ASSIGN(sqlite::Statement select, database_.prepare("SELECT passage, vector FROM meanings"));
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) break;
    Sentence sentence{.passage = select.integer(0)};
    const auto bytes = select.blob(1);
    if (bytes.size() != sizeof(Meaning))
      return fail(ErrorCode::internal,
                  "a stored meaning has another length; remove and add its document anew");
    std::memcpy(sentence.meaning.data(), bytes.data(), bytes.size());
    sentences_.push_back(sentence);
  }
  loaded_version_ = version;
  return {};
}

// For each passage, what the terms that it has are worth; `all`: what all terms of the question are.
Result<std::map<std::int64_t, float>> Library::worth_by_passage(const std::vector<std::string>& terms,
                                                                float& all) {
  std::map<std::int64_t, float> worth;
  TRY_ASSIGN(const std::int64_t passages, number_of(database_, "SELECT count(*) FROM passages"));
  TRY_ASSIGN(sqlite::Statement select,
             database_.prepare("SELECT rowid FROM passage_words WHERE passage_words MATCH ?"));
  for (const std::string& term : terms) {
    std::vector<std::int64_t> rows;
    select.bind(1, "\"" + replace_all(term, "\"", "") + "\"");
    while (true) {
      TRY_ASSIGN(const bool more, select.step());
      if (!more) break;
      rows.push_back(select.integer(0));
    }
    select.reset();
    const float value = worth_of_term(static_cast<std::size_t>(passages), rows.size());
    all += value;
    for (const auto row : rows) worth[row] += value;
  }
  return worth;
}

Result<std::vector<Found>> Library::search(std::string_view question, const Reader& reader,
                                           std::size_t most) {
  const std::lock_guard lock(mutex_);
  TRY(load_sentences());
  TRY_ASSIGN(const auto meaning, meaning_of(question));
  float all = 0;
  TRY_ASSIGN(const auto worth, worth_by_passage(terms_of(question), all));

  std::map<std::int64_t, Evidence> evidence;
  for (const auto& [passage, value] : worth) evidence[passage].words = value / std::max(all, kEnoughWorth);
  if (meaning) {
    for (const Sentence& sentence : sentences_) {
      auto& near = evidence[sentence.passage].meaning;
      near = std::max(near, cosine(*meaning, sentence.meaning));
    }
  }

  std::vector<Found> found;
  TRY_ASSIGN(
      sqlite::Statement select,
      database_.prepare("SELECT p.number, p.id, p.document, d.title, p.section, p.text, d.level, d.plans "
                        "FROM passages p JOIN documents d ON d.id = p.document"));
  while (true) {
    TRY_ASSIGN(const bool more, select.step());
    if (!more) break;
    const auto plans = select.view(7);
    const bool own = !plans.empty() && is_of_plan(plans, reader.plan);
    const bool others = !reader.plan.empty() && !plans.empty() && !own;
    const auto seen = evidence.find(select.integer(0));
    if (others || seen == evidence.end()) continue;
    seen->second.meaning_known = meaning.has_value();
    found.push_back({.passage = {.id = select.text(1),
                                 .document = select.text(2),
                                 .title = select.text(3),
                                 .section = select.text(4),
                                 .text = select.text(5)},
                     .level = select.view(6) == "member" ? Level::member : Level::none,
                     .for_one_plan = !plans.empty(),
                     .evidence = seen->second,
                     .relevance = relevance(seen->second) + (own ? kOwnPlan : 0)});
  }
  std::ranges::sort(found, [](const Found& a, const Found& b) {
    return std::tie(b.relevance, a.passage.id) < std::tie(a.relevance, b.passage.id);
  });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace attendant::documents
