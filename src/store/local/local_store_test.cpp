#include "store/local/local_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audio/wav_writer.hpp"
#include "base/test_directory.hpp"
#include "store/local/segment_journal.hpp"

namespace attendant::store::local {
namespace {

using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CallId kCall{"c-01"};
const CallId kOther{"c-02"};

class LocalStoreTest : public ::testing::Test {
 protected:
  LocalStoreTest() { reopen(); }

  void reopen() {
    store_.reset();
    auto opened = LocalStore::open(directory_.path(), keys_);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = *std::move(opened);
  }
  std::unique_ptr<SegmentJournal> open_journal() {
    return *SegmentJournal::open({.directory = store_->journal_directory(),
                                  .shard = 0,
                                  .segment_bytes = 64 << 10,
                                  .call_reserve_bytes = 8 << 10,
                                  .budget_bytes = 4 << 20},
                                 clock_);
  }
  // A call as a server runs it, up to the point where it may crash.
  void live_call(const CallId& call, bool ends) {
    const auto key = keys_.new_call_key(call);
    const auto journal = open_journal();
    const auto live = *journal->admit(call, key);
    ASSERT_TRUE(live->append("heard", as_bytes("hello from " + call.value())));
    ASSERT_TRUE(
        store_->history().begin_call({.call = call, .started = clock_.wall(), .wrapped_key = key.wrapped}));
    record(call, key.key, ends);
    if (!ends) return;
    ASSERT_TRUE(live->close("goodbye"));
    ASSERT_TRUE(store_->history().end_call({.call = call, .ended = clock_.wall(), .reason = "goodbye"}));
  }
  void record(const CallId& call, const security::Key& key, bool ends) {
    auto sink = store_->recordings().open_recording(call, key, clock_.wall());
    ASSERT_TRUE(sink) << sink.error().message;
    audio::WavWriter writer(*std::move(sink), audio::kTelephoneRate, 2);
    ASSERT_TRUE(writer.write(samples_));
    if (ends) ASSERT_TRUE(writer.finish());
  }
  static Status nothing(const CallId&, std::span<const JournalRecord>, History&) { return {}; }

  const TestDirectory directory_;
  const security::KeyRing keys_{security::Key::random()};
  FakeClock clock_;
  const std::vector<std::int16_t> samples_ = std::vector<std::int16_t>(32000, 7);  // 64,000 bytes: 4 chunks
  std::unique_ptr<LocalStore> store_;
};

TEST_F(LocalStoreTest, RecoveryProjectsAndEndsACallThatWasLeftOpen) {
  live_call(kCall, false);
  reopen();
  const auto project = [](const CallId& call, std::span<const JournalRecord> records,
                          History& history) -> Status {
    const auto& heard = records.back();
    return history.add_turn(
        {.call = call, .turn = TurnId(1), .caller = std::string(heard.payload.begin(), heard.payload.end())});
  };
  const auto report = store_->recover(project);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->open_calls, 1U);
  EXPECT_THAT(report->recovered, ElementsAre(kCall));
  EXPECT_THAT(report->problems, IsEmpty());

  const auto detail = store_->history().show(kCall);
  ASSERT_TRUE(detail) << detail.error().message;
  EXPECT_EQ(detail->summary.reason, "server stopped");
  EXPECT_EQ(detail->summary.ended, clock_.wall());
  EXPECT_TRUE(detail->summary.recorded);
  EXPECT_EQ(detail->turns.at(0).caller, "hello from c-01");

