#include "lab/goal.hpp"

#include <utility>

#include <fmt/format.h>

#include "lab/document_fields.hpp"

namespace attendant::lab {
namespace {

using config::Node;

Result<Wish> wish_from(const Node& node, std::string_view name) {
  Wish wish;
  DocumentFields fields(node, name);
  fields.need("says");
  fields.texts("says", wish.wordings[Register::plain]);
  fields.texts("terse", wish.wordings[Register::terse]);
  fields.texts("wordy", wish.wordings[Register::wordy]);
  fields.texts("broken", wish.wordings[Register::broken]);
  fields.texts("about", wish.about);
  fields.texts("hears", wish.hears);
  fields.texts("tools", wish.tools);
  fields.texts("writes", wish.writes);
  fields.texts("accepts", wish.accepts);
  fields.texts("read_back", wish.read_back);
  fields.flag("may_be_refused", wish.may_be_refused);
  const auto* answers = fields.map("answers");
  if (wish.wordings[Register::plain].empty())
    fields.wrong(node.place, "says: at least one wording is needed");
  TRY(fields.done());
  if (answers == nullptr) return wish;
  DocumentFields given(*answers, name);
  for (const auto& entry : answers->map) given.texts(entry.key, wish.answers[entry.key]);
  TRY(given.done());
  return wish;
}

Result<Goal> goal_from(const Node& node, std::string_view name, Line line) {
  Goal goal{.line = line};
  DocumentFields fields(node, name);
  for (const auto* key : {"id", "title", "wishes"}) fields.need(key);
  fields.text("id", goal.id);
  fields.text("title", goal.title);
  fields.number("story", goal.story);
  fields.text("member", goal.member_id);
  fields.text("said_first", goal.said_first);
  fields.flag("office_open", goal.office_open);
  fields.text("caller_number", goal.caller_number);
  fields.texts("never_hears", goal.never_hears);
  fields.text("ends", goal.ends);
  fields.flag("unidentified", goal.unidentified);
  const auto* knows = fields.map("knows");
  const auto* wishes = fields.list("wishes");
  if (!goal.ends.empty() && goal.ends != "transferred" && goal.ends != "goodbye")
    fields.wrong(node.place, fmt::format("ends: \"{}\" is neither transferred nor goodbye", goal.ends));
  TRY(fields.done());
  for (const auto& wish : wishes->list) {
    TRY_ASSIGN(auto read, wish_from(wish, name));
    goal.wishes.push_back(std::move(read));
  }
  if (goal.wishes.empty()) fields.wrong(node.place, "wishes: at least one is needed");
  TRY(fields.done());
  if (knows == nullptr) return goal;
  DocumentFields known(*knows, name);
  for (const auto& entry : knows->map) known.text(entry.key, goal.knows[entry.key]);
  TRY(known.done());
  return goal;
}

}  // namespace

std::string_view to_string(Line line) {
  switch (line) {
    case Line::claims:
      return "claims";
    case Line::benefits:
      return "benefits";
    case Line::billing:
      return "billing";
  }
  return "";
}

std::vector<std::string> Goal::writes() const {
  std::vector<std::string> all;
  for (const auto& wish : wishes) all.insert(all.end(), wish.writes.begin(), wish.writes.end());
  return all;
}

Result<std::vector<Goal>> parse_goals(std::string_view yaml, std::string_view name) {
  TRY_ASSIGN(const Node document, config::parse_yaml(yaml, name));
  DocumentFields fields(document, name);
  fields.need("line");
  fields.need("goals");
  std::string line;
  fields.text("line", line);
  const auto* list = fields.list("goals");
  Line which = Line::claims;
  if (line == "benefits")
    which = Line::benefits;
  else if (line == "billing")
    which = Line::billing;
  else if (line != "claims")
    fields.wrong(document.place, fmt::format("line: \"{}\" is none of claims, benefits, billing", line));
  TRY(fields.done());
  std::vector<Goal> goals;
  for (const auto& node : list->list) {
    TRY_ASSIGN(auto goal, goal_from(node, name, which));
    goals.push_back(std::move(goal));
  }
  return goals;
}

}  // namespace attendant::lab
