#include "understanding/understander.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "inference/runtime.hpp"
#include "understanding/evaluation.hpp"
#include "understanding/intent_head.hpp"
#include "understanding/sentence_model.hpp"
#include "understanding/utterance_json.hpp"

namespace attendant::understanding {
namespace {

using conversation::Asked;
using Intents = std::vector<Intent>;

constexpr Date kToday{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(1)};
const std::filesystem::path kData = ATTENDANT_SOURCE_DIR "/data/understanding";
const std::filesystem::path kEngines = ATTENDANT_ENGINES_DIR;

// Words alone, as on a machine without the sentence model: what it must know even so.
class WordsAlone : public testing::Test {
 protected:
  WordsAlone() : understander_(Understander::open(kData / "intents.bin", {}, nullptr)) {}
  Understanding hear(const char* text, Asked asked = Asked::open) {
    EXPECT_TRUE(understander_) << understander_.error().message;
    return understander_->understand(text, asked, kToday);
  }
  Result<Understander> understander_;
};

TEST_F(WordsAlone, says_that_it_is_degraded) {
  ASSERT_TRUE(understander_);
  EXPECT_NE(understander_->degraded(), "");
}

TEST_F(WordsAlone, an_emergency_comes_before_all_else) {
  EXPECT_EQ(hear("yes but my husband just collapsed", Asked::confirm).intents, Intents{Intent::emergency});
  EXPECT_EQ(hear("I can't breathe", Asked::ask_member_id).intents, Intents{Intent::emergency});
}

TEST_F(WordsAlone, spanish_is_heard_and_other_languages_are_named) {
  EXPECT_EQ(hear("no hablo inglés, ¿alguien habla español?").intents, Intents{Intent::spanish});
  const Understanding korean = hear("Korean, please");
  EXPECT_EQ(korean.intents, Intents{Intent::spanish});
  EXPECT_EQ(korean.slots.language, "korean");
}

TEST_F(WordsAlone, a_question_is_no_yes) {
  for (const char* text :
       {"okay, how do I pay then", "okay, so how can I pay this", "alright, where do I pay"}) {
    for (const Asked asked : {Asked::confirm, Asked::anything_else})
      EXPECT_EQ(hear(text, asked).intents, Intents{Intent::payment_make}) << text;
  }
  EXPECT_EQ(hear("yes please, do that", Asked::confirm).intents, Intents{Intent::affirm});
}

TEST_F(WordsAlone, an_answer_is_an_answer) {
  EXPECT_EQ(hear("N W two eight three one nine two four two", Asked::ask_member_id).intents,
            Intents{Intent::provide_info});
  EXPECT_EQ(hear("the second of July nineteen ninety two", Asked::ask_dob).intents,
            Intents{Intent::provide_info});
}

TEST_F(WordsAlone, yes_and_no_are_read_to_their_end) {
  EXPECT_EQ(hear("yeah no, that's wrong", Asked::confirm).intents, Intents{Intent::deny});
  EXPECT_EQ(hear("well yes, I guess so", Asked::confirm).intents, Intents{Intent::affirm});
  EXPECT_EQ(hear("no, the fourteenth", Asked::confirm).intents,
            (Intents{Intent::deny, Intent::provide_info}));
  EXPECT_EQ(hear("no, the fourteenth", Asked::confirm).day, 14);
  EXPECT_EQ(hear("no thanks, that's all, bye", Asked::anything_else).intents,
            (Intents{Intent::deny, Intent::goodbye}));
  EXPECT_EQ(hear("no, I'm good", Asked::anything_else).intents, Intents{Intent::deny});
}

TEST_F(WordsAlone, deductible_and_out_of_pocket_maximum_are_both_asked_for_whatever_joins_them) {
  const Intents both{Intent::benefit_deductible, Intent::benefit_oop_max};
  EXPECT_EQ(hear("I knew my deductible in my out-of-pocket max. What's been met so far?").intents, both);
  EXPECT_EQ(hear("what is my deductible and my out of pocket maximum").intents, both);
}

TEST_F(WordsAlone, what_only_announces_that_it_is_said_once_more_says_nothing) {
  EXPECT_EQ(hear("What I asked was: when is my bill due?", Asked::anything_else).intents,
            hear("When is my bill due?", Asked::anything_else).intents);
  EXPECT_EQ(hear("Let me put it another way. Why was my claim denied?").intents,
            Intents{Intent::claim_denial});
}

TEST_F(WordsAlone, a_no_that_was_misheard_is_one_where_it_is_all_there_is) {
  EXPECT_EQ(hear("Number.", Asked::confirm).intents, Intents{Intent::deny});
  EXPECT_EQ(hear("Number number.", Asked::confirm).intents, Intents{Intent::deny});
  EXPECT_NE(hear("The number on my card.", Asked::confirm).intents, Intents{Intent::deny});
}

TEST_F(WordsAlone, whatever_is_said_gives_some_intent) {
  for (const char* text :
       {"", " ", "...", "\xff\xfe", "[", "[card ending 4242]", "uh", "9999999999999999999999999999999999"}) {
    EXPECT_FALSE(hear(text).intents.empty()) << text;
  }
}

TEST(Understander, without_its_head_does_not_open) {
  const auto missing = Understander::open(kData / "none.bin", {}, nullptr);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("none.bin"), std::string::npos);
}

TEST(IntentHeads, are_the_same_after_they_were_written_and_read) {
  const auto heads = load_heads(kData / "intents.bin");
  ASSERT_TRUE(heads) << heads.error().message;
  const std::string bytes = to_bytes(*heads);
  EXPECT_LT(bytes.size(), 1'000'000U);
  ASSERT_TRUE(heads_from_bytes(bytes));
  EXPECT_EQ(to_bytes(*heads_from_bytes(bytes)), bytes);
}

TEST(IntentHeads, refuse_a_file_that_is_cut_off_or_is_something_else) {
  const std::string bytes = to_bytes(*load_heads(kData / "intents.bin"));
  EXPECT_FALSE(heads_from_bytes(bytes.substr(0, bytes.size() / 2)));
  EXPECT_FALSE(heads_from_bytes(bytes + "x"));
  EXPECT_FALSE(heads_from_bytes("hello"));
  std::string huge = bytes;  // the scale of the first row, behind magic and sizes
  const float scale = 3e38F;
  std::memcpy(huge.data() + 16, &scale, sizeof(scale));
  EXPECT_FALSE(heads_from_bytes(huge));
}

// With the sentence model: skipped where it was not fetched.
class WithModel : public testing::Test {
 protected:
  void SetUp() override {
    auto runtime = inference::Runtime::load(kEngines);
    if (!runtime) GTEST_SKIP() << runtime.error().message;
    runtime_ = *std::move(runtime);
    auto opened = Understander::open(kData / "intents.bin", kEngines / "minilm", runtime_.get());
    ASSERT_TRUE(opened) << opened.error().message;
    if (!opened->degraded().empty()) GTEST_SKIP() << opened->degraded();
    understander_ = std::make_unique<Understander>(*std::move(opened));
  }
  Intents hear(const char* text, Asked asked = Asked::open) {
    return understander_->understand(text, asked, kToday).intents;
  }

