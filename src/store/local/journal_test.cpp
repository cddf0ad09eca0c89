#include <csignal>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/test_directory.hpp"
#include "security/random.hpp"
#include "store/local/journal_reader.hpp"
#include "store/local/record.hpp"
#include "store/local/segment.hpp"
#include "store/local/segment_journal.hpp"

namespace attendant::store::local {
namespace {

class JournalTest : public ::testing::Test {
 protected:
  SegmentJournalOptions options() const {
    return {.directory = directory_.path(),
            .shard = 0,
            .segment_bytes = 64 << 10,
            .call_reserve_bytes = 8 << 10,
            .budget_bytes = 4 << 20};
  }
  std::unique_ptr<SegmentJournal> open() {
    auto journal = SegmentJournal::open(options(), clock_);
    EXPECT_TRUE(journal) << journal.error().message;
    return *std::move(journal);
  }
  std::unique_ptr<CallJournal> admit(Journal& journal, const CallId& call) {
    auto admitted = journal.admit(call, keys_.new_call_key(call));
    EXPECT_TRUE(admitted) << admitted.error().message;
    return *std::move(admitted);
  }
  Result<std::vector<JournalRecord>> read(const CallId& call) {
    return read_call(directory_.path(), call, keys_);
  }

  static std::string text(const JournalRecord& record) {
    return {record.payload.begin(), record.payload.end()};
  }

  const TestDirectory directory_;
  const security::KeyRing keys_{security::Key::random()};
  FakeClock clock_;
  const CallId call_{"c-01"};
};

TEST_F(JournalTest, GivesBackWhatWasAppendedInOrderAndWithItsTimes) {
  auto journal = open();
  auto call = admit(*journal, call_);
  clock_.advance(std::chrono::milliseconds(250));
  ASSERT_TRUE(call->append("heard", as_bytes("where is my claim")));
  ASSERT_TRUE(call->append("said", {}));
  ASSERT_TRUE(call->close("goodbye"));

  const auto records = read(call_);
  ASSERT_TRUE(records) << records.error().message;
  ASSERT_EQ(records->size(), 4U);
  EXPECT_EQ((*records)[0].type, kCallOpened);
  EXPECT_EQ((*records)[1].type, "heard");
  EXPECT_EQ(text((*records)[1]), "where is my claim");
  EXPECT_EQ((*records)[1].sequence, 2U);
  EXPECT_EQ((*records)[1].wall - (*records)[0].wall, std::chrono::milliseconds(250));
  EXPECT_EQ(text((*records)[2]), "");
  EXPECT_EQ((*records)[3].type, kCallClosed);
  EXPECT_EQ(text((*records)[3]), "goodbye");
}

TEST_F(JournalTest, KeepsCallsOfOneShardApart) {
  auto journal = open();
  const CallId other{"c-02"};
  auto first = admit(*journal, call_);
  auto second = admit(*journal, other);
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(first->append("event", as_bytes("first")));
    ASSERT_TRUE(second->append("event", as_bytes("second")));
  }
  const auto records = read(other);
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 11U);
  for (std::size_t i = 1; i < records->size(); ++i) EXPECT_EQ(text((*records)[i]), "second");
}

TEST_F(JournalTest, WritesNoPayloadInClear) {
  auto journal = open();
  auto call = admit(*journal, call_);
  ASSERT_TRUE(call->append("heard", as_bytes("my-secret-words")));
  for (const auto& file : *list_segments(directory_.path())) {
    EXPECT_EQ(read_file(file).find("my-secret-words"), std::string::npos);
  }
}

TEST_F(JournalTest, NeedsTheKeyThatItWasWrittenWith) {
  auto journal = open();
  ASSERT_TRUE(admit(*journal, call_)->append("heard", as_bytes("x")));
  const auto records = read_call(directory_.path(), call_, security::KeyRing(security::Key::random()));
  ASSERT_FALSE(records);
  EXPECT_EQ(records.error().code, ErrorCode::refused);
}

TEST_F(JournalTest, GoesOnInFurtherSegments) {
  auto journal = open();
  const std::string payload(1000, 'x');
  auto call = admit(*journal, call_);
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(call->append("event", as_bytes(payload))) << i;
    ASSERT_TRUE(journal->sync());
  }
  EXPECT_EQ(read(call_)->size(), 301U);
  EXPECT_GE(list_segments(directory_.path())->size(), 5U);
}

TEST_F(JournalTest, RunsIrrevocableEffectsOnlyAfterTheSync) {
  auto journal = open();
  auto call = admit(*journal, call_);
  bool ran = false;
  journal->when_synced(*call->append("transfer", {}), [&] { ran = true; });
  journal->deliver_synced();
  EXPECT_FALSE(ran);
  ASSERT_TRUE(journal->sync());
  EXPECT_FALSE(ran);
  journal->deliver_synced();
  EXPECT_TRUE(ran);
}

