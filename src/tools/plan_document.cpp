#include "tools/plan_document.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace attendant::tools {
namespace {

using documents::Found;
using documents::Level;

constexpr std::size_t kLooked = 8;
constexpr std::string_view kNoPlan = "-";  // of a caller without coverage in force: no plan's documents
// How much better a passage of a member's document must be, for us to ask who is calling because of it.
constexpr float kWorthAsking = 0.05F;

bool is_open(const Found& found, bool known) {
  return known || (found.level == Level::none && !found.for_one_plan);
}

ToolAnswer quote(const Found& found) {
  const auto& passage = found.passage;
  ToolAnswer answer{.outcome = Outcome::ok, .say = documents::sentences_of(passage.text)};
  answer.say.push_back(fmt::format("That's from {}.", passage.title));
  answer.facts = {{"quote", passage.text},    {"document", passage.document},
                  {"title", passage.title},   {"section", passage.section},
                  {"passage_id", passage.id}, {"relevance", found.relevance}};
  return answer;
}

}  // namespace

ToolSpec plan_document_spec() {
  ToolSpec spec;
  spec.name = "plan_document";
  spec.description =
      "Finds the passage of the plan documents that answers a question about the rules of the plan: "
      "out-of-network care, referrals, travel, who can be on the plan, how to send a claim. Quote it, do not "
      "rephrase amounts or conditions. Not for what is in the member's own records.";
  spec.arguments = {{.name = "question",
                     .description = "the question, in the caller's words",
                     .longest = 500,
                     .required = true}};
  spec.level = conversation::AuthLevel::none;
  spec.filler = "Let me look that up.";
  return spec;
}

Result<ToolAnswer> PlanDocuments::call(const OutsideCall& call) {
  const bool known = call.caller.known();
  const documents::Reader reader{.level = known ? Level::member : Level::none,
                                 .plan = !known                        ? ""
                                         : call.caller.plan_id.empty() ? std::string(kNoPlan)
                                                                       : call.caller.plan_id};
  const std::string question(call.arguments.at("question").as_string());
  TRY_ASSIGN(auto found, library_.search(question, reader, kLooked));
  std::erase_if(found, [](const Found& one) { return one.relevance < documents::kConfident; });
  const auto open = std::ranges::find_if(found, [known](const Found& one) { return is_open(one, known); });
  const bool better_for_members =
      !found.empty() && !is_open(found.front(), known) &&
      (open == found.end() || found.front().relevance > open->relevance + kWorthAsking);
  if (better_for_members) return ToolAnswer{.outcome = Outcome::needs_identity, .need = "member"};
  if (open == found.end())
    return ToolAnswer{.outcome = Outcome::not_found, .say = {"I don't find that in the plan documents."}};
  return quote(*open);
}

}  // namespace attendant::tools
