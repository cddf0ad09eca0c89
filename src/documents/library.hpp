// The plan documents of an insurer, searchable: SQLite full text and the meaning of each sentence, in one
// file.
//
// Thread: any thread of the storage pool, one at a time (a mutex inside); a search takes some milliseconds of
// CPU (the sentence model) and reads the disk. Another process may add documents meanwhile; the next search
// sees them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "documents/document.hpp"
#include "documents/relevance.hpp"
#include "sqlite/database.hpp"
#include "understanding/sentence_model.hpp"

namespace attendant::documents {

// Whom a passage would be told.
struct Reader {
  Level level = Level::none;
  std::string plan;  // plan id of the member whose coverage is meant; empty: not known
};

struct Found {
  Passage passage;
  Level level = Level::none;  // of its document
  bool for_one_plan = false;  // its document is of some plans only
  Evidence evidence;
  float relevance = 0;
};

struct Listed {
  std::string id, title;
  std::vector<std::string> plans;
  Level level = Level::none;
  std::size_t passages = 0;
};

class Library {
 public:
  // ":memory:" for tests. `model` may be null: then passages are found by their words alone; it outlives the
  // library. unsupported: the file is of another version.
  static Result<std::unique_ptr<Library>> open(const std::string& path,
                                               const understanding::SentenceModel* model);

  // In place of the document of that id, if there is one; an unchanged one costs nothing. True: it changed.
  Result<bool> add(std::string_view id, std::string_view markdown);
  // Every *.md of a folder. How many changed; the first document that cannot be read ends it.
  Result<std::size_t> add_folder(const std::string& folder);
  Result<std::vector<Listed>> list();
  Status remove(std::string_view id);  // not_found: there is none

  // The best passages, best first. What the reader's plan excludes is not among them; what only a member
  // might hear is, with its level: the caller must look at it before anything is told.
  Result<std::vector<Found>> search(std::string_view question, const Reader& reader, std::size_t most);

 private:
  struct Sentence {
    std::int64_t passage = 0;
    understanding::Meaning meaning{};
  };

  Library(sqlite::Database database, const understanding::SentenceModel* model)
      : database_(std::move(database)), model_(model) {}

  Result<std::optional<understanding::Meaning>> meaning_of(std::string_view text) const;
  Status store(const Document& document, std::string_view markdown);
  Status store_sentences(const Passage& passage, std::int64_t row);
  Status erase(std::string_view id);
  Status load_sentences();
  Result<std::map<std::int64_t, float>> worth_by_passage(const std::vector<std::string>& terms, float& all);

  std::mutex mutex_;
  sqlite::Database database_;
  const understanding::SentenceModel* model_;
  std::vector<Sentence> sentences_;
  std::int64_t loaded_version_ = -1;  // PRAGMA data_version of sentences_
};

}  // namespace attendant::documents
