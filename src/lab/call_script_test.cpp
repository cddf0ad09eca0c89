#include "lab/call_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/what_was_asked.hpp"

namespace attendant::lab {
namespace {

using conversation::Asked;

constexpr std::string_view kScript =
    R"({"call": "t", "turns": [
{"context": "open", "file": "1.wav", "text": "is it paid"},
{"context": "ask_member_id", "file": "2.wav", "noisy_file": "2.noisy.wav"},
{"context": "ask_dob", "file": "3.wav"},
{"context": "open", "file": "4.wav"},
{"context": "anything_else", "file": "5.wav"}]})";

std::string one_line(std::string_view text) {
  std::string out(text);
  std::erase(out, '\n');
  return out;
}

TEST(WhatWasAsked, TheLastQuestionCounts) {
  EXPECT_EQ(what_was_asked("Thanks for calling. How can I help you today?"), Asked::open);
  EXPECT_EQ(what_was_asked("I can help with that. What is your member ID?"), Asked::ask_member_id);
  EXPECT_EQ(what_was_asked("Got your member ID. And your date of birth?"), Asked::ask_dob);
  EXPECT_EQ(what_was_asked("It was paid on July first. Is there anything else?"), Asked::anything_else);
  EXPECT_EQ(what_was_asked("I found three claims. Which one do you mean?"), Asked::ask_claim);
  EXPECT_EQ(what_was_asked("Your claim was paid."), std::nullopt);
}

TEST(CallScript, TurnsArePickedByWhatWasAsked) {
  const auto scripts = parse_call_scripts(one_line(kScript), "d", false);
  ASSERT_TRUE(scripts) << scripts.error().message;
  TurnPicker picker(scripts->front());
  EXPECT_EQ(picker.next(Asked::ask_dob)->file, "d/3.wav");  // another order than the script's
  EXPECT_EQ(picker.next(Asked::open)->file, "d/1.wav");
  EXPECT_EQ(picker.next(Asked::ask_member_id)->file, "d/2.wav");
  EXPECT_EQ(picker.next(Asked::ask_member_id)->file, "d/2.wav");  // asked again: said again
  EXPECT_EQ(picker.next(Asked::anything_else)->file, "d/4.wav");  // the next wish, then the end
  EXPECT_FALSE(picker.finished());
  EXPECT_EQ(picker.next(Asked::anything_else)->file, "d/5.wav");
  EXPECT_TRUE(picker.finished());
  EXPECT_EQ(picker.next(Asked::anything_else)->file, "d/5.wav");  // asked again: said again, but not for ever
  EXPECT_EQ(picker.next(Asked::anything_else)->file, "d/5.wav");
  EXPECT_EQ(picker.next(Asked::anything_else), nullptr);
}

TEST(CallScript, NoisyFilesAreTakenWhereThereAreSome) {
  const auto scripts = parse_call_scripts(one_line(kScript), "", true);
  ASSERT_TRUE(scripts);
  EXPECT_EQ(scripts->front().turns[1].file, "2.noisy.wav");
  EXPECT_EQ(scripts->front().turns[2].file, "3.wav");
}

TEST(CallScript, ATurnMayBeFollowedByAnInterruption) {
  const auto script = [](std::string_view interruption) {
    return R"({"call": "t", "turns": [{"context": "open", "file": "1.wav", "interruption": )" +
           std::string(interruption) + "}]}";
  };
  const auto scripts =
      parse_call_scripts(script(R"({"after_ms": 1500, "file": "2.wav", "text": "wait"})"), "d", false);
  ASSERT_TRUE(scripts) << scripts.error().message;
  const auto& over = scripts->front().turns[0].interruption;
  ASSERT_TRUE(over);
  EXPECT_EQ(over->after, std::chrono::milliseconds(1500));
  EXPECT_EQ(over->file, "d/2.wav");
  EXPECT_EQ(over->text, "wait");
  for (const auto* bad : {"1", "{}", R"({"after_ms": -1, "file": "2.wav"})", R"({"after_ms": 1500})"})
    EXPECT_FALSE(parse_call_scripts(script(bad), "d", false)) << bad;
}

TEST(CallScript, BadLinesAreNamed) {
  const auto message = [](std::string_view text) {
    const auto scripts = parse_call_scripts(text, "", false);
    return scripts ? std::string("no error") : scripts.error().message;
  };
  EXPECT_THAT(message("\n{\"call\""), testing::StartsWith("line 2: no JSON"));
  EXPECT_THAT(message(R"({"call": "x"})"), testing::HasSubstr("turns"));
  EXPECT_THAT(message(R"({"turns": [{"context": "sing", "file": "a.wav"}]})"), testing::HasSubstr("sing"));
  EXPECT_THAT(message(R"({"turns": [{"context": "open"}]})"), testing::HasSubstr("turn 1"));
  EXPECT_THAT(message(""), testing::HasSubstr("no call"));
}

}  // namespace
}  // namespace attendant::lab
