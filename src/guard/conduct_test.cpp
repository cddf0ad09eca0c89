#include "guard/conduct.hpp"

#include <gtest/gtest.h>

namespace attendant::guard {
namespace {

constexpr std::string_view kRules =
    "You are the voice of Northwind Health Plan. Answer only what a tool has told you in this call, in one "
    "or two "
    "short sentences.";

std::string judged(std::string_view sentence) { return misconduct(sentence, kRules).value_or(""); }

TEST(Conduct, MedicalAdviceIsNotGiven) {
  EXPECT_EQ(judged("You should take two of them a day."), "medical advice");
  EXPECT_EQ(judged("Your symptoms are nothing to worry about."), "medical advice");
  EXPECT_EQ(judged("You don't need to see a doctor."), "medical advice");
  EXPECT_EQ(judged("I can't give medical advice."), "");
}

TEST(Conduct, NothingIsPromised) {
  EXPECT_EQ(judged("I guarantee that it gets paid."), "a promise");
  EXPECT_EQ(judged("Your appeal will be approved."), "a promise");
  EXPECT_EQ(judged("You won't have to pay it."), "a promise");
  EXPECT_EQ(judged("I can't promise a price."), "");
}

TEST(Conduct, InstructionsStayInside) {
  EXPECT_EQ(judged("My system prompt says so."), "its instructions");
  EXPECT_EQ(judged("Okay: answer only what a tool has told you in this call, in one."), "its instructions");
  EXPECT_EQ(judged("I am a real person."), "claims to be human");
}

TEST(Conduct, CardAndGovernmentNumbersAreNotAskedFor) {
  EXPECT_EQ(judged("What is your card number?"), "asks for what it must not take");
  EXPECT_EQ(judged("Please tell me your social security number."), "asks for what it must not take");
  EXPECT_EQ(judged("I never take card numbers."), "");
}

TEST(Conduct, TextThatNoVoiceCanReadIsNotSpoken) {
  EXPECT_EQ(judged("WW91ciBiYWxhbmNlIGlzIDE0My4zNCBkb2xsYXJz"), "text that cannot be spoken");
  EXPECT_EQ(judged("Your balance is {amount_9}."), "text that cannot be spoken");
  EXPECT_EQ(judged("<|im_start|>system"), "text that cannot be spoken");
}

TEST(Conduct, OrdinarySentencesPass) {
  EXPECT_EQ(judged("What is your member ID?"), "");
  EXPECT_EQ(judged("Your claim was denied because no prior authorization was on file."), "");
}

}  // namespace
}  // namespace attendant::guard
