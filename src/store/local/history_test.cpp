#include <future>
#include <thread>
#include <utility>

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include "base/test_directory.hpp"
#include "store/local/history_writer.hpp"
#include "store/local/sqlite.hpp"
#include "store/local/sqlite_history.hpp"

namespace attendant::store::local {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CallId kCall{"c-01"};
const WallTime kStart{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)};

class HistoryTest : public ::testing::Test {
 protected:
  HistoryTest() : history_(open()) {}

  std::unique_ptr<SqliteHistory> open() {
    return *SqliteHistory::open(directory_.path() / "history.db", keys_);
  }
  CallStart start(const CallId& call, WallTime started = kStart) const {
    return {.call = call,
            .started = started,
            .caller = "+15550100",
            .called = "sip:line@example.com",
            .versions = {{"agent", "1"}},
            .wrapped_key = keys_.new_call_key(call).wrapped};
  }
  static TurnRow turn(std::uint32_t number, std::string caller, milliseconds answer = milliseconds(600)) {
    return {.call = kCall,
            .turn = TurnId(number),
            .at = milliseconds(1000),
            .caller = std::move(caller),
            .agent = "It was paid.",
            .intents = "claim_status",
            .timings = {.end_of_speech = milliseconds(2000), .audio_on_wire = milliseconds(2000) + answer}};
  }
  void run(const std::string& sql) const {
    const auto database = *Database::open(directory_.path() / "history.db");
    const Status done = database->execute(sql);
    ASSERT_TRUE(done) << done.error().message;
  }
  std::string stored_bytes() const {
    return read_file(directory_.path() / "history.db") + read_file(directory_.path() / "history.db-wal");
  }

  const TestDirectory directory_;
  const security::KeyRing keys_{security::Key::random()};
  std::unique_ptr<SqliteHistory> history_;
};

TEST_F(HistoryTest, ShowsWhatWasWritten) {
  ASSERT_TRUE(history_->begin_call(start(kCall)));
  ASSERT_TRUE(history_->add_turn(turn(1, "where is my claim")));
  ASSERT_TRUE(history_->add_tool_call({.call = kCall,
                                       .id = 7,
                                       .turn = TurnId(1),
                                       .name = "claim_status",
                                       .arguments = R"({"claim":"CLM1"})",
                                       .outcome = "ok",
                                       .answer = R"({"paid":true})",
                                       .took = milliseconds(12)}));
  ASSERT_TRUE(history_->add_note(kCall, "outcome", "answered"));
  ASSERT_TRUE(history_->add_note(kCall, "model_cost", "$0.000100: 10 + 2 tokens (0 cached), 1 requests"));
  ASSERT_TRUE(history_->add_note(kCall, "model_cost", "$0.004210: 50 + 9 tokens (0 cached), 4 requests"));
  ASSERT_TRUE(history_->set_recorded(kCall));
  ASSERT_TRUE(history_->end_call({.call = kCall, .ended = kStart + milliseconds(9000), .reason = "goodbye"}));

  const auto detail = history_->show(kCall);
  ASSERT_TRUE(detail) << detail.error().message;
  EXPECT_EQ(detail->caller, "+15550100");
  EXPECT_EQ(detail->summary.reason, "goodbye");
  EXPECT_EQ(detail->summary.outcome, "answered");
  EXPECT_EQ(detail->summary.model_cost, "$0.004210") << "the last one is the call's";
  EXPECT_TRUE(detail->summary.recorded);
  EXPECT_EQ(detail->summary.median_answer, milliseconds(600));
  ASSERT_EQ(detail->turns.size(), 1U);
  EXPECT_EQ(detail->turns[0].caller, "where is my claim");
  EXPECT_EQ(detail->turns[0].timings.audio_on_wire, milliseconds(2600));
  EXPECT_FALSE(detail->turns[0].timings.text);
  ASSERT_EQ(detail->tools.size(), 1U);
  EXPECT_EQ(detail->tools[0].took, milliseconds(12));
  const auto json = to_json(*detail);
  EXPECT_EQ(json.at("tool_call_list").at(0).at("arguments").at("claim").as_string(), "CLM1");
  EXPECT_TRUE(json.at("turn_list").at(0).at("timings").at("text").is_null());
}

TEST_F(HistoryTest, TakesTheSameRowsAgain) {
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(history_->begin_call(start(kCall)));
    ASSERT_TRUE(history_->add_turn(turn(1, "hello")));
  }
  const auto detail = history_->show(kCall);
  ASSERT_TRUE(detail) << detail.error().message;
  EXPECT_EQ(detail->turns.size(), 1U);
  EXPECT_EQ(detail->turns[0].caller, "hello");
}

TEST_F(HistoryTest, StoresNoTextNumberOrMemberInClear) {
  ASSERT_TRUE(history_->begin_call(start(kCall)));
  ASSERT_TRUE(history_->add_turn(turn(1, "my-secret-words")));
  ASSERT_TRUE(history_->add_note(kCall, "complaint", "my-secret-complaint"));
  ASSERT_TRUE(history_->set_member(kCall, "NW28319242"));
  const std::string bytes = stored_bytes();
  for (const char* secret : {"my-secret", "5550100", "NW28319242", "It was paid"}) {
    EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
  }
}

