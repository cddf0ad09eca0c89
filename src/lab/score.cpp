#include "lab/score.hpp"

#include <algorithm>
#include <set>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "lab/moments.hpp"
#include "lab/spoken_values.hpp"

namespace attendant::lab {
namespace {

using conversation::ToolAnswered;
using Kind = Happening::Kind;

std::string heard_words(const Conversation& conversation) {
  std::string words;
  for (const auto& turn : conversation.turns)
    for (const auto& spoken : turn.agent) words += lower(spoken.text) + " ";
  return words;
}

// "claim_status|claim_cost": either will do.
bool is_among(std::string_view tool, std::string_view alternatives) {
  return std::ranges::any_of(split(alternatives, '|'), [&](std::string_view one) { return one == tool; });
}

bool ran(const Conversation& conversation, std::string_view tools, bool must_be_ok) {
  return std::ranges::any_of(conversation.events, [&](const auto& event) {
    const auto* answered = std::get_if<ToolAnswered>(&event.body);
    return answered != nullptr && is_among(answered->name, tools) &&
           (!must_be_ok || answered->answer.outcome == Outcome::ok);
  });
}

bool happened(const Conversation& conversation, Kind kind) {
  return std::ranges::any_of(conversation.happenings, [&](const auto& one) { return one.kind == kind; });
}

}  // namespace

std::vector<std::string> missed(const Goal& goal, const Conversation& conversation) {
  std::vector<std::string> all;
  const auto heard = heard_words(conversation);
  for (const auto& wish : goal.wishes) {
    for (const auto& words : wish.hears)
      if (heard.find(lower(words)) == std::string::npos)
        all.push_back(fmt::format("never heard \"{}\"", words));
    for (const auto& tool : wish.tools)
      if (!ran(conversation, tool, !wish.may_be_refused))
        all.push_back(fmt::format("{} did not answer", tool));
    for (const auto& kind : wish.writes)
      if (std::ranges::find(conversation.writes, kind, &StoredWrite::kind) == conversation.writes.end())
        all.push_back(fmt::format("{} is not in the store", kind));
  }
  const bool transferred = happened(conversation, Kind::transfer);
  if (goal.ends == "transferred") {
    if (!transferred) all.emplace_back("was not put through to a person");
  } else {
    if (!conversation.caller_satisfied && all.empty()) all.emplace_back("heard it too late or piecemeal");
    if (conversation.fed_up) all.emplace_back("hung up, fed up");
  }
  return all;
}

ToolScore tool_score(const Goal& goal, const Conversation& conversation) {
  ToolScore score;
  std::set<std::string> wanted;
  for (const auto& wish : goal.wishes) wanted.insert(wish.tools.begin(), wish.tools.end());
  score.wanted = static_cast<int>(wanted.size());
  score.found = static_cast<int>(
      std::ranges::count_if(wanted, [&](const auto& tool) { return ran(conversation, tool, false); }));
  for (const auto& event : conversation.events) {
    const auto* answered = std::get_if<ToolAnswered>(&event.body);
    if (answered == nullptr || answered->name.starts_with("verify_") || answered->name == "select_subject")
      continue;
    ++score.run;
    if (std::ranges::any_of(wanted, [&](const auto& tools) { return is_among(answered->name, tools); }))
      ++score.fitting;
  }
  return score;
}

Groundedness groundedness(const Conversation& conversation) {
  Groundedness ground;
  std::string known;
  watch(
      conversation.events, conversation.policy,
      {.said =
           [&](const conversation::Speak& speak) {
             for (const auto& value : values_in(speak.text)) {
               ++ground.values;
               // An id that is read back was said by the caller; the store knows whether it is right.
               const bool read_back =
                   value.kind == SpokenValue::Kind::id && speak.text.find('?') != std::string::npos;
               if (known.find(value.text) == std::string::npos && !read_back)
                 ground.ungrounded.push_back(value.text);
             }
           },
       .called = [&](const conversation::RunTool& run) { known += boost::json::serialize(run.arguments); },
       .answered =
           [&](const ToolAnswered& answered) { known += boost::json::serialize(to_json(answered.answer)); }});
  return ground;
}

Pace pace(const Conversation& conversation) {
  Pace pace{
      .duration = conversation.duration, .cut_offs = conversation.cut_offs, .pauses = conversation.pauses};
  for (const auto& turn : conversation.turns) {
    if (!turn.caller.empty()) ++pace.turns;
    if (!turn.last_voiced) continue;
    if (turn.first_audio && *turn.first_audio - *turn.last_voiced > kDeadAir) ++pace.dead_air;
    if (!turn.first_answer) continue;
    pace.answers.push_back(*turn.first_answer - *turn.last_voiced);
    if (pace.answers.back() > kAnswerBudget) ++pace.late;
  }
  return pace;
}

Score score(const Goal& goal, const Conversation& conversation) {
  return {.missed = missed(goal, conversation),
          .breaches = breaches(goal, conversation),
          .tools = tool_score(goal, conversation),
          .ground = groundedness(conversation),
          .pace = pace(conversation)};
}

}  // namespace attendant::lab