  EXPECT_THAT(store_->recover(nothing)->recovered, IsEmpty()) << "once is enough";
  EXPECT_TRUE(store_->read_journal(kCall)) << "the journal stays for replay";
}

TEST_F(LocalStoreTest, RecoveryBringsBackACallWhoseRowsNeverCameToHistory) {
  {
    const auto journal = open_journal();
    const auto live = *journal->admit(kCall, keys_.new_call_key(kCall));
    ASSERT_TRUE(live->append("heard", as_bytes("hello")));
  }
  ASSERT_TRUE(store_->recover(nothing));
  const auto detail = store_->history().show(kCall);
  ASSERT_TRUE(detail) << detail.error().message;
  EXPECT_EQ(detail->summary.reason, "server stopped");
}

TEST_F(LocalStoreTest, RecoveryLeavesFinishedCallsAlone) {
  live_call(kCall, true);
  const auto report = store_->recover(nothing);
  EXPECT_THAT(report->recovered, IsEmpty());
  EXPECT_EQ(store_->history().show(kCall)->summary.reason, "goodbye");
}

TEST_F(LocalStoreTest, RecoveryRefusesADirectoryThatAnotherServerWrites) {
  const auto journal = open_journal();
  EXPECT_EQ(store_->recover(nothing).error().code, ErrorCode::conflict);
}

TEST_F(LocalStoreTest, RecoveryEndsACallWhoseEventsCannotBeProjected) {
  live_call(kCall, false);
  const auto report = store_->recover([](const CallId&, std::span<const JournalRecord>, History&) -> Status {
    return fail(ErrorCode::invalid, "odd event");
  });
  ASSERT_TRUE(report);
  ASSERT_EQ(report->problems.size(), 1U);
  EXPECT_THAT(report->problems[0], ::testing::HasSubstr("odd event"));
  EXPECT_TRUE(store_->history().show(kCall)->summary.ended);
}

TEST_F(LocalStoreTest, ErasingACallLeavesNothingThatCanBeRead) {
  live_call(kCall, true);
  live_call(kOther, true);
  ASSERT_TRUE(store_->erase(kCall, "operator", clock_.wall()));

  EXPECT_EQ(store_->history().show(kCall).error().code, ErrorCode::not_found);
  EXPECT_FALSE(store_->read_journal(kCall));
  EXPECT_FALSE(store_->recordings().has(kCall));
  EXPECT_FALSE(store_->export_wav(kCall, directory_.path() / "out.wav"));
  EXPECT_THAT(store_->recover(nothing)->recovered, IsEmpty());

  EXPECT_TRUE(store_->history().show(kOther));
  EXPECT_TRUE(store_->read_journal(kOther));
  EXPECT_EQ(store_->erase(CallId("c-none"), "operator", clock_.wall()).error().code, ErrorCode::not_found);
}

TEST_F(LocalStoreTest, ALiveCallIsNotErasedAndOneThatACrashLeftOpenIs) {
  {
    const auto journal = open_journal();
    const auto key = keys_.new_call_key(kCall);
    const auto live = *journal->admit(kCall, key);
    ASSERT_TRUE(
        store_->history().begin_call({.call = kCall, .started = clock_.wall(), .wrapped_key = key.wrapped}));
    const auto refused = store_->erase(kCall, "operator", clock_.wall());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_TRUE(store_->history().show(kCall)) << "nothing of it was touched";
  }
  EXPECT_TRUE(store_->erase(kCall, "operator", clock_.wall())) << "its server is gone";
  EXPECT_FALSE(store_->history().show(kCall));
}

TEST_F(LocalStoreTest, WhatIsKeptForEverIsNeverErased) {
  live_call(kCall, true);
  const Retention for_ever{
      .journal = days(0), .recordings = days(0), .transcripts = days(0), .audit = days(0)};
  const auto report = *store_->run_retention(for_ever, clock_.wall() + days(10000));
  EXPECT_EQ(report.segments + report.recordings, 0U);
  EXPECT_THAT(report.calls, IsEmpty());
  EXPECT_TRUE(store_->read_journal(kCall));
  EXPECT_TRUE(store_->history().show(kCall));
}

TEST_F(LocalStoreTest, ExportsARecordingAsAWavWithItsTrueLength) {
  live_call(kCall, true);
  const auto wav = directory_.path() / "out.wav";
  const auto exported = store_->export_wav(kCall, wav);
  ASSERT_TRUE(exported) << exported.error().message;
  EXPECT_TRUE(exported->complete);
  const auto expected = audio::to_wav(samples_, audio::kTelephoneRate, 2);
  EXPECT_EQ(read_file(wav), std::string(expected.begin(), expected.end()));
}

TEST_F(LocalStoreTest, ExportsWhatACrashLeftOfARecordingAsACorrectWav) {
  live_call(kCall, false);
  const auto wav = directory_.path() / "out.wav";
  const auto exported = store_->export_wav(kCall, wav);
  ASSERT_TRUE(exported) << exported.error().message;
  EXPECT_FALSE(exported->complete);
  EXPECT_EQ(exported->wav_bytes, 15 * 4096U);
  const auto expected =
      audio::to_wav(std::span(samples_).first((15 * 4096 - 44) / 2), audio::kTelephoneRate, 2);
  EXPECT_EQ(read_file(wav), std::string(expected.begin(), expected.end()));
}

TEST_F(LocalStoreTest, RecordingReportsAFullDiskAndKeepsWhatItHas) {
  const auto key = keys_.new_call_key(kCall);
  ASSERT_TRUE(
      store_->history().begin_call({.call = kCall, .started = clock_.wall(), .wrapped_key = key.wrapped}));
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = 20000, .rlim_max = 20000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto sink = store_->recordings().open_recording(kCall, key.key, clock_.wall());
    const Bytes block(15000, 1);
    const bool first = sink && (*sink)->append(block).has_value();
    const auto second = (*sink)->append(block);
    ::_exit(first && !second && second.error().code == ErrorCode::exhausted ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(store_->export_wav(kCall, directory_.path() / "out.wav")->wav_bytes, 16384U);
}

TEST_F(LocalStoreTest, RetentionErasesEachKindInItsTime) {
  live_call(kCall, true);
  const Retention retention{
      .journal = days(30), .recordings = days(90), .transcripts = days(365), .audit = days(700)};
  const auto run = [&](days after) { return *store_->run_retention(retention, clock_.wall() + after); };

  run(days(29));
  EXPECT_TRUE(store_->read_journal(kCall));
  EXPECT_EQ(run(days(31)).segments, 1U);
  EXPECT_EQ(store_->read_journal(kCall).error().code, ErrorCode::not_found);
  EXPECT_TRUE(store_->recordings().has(kCall));
  EXPECT_EQ(run(days(92)).recordings, 1U);
  EXPECT_FALSE(store_->recordings().has(kCall));
  EXPECT_TRUE(store_->history().show(kCall));
  EXPECT_THAT(run(days(366)).calls, ElementsAre(kCall));
  EXPECT_EQ(store_->history().show(kCall).error().code, ErrorCode::not_found);
}

TEST_F(LocalStoreTest, RetentionNeverTouchesOpenCallsOrASegmentInUse) {
  live_call(kCall, false);
  const auto journal = open_journal();
  const auto live = *journal->admit(kOther, keys_.new_call_key(kOther));
  ASSERT_TRUE(store_->run_retention({}, clock_.wall() + days(10000)));
  EXPECT_TRUE(store_->read_journal(kCall));
  EXPECT_TRUE(store_->read_journal(kOther));
}

}  // namespace
}  // namespace attendant::store::local
