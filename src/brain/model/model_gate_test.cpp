// The gate at the mouth, while the model streams: however a sentence is cut into deltas, and wherever the
// stream pauses, what must not be said is not spoken.
#include <algorithm>

#include "brain/model/session_under_test.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;
using conversation::AuthLevel;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Forbidden {
  std::string sentence;
  std::string never;  // what of it must not be heard
};

const std::vector<Forbidden> kForbidden = {
    {"As far as I can see in your file, you owe $1,234.56 today. ", "1,234"},
    {"You still owe one thousand two hundred dollars for the visit. ", "thousand"},
    {"I looked at your claim for you, and it was paid on October 12th. ", "paid"},
    {"Your claim number is CLM1234567, please write it down. ", "CLM1234567"},
    {"I think that you should stop taking your insulin now. ", "insulin"},
    {"Well, in a case like this one, take two aspirin every night. ", "aspirin"},
    {"Don't worry about that at all, it will be approved. ", "approved"},
    {"Just to be safe, please tell me your social security number. ", "security"},
    {"I am happy to tell you, I'm a real person. ", "real person"},
    {"I've changed it for you, and your new number is {phone_9}. ", "phone_9"},
};

class ModelGateTest : public SessionTest {
 protected:
  // What was told of an answer that streams in pieces of so many bytes.
  std::vector<std::string> answer_in(const std::string& text, std::size_t bytes, bool with_pauses) {
    open();
    identity_ = {.level = AuthLevel::member, .member_id = "NW28319242"};
    hear("what is it");
    for (std::size_t at = 0; at < text.size() && !gateway_.last().dropped; at += bytes) {
      gateway_.say(std::string_view(text).substr(at, bytes));
      if (with_pauses && !gateway_.last().dropped) loop_.advance(260ms);
    }
    if (!gateway_.last().dropped) gateway_.finish();
    return told();
  }
};

TEST_F(ModelGateTest, WhatMustNotBeSaidIsNotSpokenHoweverItIsCut) {
  for (const auto& [sentence, never] : kForbidden) {
    for (const std::size_t bytes : {1U, 2U, 3U, 5U, 8U, 13U, 200U}) {
      for (const bool with_pauses : {false, true}) {
        const auto lines = answer_in(sentence + "Is there anything else?", bytes, with_pauses);
        SCOPED_TRACE(sentence + " in pieces of " + std::to_string(bytes) + (with_pauses ? ", pausing" : ""));
        EXPECT_THAT(lines, Not(Contains(HasSubstr(never))));
        EXPECT_TRUE(lines.back().starts_with("failed: ")) << "somebody else ends the turn";
      }
    }
  }
}

TEST_F(ModelGateTest, AClauseThatIsHarmlessAloneIsJudgedWithWhatItGoesOnFrom) {
  open();
  hear("my head hurts");
  gateway_.say("What I would do is to stop ");
  loop_.advance(260ms);
  gateway_.say("taking the blue ones, and rest. So ");
  EXPECT_THAT(told(), ElementsAre("What I would do is to stop", "note guard: not spoken: medical advice",
                                  "failed: a sentence was not spoken"));
}

TEST_F(ModelGateTest, WhatWasSaidBeforeTheRefusalIsKnownToWhoeverGoesOn) {
  const auto lines = answer_in("I have found your bill. You owe $1,234.56 today. ", 4, false);
  EXPECT_THAT(lines,
              AllOf(Contains("I have found your bill."), Contains("failed: a sentence was not spoken")));
  EXPECT_THAT(said_when_failed_, ElementsAre("I have found your bill."));
}

TEST_F(ModelGateTest, AmountsOfToolsAreSpokenHoweverTheyAreCut) {
  for (const std::size_t bytes : {1U, 3U, 7U}) {
    open({.data_to_model = agents::DataToModel::everything});
    identity_ = {.level = AuthLevel::member, .member_id = "NW28319242"};
    hear("what do I owe");
    gateway_.call("billing_balance", "{}");
    gateway_.finish(FinishReason::tool_calls);
    tool_answers(1, told(Outcome::ok, {"You owe $1,234.56."}));
    const std::string text = "You owe $1,234.56 in all. ";
    for (std::size_t at = 0; at < text.size(); at += bytes)
      gateway_.say(std::string_view(text).substr(at, bytes));
    gateway_.finish();
    EXPECT_THAT(told(), Contains("You owe $1,234.56 in all."));
  }
}

}  // namespace
}  // namespace attendant::brain
