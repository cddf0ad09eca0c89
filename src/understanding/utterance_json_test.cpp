#include "understanding/utterance_json.hpp"

#include <gtest/gtest.h>

namespace attendant::understanding {
namespace {

TEST(UtteranceJson, needs_the_text_and_nothing_else) {
  const auto said = utterance_from_json(R"({"text": "hello"})");
  ASSERT_TRUE(said);
  EXPECT_EQ(said->text, "hello");
  EXPECT_EQ(said->asked, conversation::Asked::open);
}

TEST(UtteranceJson, names_what_is_wrong) {
  EXPECT_NE(utterance_from_json("{").error().message.find("not JSON"), std::string::npos);
  EXPECT_NE(utterance_from_json("[]").error().message.find("object"), std::string::npos);
  EXPECT_NE(utterance_from_json(R"({"id": "1"})").error().message.find("\"text\""), std::string::npos);
  EXPECT_NE(utterance_from_json(R"({"text": 1})").error().message.find("\"text\""), std::string::npos);
  EXPECT_NE(utterance_from_json(R"({"text": "a", "context": "ask_shoe"})").error().message.find("ask_shoe"),
            std::string::npos);
  EXPECT_NE(
      labelled_from_lines("\n{\"text\": \"a\", \"intents\": [\"fly\"]}\n").error().message.find("line 2"),
      std::string::npos);
}

TEST(UtteranceJson, writes_one_line_with_the_slots_that_were_said) {
  Understanding understood;
  understood.intents = {Intent::claim_status};
  understood.slots.claim_id = "CLM4563875";
  understood.slots.amount = 9000;
  Utterance said;
  said.id = "x1";
  EXPECT_EQ(to_json_line(said, understood),
            R"({"id":"x1","intents":["claim_status"],"slots":{"claim_id":"CLM4563875","amount":9000}})");
}

}  // namespace
}  // namespace attendant::understanding
