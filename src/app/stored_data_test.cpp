#include "app/stored_data.hpp"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/test_directory.hpp"
namespace attendant::app {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kDemo = ATTENDANT_SOURCE_DIR "/data/demo";
const WallTime kNow{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)};
constexpr const char* kMember = "NW28319242";

class StoredDataTest : public testing::Test {
 protected:
  StoredDataTest() {
    data_ = StoredData::open(directory_, keys_).value();
    records_ =
        records::SqliteStore::open({.path = records_file(directory_).string(), .data = kDemo, .keys = keys_})
            .value();
  }

  // An ended call in history and outbox in which `asker` looked at the record of `subject`.
  void call(const CallId& id, const char* asker, const char* subject) {
    auto& history = data_->store().history();
    ASSERT_TRUE(
        history.begin_call({.call = id, .started = kNow, .wrapped_key = keys_.new_call_key(id).wrapped}));
    ASSERT_TRUE(history.set_member(id, asker));
    ASSERT_TRUE(history.end_call({.call = id, .ended = kNow, .reason = "goodbye"}));
    ASSERT_TRUE(data_->publish(std::vector{id}, maker_));
    ASSERT_TRUE(records_->family_of(
        subject, {.call_id = id.value(), .asker_id = asker, .subject_id = subject, .when = kNow}));
  }
  bool has_events(const CallId& id) const { return data_->outbox().is_whole(id, false); }

  TestDirectory place_;
  const fs::path directory_ = place_.path();
  const security::KeyRing keys_{security::Key::random()};
  const events::EventMaker maker_{"/attendant/test", events::Texts::leave_out};
  std::unique_ptr<StoredData> data_;
  std::unique_ptr<records::SqliteStore> records_;
};

TEST_F(StoredDataTest, ErasingAMemberTakesTheirCallsThoseAboutThemAndTheirTrail) {
  call(CallId("c-own"), kMember, kMember);
  call(CallId("c-about"), "NW67616490", kMember);
  call(CallId("c-other"), "NW67616490", "NW67616490");
  const auto erased = data_->erase_member(kMember, "operator", kNow);
  ASSERT_TRUE(erased) << erased.error().message;
  EXPECT_THAT(*erased, testing::UnorderedElementsAre(CallId("c-own"), CallId("c-about")));
  EXPECT_FALSE(data_->store().history().show(CallId("c-own")));
  EXPECT_FALSE(has_events(CallId("c-about")));
  EXPECT_THAT(records_->audit_of(kMember).value(), IsEmpty());

  EXPECT_TRUE(data_->store().history().show(CallId("c-other")));
  EXPECT_TRUE(has_events(CallId("c-other")));
  EXPECT_EQ(records_->audit_of("").value().size(), 1U);
  EXPECT_EQ(data_->erase_member(kMember, "operator", kNow).error().code, ErrorCode::not_found);
}

TEST_F(StoredDataTest, ErasingACallThatIsOlderThanHistoryStillTakesItsTrail) {
  ASSERT_TRUE(records_->family_of(kMember, {.call_id = "c-old", .subject_id = kMember, .when = kNow}));
  EXPECT_TRUE(data_->erase_call(CallId("c-old"), "operator", kNow));
  EXPECT_THAT(records_->audit_of("").value(), IsEmpty());
  EXPECT_EQ(data_->erase_call(CallId("c-old"), "operator", kNow).error().code, ErrorCode::not_found);
}

TEST_F(StoredDataTest, EachKindIsKeptForItsOwnTime) {
  call(CallId("c-1"), kMember, kMember);
  const Keep keep{
      .calls = {.transcripts = days(30)}, .events = days(10), .audit = days(60), .requests = days(0)};
  const auto run = [&](days after) { return data_->run_retention(keep, kNow + after).value(); };
  EXPECT_EQ(run(days(9)).event_files, 0U);
  EXPECT_EQ(run(days(12)).event_files, 1U);
  EXPECT_TRUE(data_->store().history().show(CallId("c-1")));
  EXPECT_THAT(run(days(31)).calls.calls, ElementsAre(CallId("c-1")));
  EXPECT_EQ(records_->audit_of("").value().size(), 1U);
  EXPECT_EQ(run(days(61)).trail.audit, 1);
}

TEST_F(StoredDataTest, AtStartTheOutboxGetsWhatItLacksAndErasedCallsArePassedOver) {
  const CallId id("c-1");
  call(id, kMember, kMember);
  ASSERT_TRUE(data_->outbox().erase(id));
  ASSERT_TRUE(data_->publish(std::vector{id, CallId("c-erased")}, maker_));
  EXPECT_TRUE(has_events(id));
}

}  // namespace
}  // namespace attendant::app
