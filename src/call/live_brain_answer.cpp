#include <cctype>
#include <utility>

#include "brain/listening.hpp"
#include "brain/speech_gate.hpp"
#include "call/live_brain.hpp"
#include "speech/clauses.hpp"

namespace attendant::call {

using conversation::Say;
using conversation::SayKind;

namespace {

constexpr std::chrono::milliseconds kStalled{3'000};  // without a piece, once it has begun
constexpr std::chrono::milliseconds kPause{250};      // of the words: what ends as a sentence is one
constexpr std::size_t kLongestAnswer = 8 * 1024;      // bytes of words: nine minutes of speech
constexpr std::size_t kMostCalls = 16;                // of one answer
constexpr int kLateTurns = 2;                         // in a row; then the session is of no use
constexpr std::string_view kStopped = "[You were stopped: the caller did not hear what no tool has told.]";

bool ends_sentence(std::string_view clause) {
  while (!clause.empty() && (clause.back() == '"' || clause.back() == '\'' || clause.back() == ')'))
    clause.remove_suffix(1);
  return clause.ends_with('.') || clause.ends_with('?') || clause.ends_with('!');
}

// "$125." may go on with cents, and the deltas of words end anywhere.
bool may_go_on(std::string_view clause) {
  if (!ends_sentence(clause)) return true;
  const std::size_t mark = clause.find_last_of(".?!");
  return clause[mark] == '.' && mark > 0 && std::islower(static_cast<unsigned char>(clause[mark - 1])) == 0;
}

}  // namespace

void LiveBrain::on_event(speech::LiveEvent event) {
  std::visit([this](const auto& some) { on(some); }, event);
}

void LiveBrain::wait_for_more() {
  late_ = loop_.after(kStalled, [this] { on_late(); });
}

void LiveBrain::on(const speech::LiveWords& words) {
  if (!answering_) return;
  late_turns_ = 0;
  wait_for_more();
  answer_bytes_ += words.text.size();
  if (answer_bytes_ > kLongestAnswer) return give_up("the live model does not come to an end");
  words_ += words.text;
  voice_.add_words(words.text);
  if (!say_clauses(false)) return;
  pause_ = loop_.after(kPause, [this] {
    if (ends_sentence(words_)) say_clauses(true);
  });
}

void LiveBrain::on(const speech::LiveSound& sound) {
  if (!answering_) return;
  if (said_) wait_for_more();
  voice_.add_sound(sound.pcm);
}

void LiveBrain::on(const speech::LiveToolCall& call) {
  if (!answering_ || calls_.size() >= kMostCalls) return;
  late_turns_ = 0;
  wait_for_more();
  calls_.push_back(call);
}

// A clause is whole when another one has begun, or when nothing could go on with it.
bool LiveBrain::say_clauses(bool all) {
  const std::string text = words_;
  // Whether an end is one depends on what follows: a sentence may.
  const std::string probe = text + " A";
  std::size_t said = 0;
  for (const std::string_view clause : speech::split_clauses(probe)) {
    const auto begin = static_cast<std::size_t>(clause.data() - probe.data());
    const std::size_t end = begin + clause.size();
    const bool last = end > text.size() || text.find_first_not_of(" \n", end) == std::string::npos;
    if (begin >= text.size()) break;
    if (!all && last && (end > text.size() || may_go_on(clause))) break;
    const std::string_view whole = std::string_view(text).substr(begin, std::min(end, text.size()) - begin);
    // As if it had been erased already: what is left is what was not let pass.
    words_ = text.substr(said);
    if (!say_clause(whole)) return false;
    said = std::min(end, text.size());
  }
  words_ = text.substr(said);
  return true;
}

// Judged as far as the sentence has come: the end may tell what the beginning is about.
bool LiveBrain::say_clause(std::string_view clause) {
  const std::string so_far = sentence_.empty() ? std::string(clause) : sentence_ + " " + std::string(clause);
  const auto judged = brain::pass_gate(so_far, {.grounds = grounds_,
                                                .tokens = no_tokens_,
                                                .identity = identity_,
                                                .instructions = agent().setting.instructions,
                                                .rails = agent().guard});
  std::string why;
  if (const auto* refused = std::get_if<brain::Unspeakable>(&judged))
    why = refused->why;
  else if (std::get<brain::Speakable>(judged).text != so_far)
    why = "digits that are not said";  // the text could be mended, the sound not
  if (!why.empty()) {
    note("guard", "not spoken: " + why);
    drop_answer();
    if (listens()) session_->add_words(kStopped, false);
    give_up("a sentence was not spoken");
    return false;
  }
  sentence_ = ends_sentence(clause) ? std::string() : so_far;
  said_ = true;
  said_since_.emplace_back(clause);
  last_said_ = so_far;
  const SayKind kind = clause.ends_with('?') ? SayKind::question : SayKind::answer;
  more({Say{.text = std::string(clause), .kind = kind}});
  return answering_;
}

void LiveBrain::drop_answer() {
  answering_ = false;
  late_.cancel();
  pause_.cancel();
  const std::chrono::milliseconds until = voice_.break_off(words_.size());
  words_.clear();
  calls_.clear();
  if (session_ != nullptr && !gone_) session_->cut(until);
}

void LiveBrain::on(const speech::LiveAnswered& answered) {
  if (!answering_) return;
  late_.cancel();
  pause_.cancel();
  if (!say_clauses(true)) return;
  answering_ = false;
  voice_.finish();
  if (!calls_.empty()) return start_tools(std::exchange(calls_, {}));
  if (!said_) return give_up("an empty answer");
  if (!answered.status) note("live_model", "broke off");
  unsaid_.clear();
  listen_ = brain::listening_for_answer(last_said_);
  end({listen_});
}

// It has stalled, or not begun.
void LiveBrain::on_late() {
  const bool begun = said_ || !words_.empty() || !calls_.empty();
  if (!begun && ++late_turns_ >= kLateTurns) gone_ = true;
  give_up(begun ? "the live model has stalled" : "no first words in time");
}

void LiveBrain::on(const speech::LiveFailed&) {
  gone_ = true;
  if (answering_) give_up("the live model has failed");
}

}  // namespace attendant::call