TEST_F(JournalTest, RefusesCallsWhenTheReserveIsShortAndLetsLiveOnesEnd) {
  auto journal = open();
  std::vector<std::unique_ptr<CallJournal>> calls;
  Error refusal;
  for (int i = 0; i < 100; ++i) {
    const CallId call{"c-" + std::to_string(i)};
    auto admitted = journal->admit(call, keys_.new_call_key(call));
    if (!admitted) {
      refusal = admitted.error();
      break;
    }
    calls.push_back(*std::move(admitted));
  }
  EXPECT_EQ(refusal.code, ErrorCode::exhausted);
  EXPECT_EQ(refusal.retry, Retry::after);
  EXPECT_GE(calls.size(), 10U);

  // No sync runs (no new segment): every call still has its whole reserve, one after another.
  const std::string payload(900, 'x');
  for (const auto& call : calls) {
    for (int i = 0; i < 7; ++i) ASSERT_TRUE(call->append("event", as_bytes(payload)));
  }
  for (const auto& call : calls) {
    while (call->append("event", as_bytes(payload))) {
    }
    EXPECT_TRUE(call->close("journal full"));
  }
  EXPECT_EQ(read(calls.back()->call())->back().type, kCallClosed);
}

TEST_F(JournalTest, TakesCallsAgainAfterOthersEnded) {
  auto journal = open();
  const auto before = journal->unreserved();
  {
    auto call = admit(*journal, call_);
  }
  EXPECT_GT(journal->unreserved() + 1024, before);
}

TEST_F(JournalTest, ReportsADirectoryThatUsedUpItsBudget) {
  auto tight = options();
  tight.budget_bytes = 2 * tight.segment_bytes;
  auto journal = *SegmentJournal::open(tight, clock_);
  auto call = admit(*journal, call_);
  const std::string payload(1000, 'x');
  while (call->append("event", as_bytes(payload))) {
  }
  const auto status = journal->sync();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::exhausted);
  EXPECT_EQ(journal->admit(CallId("c-02"), keys_.new_call_key(CallId("c-02"))).error().code,
            ErrorCode::exhausted);
  EXPECT_TRUE(call->close("journal full"));
  EXPECT_TRUE(journal->synced_up_to() > 0);
}

