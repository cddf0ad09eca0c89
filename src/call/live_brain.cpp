#include "call/live_brain.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "brain/listening.hpp"
#include "brain/no_input.hpp"
#include "guard/injection_screen.hpp"

namespace attendant::call {

using conversation::Say;
using conversation::SayKind;

namespace {

constexpr std::string_view kLostThread = "I'm sorry, I lost the thread. What would you like to know?";
constexpr std::string_view kMore = "Is there anything else?";
constexpr std::string_view kNotReached =
    "I'm sorry, nobody could take the call just now. What else can I do for you?";
constexpr std::string_view kFirstQuestion = "How can I help you today?";
constexpr std::string_view kAnswered = "[The system has answered the caller. Do not repeat it.]";

}  // namespace

LiveBrain::LiveBrain(runtime::Loop& loop, LiveVoice& voice, const tools::Catalogue& catalogue,
                     Options options)
    : loop_(loop),
      voice_(voice),
      catalogue_(catalogue),
      options_(std::move(options)),
      agent_(&options_.team->agents.find(options_.team->first)->second),
      caller_(options_.today, nullptr, grounds_) {
  for (const std::string& text : options_.team->operators_texts) grounds_.add_text(text);
}

void LiveBrain::take(conversation::BrainInput input, Tell tell, Failed failed) {
  if (const auto* done = std::get_if<conversation::ToolDone>(&input)) {
    // Cancelled: the caller says something else, and the model is asked what becomes of it when it hears
    // that.
    const auto running = running_.find(done->id);
    if (done->answer.outcome == Outcome::cancelled || running == running_.end()) {
      know_identity(done->identity);
      if (running != running_.end()) cancel(running->second);
      running_.erase(done->id);
      return tell({}, false);
    }
  }
  // Whoever waited for the answer before does not want it any more.
  failed_ = nullptr;
  if (tell_) end({});
  tell_ = std::move(tell);
  failed_ = std::move(failed);
  told_ = false;
  std::visit([this](const auto& value) { hear(value); }, input);
}

void LiveBrain::hear(const conversation::Started& started) {
  office_open_ = started.office_open;
  Acts acts;
  if (!agent().greeting.empty()) {
    tell_model(agent().greeting, Source::ours);
    acts.emplace_back(Say{.text = agent().greeting, .kind = SayKind::greeting});
  }
  acts.emplace_back(conversation::Listen{});
  end(std::move(acts));
}

void LiveBrain::hear(const conversation::Heard& heard) {
  const std::string agent_heard = join(std::exchange(said_since_, {}), " ");
  auto pending = std::exchange(read_back_, std::nullopt);
  caller_.said(heard.text, listen_.asked, std::exchange(need_, {}));
  if (guard::gives_orders(heard.text)) note("guard", "the caller gave orders");
  begin_turn();
  if (pending && brain::consent_in(heard.text) != brain::Consent::none &&
      brain::was_heard(*pending, agent_heard))
    return carry_out(*std::move(pending));
  ask(true);
}

void LiveBrain::hear(const conversation::Keyed& keyed) {
  const std::string agent_heard = join(std::exchange(said_since_, {}), " ");
  auto pending = std::exchange(read_back_, std::nullopt);
  caller_.keyed(keyed.digits, listen_.asked);
  begin_turn();
  if (keyed.digits == "0" && office_open_) {
    note("intent", "human");
    return transfer({});
  }
  if (pending && keyed.digits == "1" && brain::was_heard(*pending, agent_heard))
    return carry_out(*std::move(pending));
  if (session_ != nullptr && listens())
    session_->add_words(fmt::format("[The caller keyed {}]", keyed.digits), false);
  ask(false);
}

void LiveBrain::hear(const conversation::Silence& silence) {
  if (silence.times > brain::kOfferSilence) return end(brain::end_in_silence());
  say_and_listen(
      brain::words_for_silence(silence.times, last_said_.ends_with('?') ? last_said_ : kFirstQuestion),
      Source::records);
}

void LiveBrain::hear(const conversation::ToolDone& done) { finish_tool(done); }

void LiveBrain::hear(const conversation::TransferDone& done) {
  if (done.reached) return end({});
  note("transfer", done.reason.empty() ? "not reached" : done.reason);
  say_and_listen({std::string(kNotReached)}, Source::ours);
}

void LiveBrain::hear(const conversation::Interrupted& interrupted) {
  if (session_ != nullptr && !gone_) session_->cut(cut_at_.value_or(std::chrono::milliseconds(0)));
  answering_ = false;
  late_.cancel();
  pause_.cancel();
  voice_.finish();
  was_interrupted(interrupted);
  end({});
}

void LiveBrain::cancel(const brain::CalledTool& tool) {
  if (session_ != nullptr && !gone_ && !tool.call_id.empty())
    session_->add_tool_answer(tool.call_id, R"({"outcome":"cancelled"})");
}

// Ours of this turn as they were heard: `whole` sentences, and the beginning of the next.
void LiveBrain::was_interrupted(const conversation::Interrupted& interrupted) {
  const auto whole = static_cast<std::size_t>(std::max(interrupted.whole, 0));
  if (whole < said_since_.size()) said_since_.resize(whole);
  if (!interrupted.heard.empty()) said_since_.push_back(interrupted.heard);
}

// ---- what happened while somebody else had the turn
void LiveBrain::witness(const conversation::BrainInput& input) {
  if (const auto* heard = std::get_if<conversation::Heard>(&input)) {
    said_since_.clear();
    read_back_.reset();
    caller_.said(heard->text, listen_.asked, std::exchange(need_, {}));
    begin_turn();
  } else if (const auto* done = std::get_if<conversation::ToolDone>(&input)) {
    know_identity(done->identity);
    grounds_.add_answer("", false, done->answer, done->identity);
  } else if (const auto* interrupted = std::get_if<conversation::Interrupted>(&input)) {
    was_interrupted(*interrupted);
  }
}

void LiveBrain::witness(std::span<const conversation::Act> acts) {
  for (const conversation::Act& act : acts) {
    if (const auto* say = std::get_if<Say>(&act); say != nullptr && say->kind != SayKind::filler) {
      said_since_.push_back(say->text);
      last_said_ = say->text;
      tell_model(say->text, Source::records);
    } else if (const auto* listen = std::get_if<conversation::Listen>(&act)) {
      listen_ = *listen;
    } else if (const auto* over = std::get_if<conversation::HandOver>(&act)) {
      switch_to(over->to);
    }
  }
}

// ---- questions and answers
void LiveBrain::begin_turn() {
  voice_.begin_turn();
  rounds_ = 0;
  wrong_calls_ = 0;
  unsaid_.clear();
}

void LiveBrain::ask(bool to_the_caller) {
  if (!agent().live) return give_up({});
  if (gone_ || session_ == nullptr) return give_up("the live model is gone");
  if (++rounds_ > agent().tool_rounds + 1) return give_up("too many rounds of tools");
  expect_answer();
  if (to_the_caller)
    session_->answer();
  else
    session_->go_on();
}

void LiveBrain::expect_answer() {
  voice_.begin_answer();
  answering_ = true;
  said_ = false;
  answer_bytes_ = 0;
  words_.clear();
  sentence_.clear();
  calls_.clear();
  cut_at_.reset();
  late_ = loop_.after(options_.first_words_within, [this] { on_late(); });
}

void LiveBrain::more(Acts acts) {
  if (!tell_) return;
  told_ = true;
  acts.insert(acts.begin(), notes_.begin(), notes_.end());
  notes_.clear();
  const Tell tell = tell_;  // it may end this answer
  tell(std::move(acts), true);
}

void LiveBrain::end(Acts acts) {
  answering_ = false;
  late_.cancel();
  pause_.cancel();
  acts.insert(acts.begin(), notes_.begin(), notes_.end());
  notes_.clear();
  failed_ = nullptr;
  if (const auto tell = std::exchange(tell_, nullptr)) tell(std::move(acts), false);
}

// Sentences in the ordinary voice, and what the last of them expects.
void LiveBrain::say_and_listen(std::vector<std::string> sentences, Source source, Acts before) {
  for (std::string& text : sentences) {
    tell_model(text, source);
    said_since_.push_back(text);
    last_said_ = text;
    const SayKind kind = text.ends_with('?') ? SayKind::question : SayKind::answer;
    before.emplace_back(Say{.text = std::move(text), .kind = kind});
  }
  listen_ = brain::listening_for_answer(last_said_);
  before.emplace_back(listen_);
  end(std::move(before));
}

void LiveBrain::tell_model(std::string_view words, Source source) {
  if (session_ == nullptr || !listens()) return;
  const bool may_see = source == Source::ours || agent().share_answers;
  session_->add_words(may_see ? words : kAnswered, may_see);
}

// The truth is at hand when tools have answered in this turn: their own sentences.
void LiveBrain::give_up(std::string why) {
  if (answering_) drop_answer();
  if (!unsaid_.empty()) {
    note("brain", "rescued by the tools' own words: " + why);
    return tell_unsaid();
  }
  if (told_) return close();
  const Failed failed = std::exchange(failed_, nullptr);
  tell_ = nullptr;
  if (failed) failed({.why = std::move(why), .notes = std::exchange(notes_, {})});
}

void LiveBrain::close() { say_and_listen({std::string(kLostThread)}, Source::ours); }

void LiveBrain::tell_unsaid() {
  std::vector<std::string> sentences = std::exchange(unsaid_, {});
  if (!sentences.back().ends_with('?')) sentences.emplace_back(kMore);
  say_and_listen(std::move(sentences), Source::records);
}

void LiveBrain::note(std::string key, std::string value) {
  notes_.emplace_back(conversation::Note{std::move(key), std::move(value)});
}

}  // namespace attendant::call