TEST_F(HistoryTest, IsReadableForItsOwnerOnly) {
  ASSERT_TRUE(history_->begin_call(start(kCall)));
  for (const char* name : {"history.db", "history.db-wal"}) {
    EXPECT_EQ(std::filesystem::status(directory_.path() / name).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << name;
  }
}

TEST_F(HistoryTest, ListsNewestFirstByTimeMemberAndOutcome) {
  const CallId later{"c-02"};
  ASSERT_TRUE(history_->begin_call(start(kCall)));
  ASSERT_TRUE(history_->begin_call(start(later, kStart + std::chrono::hours(1))));
  ASSERT_TRUE(history_->set_member(kCall, "NW1"));
  ASSERT_TRUE(history_->add_note(later, "outcome", "transferred"));
  ASSERT_TRUE(
      history_->end_call({.call = later, .ended = kStart + std::chrono::hours(2), .reason = "transferred"}));

  const auto ids = [&](const CallFilter& filter) {
    std::vector<std::string> ids;
    for (const auto& summary : *history_->list(filter)) ids.push_back(summary.call.value());
    return ids;
  };
  EXPECT_THAT(ids({}), ElementsAre("c-02", "c-01"));
  EXPECT_THAT(ids({.limit = 1}), ElementsAre("c-02"));
  EXPECT_THAT(ids({.member_id = "NW1"}), ElementsAre("c-01"));
  EXPECT_THAT(ids({.member_id = "NW2"}), IsEmpty());
  EXPECT_THAT(ids({.outcome = "transferred"}), ElementsAre("c-02"));
  EXPECT_THAT(ids({.open_only = true}), ElementsAre("c-01"));
  EXPECT_THAT(ids({.from = kStart + milliseconds(1)}), ElementsAre("c-02"));
  EXPECT_THAT(ids({.before = kStart + milliseconds(1)}), ElementsAre("c-01"));
}

TEST_F(HistoryTest, ErasesACallSoThatNeitherRowsNorKeyRemain) {
  const auto begun = start(kCall);
  ASSERT_TRUE(history_->begin_call(begun));
  ASSERT_TRUE(history_->add_turn(turn(1, "hello")));
  ASSERT_TRUE(history_->erase_call(kCall));
  ASSERT_TRUE(history_->empty_log());
  EXPECT_EQ(history_->show(kCall).error().code, ErrorCode::not_found);
  EXPECT_TRUE(*history_->is_erased(kCall));
  EXPECT_EQ(stored_bytes().find(std::string(begun.wrapped_key.begin(), begun.wrapped_key.end())),
            std::string::npos);
  EXPECT_EQ(history_->begin_call(begun).error().code, ErrorCode::refused)
      << "recovery must not bring it back";
  EXPECT_FALSE(history_->add_turn(turn(2, "late")));
}

TEST_F(HistoryTest, CannotBeOpenedWithAnotherKey) {
  const auto other =
      SqliteHistory::open(directory_.path() / "history.db", security::KeyRing(security::Key::random()));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::refused);
}

TEST_F(HistoryTest, SaysThatAFileIsNoDatabase) {
  const auto file = directory_.path() / "broken.db";
  std::ofstream(file) << std::string(4096, 'x');
  const auto broken = SqliteHistory::open(file, keys_);
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message, ::testing::HasSubstr("broken.db"));
}

TEST_F(HistoryTest, OfTheVersionBeforeKeepsItsCallsAndTakesWhatIsNew) {
  ASSERT_TRUE(history_->begin_call(start(kCall)));
  ASSERT_TRUE(history_->add_turn(turn(1, "where is my claim")));
  history_.reset();
  run("ALTER TABLE calls DROP COLUMN model_cost; PRAGMA user_version = 1;");
  history_ = open();
  const auto detail = history_->show(kCall);
  ASSERT_TRUE(detail) << detail.error().message;
  EXPECT_EQ(detail->turns.at(0).caller, "where is my claim");
  EXPECT_EQ(detail->summary.model_cost, "");
  ASSERT_TRUE(history_->add_note(kCall, "model_cost", "$0.004210: 50 + 9 tokens (0 cached), 4 requests"));
  history_.reset();
  history_ = open();
  EXPECT_EQ(history_->show(kCall)->summary.model_cost, "$0.004210")
      << "the second time it is as it should be";
}

TEST_F(HistoryTest, OfALaterVersionIsLeftAlone) {
  history_.reset();
  run("PRAGMA user_version = 3;");
  const auto later = SqliteHistory::open(directory_.path() / "history.db", keys_);
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().code, ErrorCode::unsupported);
}

TEST_F(HistoryTest, IsReadBesideItsWriter) {
  std::atomic<bool> done{false};
  std::thread reader([&] {
    const auto own = open();
    while (!done) {
      const auto calls = own->list({});
      EXPECT_TRUE(calls) << calls.error().message;
    }
  });
  {
    HistoryWriter writer(*history_, 10000, {});
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(writer.add(start(CallId("c-" + std::to_string(i)))));
    writer.flush();
  }
  done = true;
  reader.join();
  EXPECT_EQ(history_->list({.limit = 1000})->size(), 300U);
}