  std::unique_ptr<inference::Runtime> runtime_;
  std::unique_ptr<Understander> understander_;
};

TEST_F(WithModel, knows_what_callers_want) {
  EXPECT_EQ(hear("hello, good morning, I want to ask about my claim, if it is paid"),
            Intents{Intent::claim_status});
  EXPECT_EQ(hear("why is my bill bigger than before, I did not change anything"),
            Intents{Intent::billing_change});
  EXPECT_EQ(hear("it is too much for one time, can I pay in two parts"), Intents{Intent::payment_plan});
  EXPECT_EQ(hear("just put me through to somebody please"), Intents{Intent::human});
  EXPECT_EQ(hear("okay so how do we appeal that and what is the deadline"), Intents{Intent::claim_appeal});
  EXPECT_EQ(hear("what would I pay for an M R I at an in network facility"), Intents{Intent::benefit_cost});
  EXPECT_EQ(
      hear("well, I was cleaning out the truck, and to make it short, I lost my card, so I need a new one"),
      Intents{Intent::id_card});
}

TEST_F(WithModel, hears_a_refusal) {
  EXPECT_EQ(hear("no, I'm not giving that number again", Asked::ask_member_id), Intents{Intent::deny});
}

TEST_F(WithModel, knows_two_requests_in_one_breath) {
  EXPECT_EQ(hear("I need my deductible and my out of pocket max, what's been met so far"),
            (Intents{Intent::benefit_deductible, Intent::benefit_oop_max}));
  EXPECT_EQ(hear("has my claim been paid, and can you also send me a new card"),
            (Intents{Intent::claim_status, Intent::id_card}));
  EXPECT_EQ(hear("oh yes, and change my phone number, it's two one seven, five five five, oh one three eight",
                 Asked::anything_else),
            (Intents{Intent::affirm, Intent::update_details}));
}

TEST_F(WithModel, is_the_same_each_time) {
  const char* text = "was my claim paid and what do I owe on it";
  const auto once = understander_->understand(text, Asked::open, kToday);
  const auto again = understander_->understand(text, Asked::open, kToday);
  EXPECT_EQ(once.intents, again.intents);
  EXPECT_EQ(once.confidence, again.confidence);
}

}  // namespace
}  // namespace attendant::understanding
