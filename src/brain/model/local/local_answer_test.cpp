#include "brain/model/local/local_answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string written(const ChatItem& item) {
  if (const auto* text = std::get_if<TextDelta>(&item)) return text->text;
  if (const auto* call = std::get_if<ToolCallDelta>(&item)) return call->name + call->arguments;
  if (const auto* end = std::get_if<AnswerEnd>(&item)) return "-" + std::string(to_string(end->reason));
  if (const auto* fault = std::get_if<AttemptFault>(&item)) return "!" + std::string(to_string(fault->kind));
  return "?";
}
std::vector<std::string> written(const std::vector<ChatItem>& items) {
  std::vector<std::string> all;
  for (const auto& item : items) all.push_back(written(item));
  return all;
}

// All that is told of a text, in pieces of `piece` bytes; the words joined.
std::vector<std::string> told(std::string_view text, std::size_t piece, bool tools = true,
                              TextEnd end = TextEnd::stop) {
  LocalAnswer answer("call_1", tools);
  std::vector<std::string> all;
  auto add = [&all, words = false](const std::vector<ChatItem>& items) mutable {
    for (const auto& item : items) {
      const bool is_text = std::holds_alternative<TextDelta>(item);
      if (is_text && words)
        all.back() += written(item);
      else
        all.push_back(written(item));
      words = is_text;
    }
  };
  for (std::size_t i = 0; i < text.size(); i += piece) add(answer.add(text.substr(i, piece)));
  add(answer.finish(end));
  return all;
}

// However the text is cut into pieces, the same is told.
std::vector<std::string> told(std::string_view text) {
  const auto whole = told(text, text.size());
  for (std::size_t piece = 1; piece < text.size(); ++piece) EXPECT_EQ(told(text, piece), whole) << piece;
  return whole;
}

TEST(LocalAnswer, PassesWordsOnAtOnce) {
  LocalAnswer answer("call_1", true);
  EXPECT_THAT(written(answer.add(" Your")), ElementsAre("Your"));
  EXPECT_THAT(written(answer.add(" claim ")), ElementsAre(" claim"));
  EXPECT_THAT(written(answer.add("{claim_1} was")), ElementsAre(" {", "claim_1} was"));
  EXPECT_THAT(written(answer.finish(TextEnd::stop)), ElementsAre("-stop"));
  EXPECT_TRUE(answer.over());
}

TEST(LocalAnswer, HoldsTheCallOfATool) {
  EXPECT_THAT(told(R"({"tool":"get_claim","arguments":{"claim_id":"CLM1"}})"),
              ElementsAre(R"(get_claim{"claim_id":"CLM1"})", "-tool_calls"));
  EXPECT_THAT(told(R"({"tool": "end_call"})"), ElementsAre("end_call{}", "-tool_calls"));
  EXPECT_THAT(told(R"({"tool":"a","arguments":{"text":"a } and \" and {"}})"),
              ElementsAre(R"(a{"text":"a } and \" and {"})", "-tool_calls"));
}

TEST(LocalAnswer, FindsACallInWhatIsAroundIt) {
  const auto call = ElementsAre(R"(a{"b":1})", "-tool_calls");
  EXPECT_THAT(told("\n```json\n{\"tool\":\"a\",\"arguments\":{\"b\":1}}\n```\nI hope this helps!"), call);
  EXPECT_THAT(told("<tool_call>\n{\"name\": \"a\", \"arguments\": {\"b\": 1}}\n</tool_call>"), call);
  EXPECT_THAT(told("<|python_tag|>{\"name\": \"a\", \"parameters\": {\"b\": 1}}"), call);
  EXPECT_THAT(told(R"([TOOL_CALLS] [{"name": "a", "arguments": {"b": 1}}])"), call);
  EXPECT_THAT(told(R"({"tool":"a","arguments":"{\"b\": 1}"})"), call);
  EXPECT_THAT(
      told("<think>Is it a? {\"tool\":\"c\"} </thin </think>\n{\"tool\":\"a\",\"arguments\":{\"b\":1}}"),
      call);
  EXPECT_THAT(told("Let me see.\n{\"tool\":\"a\"}"), ElementsAre("Let me see.", "a{}", "-tool_calls"));
}

TEST(LocalAnswer, EndsAtAMarkOfTheTemplate) {
  EXPECT_THAT(told("Good day.<|im_end|>\n<|im_start|>user"), ElementsAre("Good day.", "-stop"));
  EXPECT_THAT(told("Good day. </s>"), ElementsAre("Good day.", "-stop"));
  EXPECT_THAT(told("<|im_end|>"), ElementsAre("!empty"));
}

TEST(LocalAnswer, SpeaksNoFencesAndNoThoughts) {
  EXPECT_THAT(told("<think>\nHm.\n</think>\n\nGood day."), ElementsAre("Good day.", "-stop"));
  EXPECT_THAT(told("```text\nGood day.\n```"), ElementsAre("Good day.", "-stop"));
  EXPECT_THAT(told("<think>\nHm."), ElementsAre("!empty"));
}

TEST(LocalAnswer, ReadsNoOtherObjectToTheCaller) {
  EXPECT_THAT(told(R"({"answer": "Good day."})"), ElementsAre("!malformed"));
  EXPECT_THAT(told(R"({'tool': 'a'})"), ElementsAre("!malformed"));
  EXPECT_THAT(told(R"({"tool": 7})"), ElementsAre("!malformed"));
  EXPECT_THAT(told(R"({"tool": "a", "arguments": [1]})"), ElementsAre("!malformed"));
  EXPECT_THAT(told(R"({"tool": "a", "arguments": {)"), ElementsAre("!malformed"));
  EXPECT_THAT(told("{}"), ElementsAre("!malformed"));
  EXPECT_THAT(told("{\"a\":\"" + std::string(20'000, 'x'), 1000), ElementsAre("!malformed"));
}

TEST(LocalAnswer, TakesObjectsForWordsWhereThereAreNoTools) {
  EXPECT_THAT(told(R"({"answer": "Good day."})", 3, false),
              ElementsAre(R"({"answer": "Good day."})", "-stop"));
}

TEST(LocalAnswer, SaysWhatBecameOfAnAnswerThatWasCutOff) {
  EXPECT_THAT(told("Good", 4, true, TextEnd::length), ElementsAre("Good", "-length"));
  EXPECT_THAT(told(R"({"tool": )", 3, true, TextEnd::length), ElementsAre("!cut"));
  EXPECT_THAT(told("  ", 1), ElementsAre("!empty"));
}

TEST(LocalAnswer, TellsNothingBehindItsEnd) {
  LocalAnswer answer("call_1", true);
  EXPECT_EQ(answer.add(R"({"tool":"a"})").size(), 2U);
  EXPECT_THAT(answer.add("more"), IsEmpty());
  EXPECT_THAT(answer.finish(TextEnd::stop), IsEmpty());
}

}  // namespace
}  // namespace attendant::brain