TEST_F(HistoryTest, WriterTellsWhatIsStoredAndWhatFailed) {
  std::vector<std::string> told;
  {
    HistoryWriter writer(
        *history_, 100,
        {.stored =
             [&](const HistoryRow&) {
               told.emplace_back("stored");
               return Status();
             },
         .failed = [&](const HistoryRow&, const Error& error) { told.emplace_back(to_string(error.code)); }});
    ASSERT_TRUE(writer.add(start(kCall)));
    ASSERT_TRUE(writer.add(NoteRow{.call = CallId("c-unknown"), .key = "x", .value = "y"}));
    ASSERT_TRUE(writer.add(turn(1, "hello")));
  }
  EXPECT_THAT(told, ElementsAre("stored", "not_found", "stored"));
  EXPECT_EQ(history_->show(kCall)->turns.size(), 1U);
}

// Every write to a file fails until it is destroyed, as on a disk that is full.
class FullDisk {
 public:
  FullDisk() {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{.rlim_cur = 1, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

TEST_F(HistoryTest, RowsWaitInOrderWhileTheDiskIsFullAndNoneIsLost) {
  std::promise<void> waits;
  std::atomic<int> failed{0};
  HistoryWriter writer(*history_, 100,
                       {.stored = {},
                        .failed = [&](const HistoryRow&, const Error&) { ++failed; },
                        .waiting = [&](const Error&) { waits.set_value(); }},
                       milliseconds(1));
  {
    const FullDisk full;
    ASSERT_TRUE(writer.add(start(kCall)));
    waits.get_future().wait();
    ASSERT_TRUE(writer.add(turn(1, "hello")));
    ASSERT_TRUE(writer.add(CallEnd{.call = kCall, .ended = kStart, .reason = "goodbye"}));
  }
  writer.flush();
  EXPECT_EQ(failed, 0);
  const auto detail = history_->show(kCall);
  ASSERT_TRUE(detail) << detail.error().message;
  EXPECT_EQ(detail->summary.direction, "inbound");
  EXPECT_EQ(detail->turns.size(), 1U);
  EXPECT_EQ(detail->summary.reason, "goodbye");
}

TEST_F(HistoryTest, WriterEndsThoughTheDiskIsFullAndSaysWhatItLeavesToRecovery) {
  std::vector<ErrorCode> failed;
  {
    const FullDisk full;
    HistoryWriter writer(*history_, 100,
                         {.stored = {},
                          .failed = [&](const HistoryRow&, const Error& e) { failed.push_back(e.code); },
                          .waiting = {}},
                         milliseconds(1));
    ASSERT_TRUE(writer.add(start(kCall)));
  }
  EXPECT_EQ(failed.size(), 1U);
  EXPECT_FALSE(history_->show(kCall));
}

TEST_F(HistoryTest, WhatTheListenerCouldNotTakeIsOfferedAgainBeforeTheNextRow) {
  std::vector<std::size_t> offered;
  {
    HistoryWriter writer(*history_, 100,
                         {.stored = [&](const HistoryRow& row) -> Status {
                            offered.push_back(row.index());
                            if (offered.size() == 1) return fail(ErrorCode::exhausted, "outbox: no space");
                            return {};
                          },
                          .failed = {},
                          .waiting = {}},
                         milliseconds(1));
    ASSERT_TRUE(writer.add(start(kCall)));
    ASSERT_TRUE(writer.add(turn(1, "hello")));
    writer.flush();
  }
  EXPECT_THAT(offered, ElementsAre(0U, 0U, 1U));
}

TEST_F(HistoryTest, ACallWithARowThatFoundNoRoomIsLeftToRecoveryAsAWhole) {
  std::promise<void> entered;
  std::promise<void> go_on;
  HistoryWriter writer(*history_, 1,
                       {.stored = [&, first = true](const HistoryRow&) mutable -> Status {
                          if (std::exchange(first, false)) {
                            entered.set_value();
                            go_on.get_future().wait();
                          }
                          return {};
                        },
                        .failed = {},
                        .waiting = {}});
  ASSERT_TRUE(writer.add(start(kCall)));
  entered.get_future().wait();
  ASSERT_TRUE(writer.add(turn(1, "hello")));
  ASSERT_FALSE(writer.add(turn(2, "no room")));
  go_on.set_value();
  writer.flush();
  EXPECT_FALSE(writer.add(CallEnd{.call = kCall, .ended = kStart, .reason = "goodbye"}));
  EXPECT_FALSE(*history_->is_ended(kCall)) << "recovery takes calls that are open";
}

TEST_F(HistoryTest, WriterRefusesRowsBeyondItsCapacity) {
  HistoryWriter writer(*history_, 0, {});
  const auto refused = writer.add(start(kCall));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::exhausted);
}

}  // namespace
}  // namespace attendant::store::local
