// The library on the demo insurer's documents and the questions of tests/documents/questions.tsv.
#include "documents/library.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/test_directory.hpp"
#include "base/text.hpp"
#include "inference/runtime.hpp"

namespace attendant::documents {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

const std::string kSource = ATTENDANT_SOURCE_DIR;
const std::string kDocuments = kSource + "/data/demo/documents";

constexpr std::string_view kGuide =
    "---\ntitle: the guide\nplans: NW-A\nlevel: member\n---\n# Parking\nParking at the clinic is free.\n";

std::unique_ptr<Library> demo_library(const understanding::SentenceModel* model) {
  auto library = Library::open(":memory:", model);
  EXPECT_TRUE(library);
  const auto added = (*library)->add_folder(kDocuments);
  EXPECT_TRUE(added) << (added ? "" : added.error().message);
  return *std::move(library);
}

struct Question {
  std::string text, plan, answer;
};

std::vector<Question> questions() {
  std::vector<Question> list;
  std::ifstream file(kSource + "/tests/documents/questions.tsv");
  for (std::string line; std::getline(file, line);) {
    const auto parts = split(line, '\t');
    if (line.starts_with('#') || parts.size() != 3) continue;
    list.push_back({std::string(parts[0]), std::string(parts[1]), std::string(parts[2])});
  }
  return list;
}

struct Score {
  int answered_rightly = 0, answerable = 0;
  int left_alone = 0, not_answerable = 0;
};

Score score(Library& library) {
  Score score;
  for (const auto& question : questions()) {
    const auto found = library.search(
        question.text, {question.plan.empty() ? Level::none : Level::member, question.plan}, 1);
    EXPECT_TRUE(found);
    const bool confident = !found->empty() && found->front().relevance >= kConfident;
    const std::string best = found->empty() ? "" : found->front().passage.id;
    if (question.answer == "-") {
      ++score.not_answerable;
      score.left_alone += confident ? 0 : 1;
    } else {
      ++score.answerable;
      score.answered_rightly += confident && best.starts_with(question.answer) ? 1 : 0;
    }
    const bool right = question.answer == "-" ? !confident : confident && best.starts_with(question.answer);
    if (!right && !found->empty())
      std::cout << question.text << " -> " << best << " words " << found->front().evidence.words
                << " meaning " << found->front().evidence.meaning << " = " << found->front().relevance
                << "\n";
  }
  std::cout << "answered rightly " << score.answered_rightly << " of " << score.answerable << ", left alone "
            << score.left_alone << " of " << score.not_answerable << "\n";
  return score;
}

TEST(Library, FindsWhatIsAskedAndLeavesTheRestAlone) {
  const auto runtime = inference::Runtime::load(ATTENDANT_ENGINES_DIR);
  if (!runtime) GTEST_SKIP() << runtime.error().message;
  const auto model =
      understanding::SentenceModel::open(**runtime, fs::path(ATTENDANT_ENGINES_DIR) / "minilm");
  if (!model) GTEST_SKIP() << model.error().message;
  const auto library = demo_library(model->get());
  const auto reached = score(*library);
  EXPECT_GE(reached.answered_rightly * 100, reached.answerable * 75);
  EXPECT_GE(reached.left_alone * 100, reached.not_answerable * 95);
}

TEST(Library, WithoutTheSentenceModelWordsAloneDecide) {
  const auto library = demo_library(nullptr);
  const auto found = library->search("what is step therapy", {}, 3);
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->empty());
  EXPECT_THAT(found->front().passage.id, StartsWith("member-handbook/drug-lists"));
  EXPECT_FALSE(found->front().evidence.meaning_known);
}

TEST(Library, WhatIsOfAnotherPlanIsNotFound) {
  const auto library = demo_library(nullptr);
  const auto of_hmo = library->search("out-of-network visits", {Level::member, "NW-HMO-SELECT"}, 50);
  ASSERT_TRUE(of_hmo);
  for (const auto& one : *of_hmo)
    EXPECT_THAT(one.passage.document, testing::AnyOf("hmo-guide", "member-handbook"));
}

TEST(Library, AMembersDocumentSaysSo) {
  auto library = Library::open(":memory:", nullptr).value();
  ASSERT_TRUE(library->add("guide", kGuide));
  const auto found = library->search("is parking free", {}, 5);
  ASSERT_TRUE(found);
  ASSERT_THAT(*found, SizeIs(1));
  EXPECT_EQ(found->front().level, Level::member);
  EXPECT_TRUE(found->front().for_one_plan);
  EXPECT_EQ(found->front().passage.title, "the guide");
  EXPECT_EQ(found->front().passage.section, "Parking");
}

TEST(Library, ADocumentIsReplacedAndRemoved) {
  auto library = Library::open(":memory:", nullptr).value();
  EXPECT_EQ(library->add("guide", kGuide).value(), true);
  EXPECT_EQ(library->add("guide", kGuide).value(), false) << "it did not change";
  EXPECT_EQ(library->add("guide", "---\ntitle: the guide\n---\n# Lunch\nLunch is at noon.\n").value(), true);
  EXPECT_TRUE(library->search("parking", {}, 5)->empty());
  ASSERT_THAT(library->list().value(), SizeIs(1));
  EXPECT_EQ(library->list()->front().passages, 1U);
  EXPECT_TRUE(library->remove("guide"));
  EXPECT_TRUE(library->list()->empty());
  EXPECT_EQ(library->remove("guide").error().code, ErrorCode::not_found);
}

TEST(Library, AnotherProcessMayAddDocumentsMeanwhile) {
  const TestDirectory directory;
  const auto path = (directory.path() / "documents.db").string();
  auto server = Library::open(path, nullptr).value();
  auto tool = Library::open(path, nullptr).value();
  EXPECT_TRUE(server->search("parking", {}, 5)->empty());
  ASSERT_TRUE(tool->add("guide", kGuide));
  EXPECT_THAT(*server->search("parking", {}, 5), SizeIs(1));
}

TEST(Library, ADocumentThatCannotBeReadIsNamed) {
  const TestDirectory directory;
  std::ofstream(directory.path() / "broken.md") << "no head";
  auto library = Library::open(":memory:", nullptr).value();
  const auto added = library->add_folder(directory.path().string());
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().message, HasSubstr("broken.md:1"));
  EXPECT_THAT(library->add_folder("/nowhere/at/all").error().message, HasSubstr("/nowhere/at/all"));
}

TEST(Library, WordsThatAreSyntaxOfTheFullTextAreOnlyWords) {
  const auto library = demo_library(nullptr);
  for (const std::string question : {"NEAR( \"a\" OR *", "\"\"\" AND - : ^", "", "   ", "section:text*"})
    EXPECT_TRUE(library->search(question, {}, 3)) << question;
}

}  // namespace
}  // namespace attendant::documents
