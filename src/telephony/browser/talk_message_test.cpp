#include "telephony/browser/talk_message.hpp"

#include <string>

#include <gtest/gtest.h>

namespace attendant::telephony::browser {
namespace {

TEST(TalkMessage, AKeyAndAHangUpAreRead) {
  const auto key = read_talk_message(R"({"type":"key","key":"#"})");
  ASSERT_TRUE(key);
  EXPECT_EQ(std::get<KeyMessage>(*key).key, '#');
  const auto hang_up = read_talk_message(R"({"type":"hang_up"})");
  ASSERT_TRUE(hang_up);
  EXPECT_TRUE(std::holds_alternative<HangUpMessage>(*hang_up));
}

TEST(TalkMessage, WhatIsWrongIsNamed) {
  const auto reason = [](std::string_view text) {
    const auto read = read_talk_message(text);
    return read ? std::string("read") : read.error().message;
  };
  EXPECT_NE(reason("{").find("JSON"), std::string::npos);
  EXPECT_NE(reason("[]").find("object"), std::string::npos);
  EXPECT_NE(reason(R"({"type":"sing"})").find("type"), std::string::npos);
  EXPECT_NE(reason(R"({"type":"key","key":"A"})").find("key"), std::string::npos);
  EXPECT_NE(reason(R"({"type":"key","key":7})").find("key"), std::string::npos);
  EXPECT_NE(reason(std::string(1000, ' ')).find("1000 bytes"), std::string::npos);
}

}  // namespace
}  // namespace attendant::telephony::browser
