#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "brain/dialogue/follow_up.hpp"
#include "brain/dialogue/manager.hpp"
#include "brain/dialogue/office_introduction.hpp"
#include "brain/dialogue/plain_words.hpp"
#include "brain/dialogue/tool_of_intent.hpp"

namespace attendant::brain {

using conversation::Asked;
using understanding::Intent;

namespace {

constexpr std::size_t kLongestDoubt = 5;  // words; what is longer asks something of its own
constexpr std::size_t kLongestNo = 7;     // words with a no among them that is not in front, and want nothing

}  // namespace

bool Dialogue::Manager::refers_back(const understanding::Understanding& meant, std::string_view text) {
  if (topic_.tool.empty() || !is_task(topic_intent_) || form_.party() == Party::provider_office) return false;
  const auto dated = with_day_corrected(meant, topic_.arguments);
  auto request = requests_.make(topic_intent_, dated, text, topic_);
  if (!request || request->tool != topic_.tool) return false;
  if (!requests_.correct(*request, dated, text)) return false;
  queue(*std::move(request));
  return true;
}

// "No thanks" ends the call; "no, the x-ray" corrects what was answered, and what is neither is asked again.
void Dialogue::Manager::hear_no_more(const Turn& turn) {
  const bool asks = turn.text.find('?') != std::string_view::npos;
  const bool says_more = asks || split_words(turn.text).size() > kLongestNo;
  // "No wait, stop that", over the answer that it is done.
  const bool stops = wrote_ && turn.cues.never_mind() && !turn.takes_leave();
  if (turn.cues.only_declines() || (turn.after_no == nullptr && !says_more && !stops)) return goodbye();
  if (stops) {
    say(Line::done_already);
    return ask(Awaiting::open, Line::what_more, Asked::open);
  }
  if (turn.after_no == nullptr) return not_understood();
  const auto& intents = turn.after_no->intents;
  const bool leaves = std::ranges::find(intents, Intent::goodbye) != intents.end();
  if (!leaves && refers_back(*turn.after_no, text_after_no(turn.text))) {
    reply_.note("corrected", std::string(line_of(topic_.tool)));
    not_understood_ = 0;
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (leaves) return goodbye();
  not_understood();
}

// "Is there anything I can do?", "what about the X-ray?": asked of what was just told.
bool Dialogue::Manager::follows_up(const Turn& turn) {
  if (form_.party() == Party::provider_office) return false;
  if (turn.cues.asks_likewise() && refers_back(turn.meant, turn.text)) return true;
  const auto intent = follow_up(turn.cues, topic_);
  const bool words_decide = turn.cues.asks_whether_to_pay_twice();
  if (!intent || (surely_asks(turn) && !turn.has(*intent) && !words_decide)) return false;
  auto request = requests_.make(*intent, turn.meant, turn.text, topic_);
  if (!request) return false;
  if (line_of(request->tool) == "billing") {
    for (const auto name : {"invoice_id", "amount", "service_date", "provider"})  // the bill just told
      if (topic_.arguments.contains(name)) request->arguments[name] = topic_.arguments.at(name);
  }
  queue(*std::move(request));
  return true;
}

// "Was it a mistake?": what was found stands, and is said once more.
bool Dialogue::Manager::questions_the_answer(const Turn& turn) {
  if (!turn.cues.doubts() || turn.takes_leave() || line_of(topic_.tool).empty()) return false;
  const bool says_more = split_words(turn.text).size() > kLongestDoubt;
  if (says_more && surely_asks(turn)) return false;
  Request again;
  again.intent = topic_intent_;
  again.tool = topic_.tool;
  again.arguments = topic_.arguments;
  queue(std::move(again));
  return true;
}

void Dialogue::Manager::hear_open(const Turn& turn) {
  const bool after_answer = awaiting_ == Awaiting::anything_else;
  const bool only_a_value = !turn.has_task() && turn.has(Intent::provide_info);
  auto volunteered = only_a_value ? as_identity(turn.meant) : turn.meant;
  volunteered.slots.zip.reset();  // of a search, not of the caller's home
  const bool proved = form_.member_proved() && form_.party() != Party::provider_office;
  const auto taken = proved ? IdentityForm::Taken::nothing : form_.take(volunteered, turn.text, std::nullopt);
  const bool only_identifies = taken == IdentityForm::Taken::filled && !surely_asks(turn);
  if (only_identifies && form_.party() == Party::member)
    return ask(Awaiting::open, Line::open_identified, Asked::open);
  const bool follows = follows_up(turn);
  const bool asides = !follows && take_asides(turn);
  const bool steady = follows || asides;
  if (!steady && turn.cues.asks_what_we_do() && !surely_asks(turn))
    return ask(Awaiting::open, Line::open_examples, Asked::open);
  const bool of_rules = turn.cues.asks_about_rules() && !turn.meant.slots.provider && !turn.takes_leave();
  if (!steady && of_rules && looks_in_documents(turn, {.instead = requests_of(turn)})) return;
  if (!steady && puts_answered_right(turn)) return;
  if (!steady && doubts_what_was_meant(turn)) return;
  const bool wants =
      follows || (asides ? surely_asks(turn) && !turn.cues.asks_whether_needed() && take_requests(turn)
                         : questions_the_answer(turn) || take_requests(turn) ||
                               (turn.has(Intent::provide_info) && refers_back(turn.meant, turn.text)));
  if (wants) {
    leaving_ = turn.takes_leave();
    not_understood_ = 0;
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (turn.takes_leave()) return goodbye();
  const bool asked_before = after_answer || !asked_about_.empty();  // a no to "how can I help" is one too
  if (asked_before && turn.has(Intent::deny) && turn.cues.says_no() && !turn.cues.refuses() && !asides)
    return hear_no_more(turn);
  if (asides) {
    not_understood_ = 0;
    if (!agenda_.empty())
      awaiting_ = Awaiting::nothing;
    else if (running_.empty())
      ask_again();
    return;
  }
  if (turn.cues.refuses()) return ask(Awaiting::offer_person, Line::identity_needed, Asked::confirm);
  if (after_answer && turn.has(Intent::affirm)) {
    // The rest of a yes ("... be lovely") that came into the answer to it.
    if (answer_unheard_) return reply_.say_again();
    return ask(Awaiting::open, Line::what_more, Asked::open);
  }
  const bool introduces = turn.cues.provider_office() || turn.cues.representative() ||
                          introduces_office(turn.text, turn.meant.slots.provider);
  const bool asks_something = form_.party() == Party::provider_office && turn.has(Intent::out_of_scope);
  if ((taken == IdentityForm::Taken::filled || introduces) && !asks_something)
    return ask(Awaiting::open, Line::open_identified, Asked::open);
  if (turn.meant.slots.digits) return ask_again();
  if (form_.party() == Party::provider_office && topic_.tool.empty()) {
    // The one thing that an office can be told: what else it may want comes out on the way.
    Request status;
    status.intent = Intent::claim_status;
    status.tool = "provider_claim_status";
    queue(std::move(status));
    say(Line::office_status_offer);
    awaiting_ = Awaiting::nothing;
    return;
  }
  const bool out_of_scope = turn.has(Intent::out_of_scope) && turn.meant.confidence >= kSure;
  if (!looks_in_documents(turn, {.out_of_scope = out_of_scope})) turn_away(out_of_scope);
}

}  // namespace attendant::brain
