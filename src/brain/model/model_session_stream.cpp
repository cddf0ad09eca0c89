#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "brain/listening.hpp"
#include "brain/model/model_session.hpp"
#include "brain/speech_gate.hpp"
#include "brain/told_already.hpp"

namespace attendant::brain {

using conversation::Say;
using conversation::SayKind;
using std::chrono::milliseconds;

namespace {

constexpr std::string_view kConsumer = "phone";  // of models.pools[].quotas: all calls together
constexpr milliseconds kStalled{3000};           // without a piece, once words were spoken

// "Let me see." says nothing that depends on the situation.
bool is_acknowledgement(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kBeginnings = {
      "let me ", "one moment", "okay", "sure", "of course", "thank you", "i'll look "};
  const auto small = lower(text);
  if (small.size() > 60 || small.ends_with('?')) return false;
  for (const auto beginning : kBeginnings)
    if (small.starts_with(beginning)) return true;
  return false;
}

// Who says this and calls no tool leaves the caller waiting for nothing.
bool promises_to_look(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kBeginnings = {
      "let me ",     "one moment",    "just a moment", "i'll look ",
      "i'll check ", "i will check ", "i'm looking ",  "please hold"};
  const auto small = lower(text);
  if (small.size() > 80 || small.ends_with('?') || small.starts_with("let me know")) return false;
  return std::ranges::any_of(kBeginnings,
                             [&](std::string_view beginning) { return small.starts_with(beginning); });
}

}  // namespace

void ModelSession::ask() {
  if (options().by_dialogue) return give_up({});
  if (++rounds_ > options().tool_rounds) return give_up("too many rounds of tools");
  drop_request();
  ModelQuestion question;
  auto& messages = question.request.messages;
  messages = history_.messages([this](std::string_view text) {
    return options().hides_records() ? placeholders_.hide(text) : std::string(text);
  });
  messages.insert(messages.begin(), {.role = ChatRole::system, .text = setup_->prompt});
  if (const auto good = check_messages(messages); !good) return give_up(good.error().message);
  question.request.tools = setup_->tools;
  question.request.max_tokens = options().max_tokens;
  question.request.temperature = options().temperature;
  question.pool = options().pool;
  question.call = call_.call.value();
  question.agent = question.prefix_key = options().agent;
  question.consumer = kConsumer;
  question.deadline = deadline_;

  committed_ = extended_ = false;
  sentence_.clear();
  wait_for_words();
  const auto generation = generation_;
  const auto id = gateway_.ask(std::move(question), events());
  // It may have ended, or been given up, before it had a name.
  if (generation != generation_) return;
  request_ = id;
  if (committed_) gateway_.commit(id);
}

AnswerEvents ModelSession::events() {
  const auto guarded = [this, alive = std::weak_ptr<ModelSession*>(alive_),
                        generation = generation_](auto handle) {
    return [this, alive, generation, handle](const auto&... arguments) {
      if (!alive.expired() && generation == generation_) handle(*this, arguments...);
    };
  };
  return {.delta = guarded([](ModelSession& self, const AnswerDelta& delta) { self.on_delta(delta); }),
          .restart = guarded([](ModelSession& self) {
            self.cutter_ = {};
            self.sentence_.clear();
            self.calls_.clear();
          }),
          .finished =
              guarded([](ModelSession& self, const AnswerEnd& end, const Served&) { self.on_finished(end); }),
          .failed = guarded(
              [](ModelSession& self, const Error& error, bool, const Served&) { self.on_failed(error); })};
}

// The time until the first act is bounded, whatever the gateway does.
void ModelSession::wait_for_words() {
  late_ = loop_.after(options().first_words, [this] { on_late(); });
}

void ModelSession::on_late() {
  if (committed_) return give_up("the stream stalled");
  const bool begun = cutter_.waits_for_first() || !calls_.empty();
  if (!begun || std::exchange(extended_, true)) return give_up("no first words in time");
  const auto generation = generation_;
  if (auto piece = cutter_.pause(); piece && !speak(*piece)) return;
  if (generation == generation_ && !committed_) wait_for_words();
}

void ModelSession::on_delta(const AnswerDelta& delta) {
  if (committed_) late_ = loop_.after(kStalled, [this] { on_late(); });
  if (const auto* piece = std::get_if<ToolCallDelta>(&delta)) return calls_.add(*piece);
  if (std::holds_alternative<RefusalDelta>(delta)) return give_up("the model refused");
  const auto generation = generation_;
  for (const auto& piece : cutter_.add(std::get<TextDelta>(delta).text))
    if (!speak(piece) || generation != generation_) return;
  if (!cutter_.waits_for_first()) return;
  pause_ = loop_.after(options().pause, [this] {
    if (auto piece = cutter_.pause()) speak(*piece);
  });
}

void ModelSession::commit() {
  if (std::exchange(committed_, true)) return;
  late_ = loop_.after(kStalled, [this] { on_late(); });
  if (request_) gateway_.commit(*request_);
}

// A clause is judged alone, and with what was spoken of its sentence before: neither hides what the other
// says.
bool ModelSession::speak(std::string_view piece) {
  const SpeechRules rules{.grounds = grounds_,
                          .tokens = placeholders_,
                          .identity = identity_,
                          .instructions = setup_->prompt,
                          .rails = options().guard};
  auto judged = pass_gate(piece, rules);
  if (std::holds_alternative<Speakable>(judged) && !sentence_.empty())
    if (auto whole = pass_gate(sentence_ + std::string(piece), rules);
        std::holds_alternative<Unspeakable>(whole))
      judged = std::move(whole);
  if (const auto* refused = std::get_if<Unspeakable>(&judged)) {
    note("guard", "not spoken: " + refused->why);
    give_up("a sentence was not spoken");
    return false;
  }
  sentence_ = is_whole_sentence(piece) ? std::string() : sentence_ + std::string(piece) + " ";
  auto& text = std::get<Speakable>(judged).text;
  commit();
  history_.agent(text);
  last_said_ = text;
  spoken_.push_back(text);
  const auto kind = text.ends_with('?')        ? SayKind::question
                    : is_acknowledgement(text) ? SayKind::acknowledgement
                                               : SayKind::answer;
  const auto generation = generation_;
  more({Say{.text = std::move(text), .kind = kind}});
  return generation == generation_;
}

void ModelSession::on_finished(const AnswerEnd& answer) {
  late_.cancel();
  pause_.cancel();
  const bool whole = answer.reason != FinishReason::length && answer.reason != FinishReason::content_filter;
  if (answer.reason == FinishReason::content_filter && !committed_)
    return give_up("the content filter cut it off");
  if (auto rest = cutter_.finish(); rest && (whole || !committed_))
    if (!speak(*rest)) return;
  // Nothing more comes, and nothing of it can be dropped.
  request_.reset();
  auto calls = calls_.take();
  if (!calls.empty() && whole) return start_tools(std::move(calls));
  if (!committed_) return give_up("an empty answer");
  if (!whole && (!calls.empty() || !is_whole_sentence(last_said_))) return give_up("the answer was cut off");
  if (promises_to_look(last_said_)) return give_up("it promised to look and called no tool");
  unsaid_.clear();
  ++generation_;
  listen_ = listening_for_answer(last_said_);
  end({listen_});
}

void ModelSession::on_failed(const Error& error) {
  request_.reset();
  give_up("the model failed: " + std::string(to_string(error.code)));
}

void ModelSession::drop_request() {
  ++generation_;
  late_.cancel();
  pause_.cancel();
  cutter_ = {};
  calls_.clear();
  if (const auto request = std::exchange(request_, std::nullopt)) gateway_.drop(*request);
}

}  // namespace attendant::brain