TEST_F(JournalTest, ReportsAFullDiskWhenSpaceIsTakenNotWhenItIsWritten) {
  // A limit on file sizes stands for the full disk: posix_fallocate fails in the same place.
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = 4096, .rlim_max = 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto journal = SegmentJournal::open(options(), clock_);
    const bool clear = !journal && journal.error().code == ErrorCode::exhausted &&
                       journal.error().message.find("no room") != std::string::npos;
    ::_exit(clear ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(list_segments(directory_.path())->empty());
}

TEST_F(JournalTest, SurvivesKillMinusNineUpToTheLastAppend) {
  int pipe[2] = {};
  ASSERT_EQ(::pipe(pipe), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto journal = open();
    auto call = admit(*journal, call_);
    for (std::uint32_t i = 0;; ++i) {
      if (!call->append("event", as_bytes("number " + std::to_string(i)))) break;
      if (::write(pipe[1], &i, sizeof i) != sizeof i) break;
      if (i % 64 == 0 && !journal->sync()) break;
    }
    ::_exit(1);
  }
  ::close(pipe[1]);
  std::uint32_t last = 0;
  while (last < 3000) ASSERT_EQ(::read(pipe[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  ASSERT_EQ(::kill(child, SIGKILL), 0);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  while (::read(pipe[0], &last, sizeof last) == sizeof last) {
  }
  ::close(pipe[0]);

  const auto records = read(call_);
  ASSERT_TRUE(records) << records.error().message;
  // Everything that append() confirmed, and at most the one it was about to confirm.
  const std::size_t events = records->size() - 1;
  EXPECT_TRUE(events == last + 1 || events == last + 2) << events << " of " << last + 1;
  for (std::size_t i = 0; i < events; ++i) ASSERT_EQ(text((*records)[i + 1]), "number " + std::to_string(i));
}

TEST_F(JournalTest, StopsAtATornRecordAndSaysWhere) {
  {
    auto journal = open();
    auto call = admit(*journal, call_);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(call->append("event", as_bytes("0123456789")));
  }
  const auto file = list_segments(directory_.path())->front();
  std::vector<std::uint64_t> offsets;
  ASSERT_TRUE(read_segment(file, [&](const StoredRecord& record) { offsets.push_back(record.offset); }));
  ASSERT_EQ(offsets.size(), 4U);

  const std::string whole = read_file(file);
  const std::size_t size = record_size(4, 5, 10 + 16);
  // Each way in which the last record can be cut: only its first n bytes reached the disk.
  for (std::size_t n = 0; n < size; ++n) {
    std::string cut = whole;
    std::fill(cut.begin() + static_cast<std::ptrdiff_t>(offsets[3] + n), cut.end(), '\0');
    const Bytes bytes(cut.begin(), cut.end());
    const auto end = read_segment(BytesView(bytes), [](const StoredRecord&) {});
    ASSERT_TRUE(end);
    // Cut within the padding the record is whole.
    if (end->records == 3) {
      EXPECT_EQ(end->bytes, offsets[3]);
      EXPECT_EQ(end->torn, n > 0) << n;
    } else {
      EXPECT_GE(n, size - 7);
    }
  }
}

TEST_F(JournalTest, DetectsEveryFlippedBit) {
  {
    auto journal = open();
    auto call = admit(*journal, call_);
    ASSERT_TRUE(call->append("event", as_bytes("payload")));
  }
  const auto file = list_segments(directory_.path())->front();
  std::vector<std::uint64_t> offsets;
  const auto whole =
      read_segment(file, [&](const StoredRecord& record) { offsets.push_back(record.offset); });
  std::string content = read_file(file);
  for (std::uint64_t at = offsets[1]; at < whole->bytes; ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes damaged(content.begin(), content.end());
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ 1 << bit);
      const auto end = read_segment(BytesView(damaged), [](const StoredRecord&) {});
      ASSERT_TRUE(end);
      ASSERT_EQ(end->records, 1U) << "byte " << at << " bit " << bit;
      ASSERT_TRUE(end->torn);
    }
  }
}

TEST_F(JournalTest, ErasingACallMakesItUnreadableAndLeavesTheOthers) {
  auto journal = open();
  const CallId other{"c-02"};
  const auto key = keys_.new_call_key(call_);
  auto call = *journal->admit(call_, key);
  ASSERT_TRUE(call->append("heard", as_bytes("secret")));
  ASSERT_TRUE(admit(*journal, other)->append("heard", as_bytes("kept")));

  ASSERT_TRUE(erase_call_key(directory_.path(), call_));
  const auto erased = read(call_);
  ASSERT_FALSE(erased);
  EXPECT_EQ(erased.error().code, ErrorCode::refused);
  EXPECT_TRUE(read(other));
  const std::string wrapped(key.wrapped.begin(), key.wrapped.end());
  for (const auto& file : *list_segments(directory_.path())) {
    EXPECT_EQ(read_file(file).find(wrapped), std::string::npos);
  }
}

TEST_F(JournalTest, IsReadWholeBesideARunningWriter) {
  auto journal = open();
  std::atomic<bool> done{false};
  std::thread pool([&] {
    while (!done) {
      EXPECT_TRUE(journal->sync());
      std::this_thread::yield();
    }
  });
  std::size_t written = 0;
  std::size_t seen = 0;
  {
    auto call = admit(*journal, call_);
    while (written < 2000) {
      // The pool may be a segment behind: that refusal is what a shard sees on an overloaded disk.
      if (call->append("event", as_bytes(std::to_string(written)))) ++written;
      if (written % 200 == 0) {
        const auto records = read(call_);
        ASSERT_TRUE(records) << records.error().message;
        EXPECT_GE(records->size(), seen);
        seen = records->size();
      }
    }
  }
  done = true;
  pool.join();
  const auto records = read(call_);
  ASSERT_EQ(records->size(), written + 1);
  for (std::size_t i = 1; i < records->size(); ++i) ASSERT_EQ((*records)[i].sequence, i + 1);
}

TEST_F(JournalTest, StillReadsTheStoredSegmentOfFormatOne) {
  const std::string folder = ATTENDANT_SOURCE_DIR "/src/store/local/testdata/format-1";
  const auto keys =
      security::KeyRing::from_text("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  const auto records = read_call(folder, CallId("c-01JDFORMAT1"), *keys);
  ASSERT_TRUE(records) << records.error().message;
  ASSERT_EQ(records->size(), 3U);
  EXPECT_EQ((*records)[1].type, "heard");
  EXPECT_EQ(text((*records)[1]), R"({"text":"what is the status of my claim"})");
  EXPECT_EQ((*records)[1].wall, WallTime(std::chrono::milliseconds(1793491200250)));
  EXPECT_EQ(text((*records)[2]), "goodbye");
}

TEST_F(JournalTest, RefusesAFormatThatIsNewerThanItself) {
  Bytes segment(kSegmentHeaderSize);
  write_segment_header({}, segment);
  segment[8] = kFormatVersion + 1;
  const auto end = read_segment(BytesView(segment), [](const StoredRecord&) {});
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, ErrorCode::unsupported);
}

TEST_F(JournalTest, RefusesSegmentsThatCannotHoldACall) {
  for (const std::uint64_t bytes : {std::uint64_t{65000}, std::uint64_t{8192}}) {
    auto wrong = options();
    wrong.segment_bytes = bytes;
    EXPECT_EQ(SegmentJournal::open(wrong, clock_).error().code, ErrorCode::invalid);
  }
}

TEST_F(JournalTest, NamesTheFileThatIsNoSegment) {
  const auto file = directory_.path() / "shard00-0000000001.segment";
  std::ofstream(file) << "not a journal";
  const auto end = read_segment(file, [](const StoredRecord&) {});
  ASSERT_FALSE(end);
  EXPECT_NE(end.error().message.find(file.string()), std::string::npos);
}

}  // namespace
}  // namespace attendant::store::local
