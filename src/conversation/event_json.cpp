// The journal's form of events. One writer and one reader for each kind, side by side, so that they stay in
// step.
#include <array>
#include <functional>

#include <boost/json/array.hpp>

#include "conversation/event.hpp"

namespace attendant::conversation {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, std::variant_size_v<EventBody>> kNames = {
    "call_started",    "speech_started", "partial_heard", "speech_paused", "speech_resumed", "speech_final",
    "caller_stirred",  "turn_advised",   "digit_pressed", "digits_keyed",  "audio_queued",   "clause_started",
    "clause_finished", "playback_cut",   "brain_acted",   "brain_guessed", "tool_answered",  "timer_fired",
    "transfer_ended",  "hold_changed",   "call_ended"};

constexpr std::array<std::string_view, kTimers> kTimerNames = {"end_of_turn", "confirm_interruption",
                                                               "no_input", "max_duration", "waiting"};
constexpr std::array kAsked = {Asked::open,    Asked::ask_member_id, Asked::ask_dob,
                               Asked::ask_zip, Asked::ask_claim,     Asked::ask_service,
                               Asked::confirm, Asked::anything_else, Asked::ask_phone};
constexpr std::array kSayKinds = {SayKind::greeting, SayKind::acknowledgement, SayKind::filler,
                                  SayKind::answer,   SayKind::question,        SayKind::notice,
                                  SayKind::goodbye};
constexpr std::array kAdvice = {TurnAdvice::unsure, TurnAdvice::done, TurnAdvice::not_done};
constexpr std::array<std::string_view, 3> kLevels = {"none", "member", "member_zip"};

// Reads the members of one object; the first thing that is wrong is kept and named.
class Reader {
 public:
  explicit Reader(const json::object& object) : object_(object) {}

  bool has(std::string_view key) const { return object_.contains(key); }
  std::string text(std::string_view key) {
    const auto* value = find(key, json::kind::string);
    return value == nullptr ? std::string() : std::string(value->get_string());
  }
  bool flag(std::string_view key) {
    const auto* value = find(key, json::kind::bool_);
    return value != nullptr && value->get_bool();
  }
  template <class T = std::int64_t>
  T integer(std::string_view key) {
    const auto* value = object_.if_contains(key);
    if (value == nullptr || !value->is_number()) return complain(key, "a number"), T{};
    boost::system::error_code error;
    const auto number = value->to_number<T>(error);
    if (error) complain(key, "a whole number in range");
    return error ? T{} : number;
  }
  float real(std::string_view key) {
    const auto* value = object_.if_contains(key);
    if (value == nullptr || !value->is_number()) return complain(key, "a number"), 0.0F;
    return value->to_number<float>();
  }
  std::chrono::milliseconds time(std::string_view key) { return std::chrono::milliseconds(integer(key)); }
  UtteranceId utterance() { return UtteranceId(integer<std::uint32_t>("utterance")); }
  json::object object(std::string_view key) {
    const auto* value = find(key, json::kind::object);
    return value == nullptr ? json::object() : value->get_object();
  }
  json::array array(std::string_view key) {
    const auto* value = find(key, json::kind::array);
    return value == nullptr ? json::array() : value->get_array();
  }
  template <class List, class Name>
  auto one_of(std::string_view key, const List& list, Name name) {
    const auto word = text(key);
    for (const auto& candidate : list)
      if (name(candidate) == word) return candidate;
    complain(key, "one of ours, not \"" + word + "\"");
    return list.front();
  }
  Asked asked(std::string_view key) {
    return one_of(key, kAsked, [](Asked a) { return to_string(a); });
  }
  void keep(Status status, std::string_view key) {
    if (!status && status_) status_ = fail(status.error().in(key));
  }
  void complain(std::string_view key, std::string_view wanted) {
    if (status_)
      status_ = fail(ErrorCode::invalid, "\"" + std::string(key) + "\" must be " + std::string(wanted));
  }
  const Status& status() const { return status_; }

 private:
  const json::value* find(std::string_view key, json::kind kind) {
    const auto* value = object_.if_contains(key);
    if (value != nullptr && value->kind() == kind) return value;
    complain(key, std::string(json::to_string(kind)));
    return nullptr;
  }

  const json::object& object_;
  Status status_;
};

// ---- acts
// --------------------------------------------------------------------------------------------------------
json::object write(const Act& act) {
  struct Writer {
    json::object operator()(const Say& a) const {
      return {
          {"act", "say"}, {"text", a.text}, {"kind", to_string(a.kind)}, {"interruptible", a.interruptible}};
    }
    json::object operator()(const Listen& a) const {
      return {{"act", "listen"},
              {"asked", to_string(a.asked)},
              {"digits", a.digits},
              {"sensitive", a.sensitive},
              {"patience", a.patience.count()}};
    }
    json::object operator()(const CallTool& a) const {
      json::object out{{"act", "call_tool"},       {"id", a.id},
                       {"name", a.name},           {"arguments", a.arguments},
                       {"confirmed", a.confirmed}, {"filler", a.filler}};
      if (a.may_run_ahead) out["may_run_ahead"] = true;
      if (a.cancel_on_interrupt) out["cancel_on_interrupt"] = true;
      return out;
    }
    json::object operator()(const DropTool& a) const { return {{"act", "drop_tool"}, {"id", a.id}}; }
    json::object operator()(const Transfer& a) const {
      return {{"act", "transfer"}, {"target", a.target}, {"summary", a.summary}};
    }
    json::object operator()(const SetSpeech& a) const {
      json::object written{{"act", "set_speech"}, {"rate", a.rate}, {"level", a.level}};
      if (!a.voice.empty()) written["voice"] = a.voice;
      return written;
    }
    json::object operator()(const Note& a) const {
      return {{"act", "note"}, {"key", a.key}, {"value", a.value}};
    }
    json::object operator()(const HandOver& a) const {
      return {{"act", "hand_over"}, {"to", a.to}, {"summary", a.summary}};
    }
    json::object operator()(const EndCall& a) const { return {{"act", "end_call"}, {"reason", a.reason}}; }
  };
  return std::visit(Writer{}, act);
}

Result<Act> read_act(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return fail(ErrorCode::invalid, "an act must be an object");
  Reader in(*object);
  const auto kind = in.text("act");
  Act act;
  if (kind == "say") {
    act = Say{.text = in.text("text"),
              .kind = in.one_of("kind", kSayKinds, [](SayKind k) { return to_string(k); }),
              .interruptible = in.flag("interruptible")};
  } else if (kind == "listen") {
    Listen listen{
        .asked = in.asked("asked"), .digits = in.integer<int>("digits"), .sensitive = in.flag("sensitive")};
    if (object->contains("patience")) listen.patience = in.time("patience");
    act = listen;
  } else if (kind == "call_tool") {
    CallTool call{.id = in.integer<std::uint32_t>("id"),
                  .name = in.text("name"),
                  .arguments = in.object("arguments"),
                  .confirmed = in.flag("confirmed"),
                  .filler = {}};
    if (object->contains("filler")) call.filler = in.text("filler");
    if (object->contains("may_run_ahead")) call.may_run_ahead = in.flag("may_run_ahead");
    if (object->contains("cancel_on_interrupt")) call.cancel_on_interrupt = in.flag("cancel_on_interrupt");
    act = std::move(call);
  } else if (kind == "drop_tool") {
    act = DropTool{.id = in.integer<std::uint32_t>("id")};
  } else if (kind == "transfer") {
    act = Transfer{.target = in.text("target"), .summary = in.text("summary")};
  } else if (kind == "set_speech") {
    SetSpeech speech{.rate = in.real("rate"), .level = in.real("level"), .voice = {}};
    if (object->contains("voice")) speech.voice = in.text("voice");
    act = std::move(speech);
  } else if (kind == "note") {
    act = Note{.key = in.text("key"), .value = in.text("value")};
  } else if (kind == "hand_over") {
    act = HandOver{.to = in.text("to"), .summary = in.text("summary")};
  } else if (kind == "end_call") {
    act = EndCall{.reason = in.text("reason")};
  } else {
    return fail(ErrorCode::invalid, "there is no act \"" + kind + "\"");
  }
  if (!in.status()) return fail(in.status().error());
  return act;
}

// ---- identity
// ----------------------------------------------------------------------------------------------------
json::object write(const Identity& identity) {
  return {{"level", kLevels[static_cast<std::size_t>(identity.level)]},
          {"member_id", identity.member_id},
          {"subscriber_id", identity.subscriber_id},
          {"subject_id", identity.subject_id},
          {"provider_office", identity.provider_office},
          {"provider_claim_id", identity.provider_claim_id},
          {"representative", identity.representative}};
}

Identity read_identity(Reader& event) {
  const auto object = event.object("identity");
  Reader in(object);
  Identity identity;
  const auto level = in.one_of("level", kLevels, [](std::string_view name) { return name; });
  identity.level = static_cast<AuthLevel>(std::ranges::find(kLevels, level) - kLevels.begin());
  identity.member_id = in.text("member_id");
  identity.subscriber_id = in.text("subscriber_id");
  identity.subject_id = in.text("subject_id");
  identity.provider_office = in.flag("provider_office");
  identity.provider_claim_id = in.text("provider_claim_id");
  identity.representative = in.text("representative");
  event.keep(in.status(), "identity");
  return identity;
}

// ---- events
// ------------------------------------------------------------------------------------------------------
struct Writer {
  json::object& out;

  void operator()(const CallStarted& e) const {
    out["caller_number"] = e.caller_number;
    out["office_open"] = e.office_open;
    out["versions"] = e.versions;
  }
  void operator()(const SpeechStarted&) const {}
  void operator()(const PartialHeard& e) const {
    out["text"] = e.text;
    out["confidence"] = e.confidence;
  }
  void operator()(const SpeechPaused& e) const {
    out["text"] = e.text;
    out["last_voiced"] = e.last_voiced.count();
    out["silence"] = e.silence.count();
    out["confidence"] = e.confidence;
    if (e.completeness) out["completeness"] = *e.completeness;
  }
  void operator()(const SpeechResumed&) const {}
  void operator()(const CallerStirred&) const {}
  void operator()(const SpeechFinal& e) const {
    out["text"] = e.text;
    out["last_voiced"] = e.last_voiced.count();
    out["confidence"] = e.confidence;
    out["talking"] = e.talking;
  }
  void operator()(const TurnAdvised& e) const { out["advice"] = attendant::to_string(e.advice); }
  void operator()(const DigitPressed&) const {}
  void operator()(const DigitsKeyed& e) const { out["digits"] = e.digits; }
  void operator()(const AudioQueued& e) const { out["utterance"] = e.utterance.value(); }
  void operator()(const ClauseStarted& e) const { out["utterance"] = e.utterance.value(); }
  void operator()(const ClauseFinished& e) const { out["utterance"] = e.utterance.value(); }
  void operator()(const PlaybackCut& e) const {
    out["utterance"] = e.utterance.value();
    out["heard"] = e.heard;
  }
  void operator()(const BrainActed& e) const { write_answer(e); }
  void operator()(const BrainGuessed& e) const {
    write_answer(e);
    if (e.refused) out["refused"] = true;
  }
  void operator()(const ToolAnswered& e) const {
    out["id"] = e.id;
    out["name"] = e.name;
    out["answer"] = attendant::to_json(e.answer);
    out["identity"] = write(e.identity);
    out["took"] = e.took.count();
  }
  void operator()(const TimerFired& e) const {
    out["timer"] = to_string(e.timer);
    out["number"] = e.number;
  }
  void operator()(const TransferEnded& e) const {
    out["reached"] = e.reached;
    out["reason"] = e.reason;
  }
  void operator()(const HoldChanged& e) const { out["held"] = e.held; }
  void operator()(const CallEnded& e) const {
    out["by"] = e.by;
    out["reason"] = e.reason;
  }

  // BrainActed, BrainGuessed
  template <class Answer>
  void write_answer(const Answer& answer) const {
    out["request"] = answer.request;
    json::array acts;
    for (const auto& act : answer.acts) acts.push_back(write(act));
    out["acts"] = std::move(acts);
    if (answer.more) out["more"] = true;
  }
};

template <class Answer>
Answer read_answer(Reader& in) {
  Answer answer{.request = in.integer<std::uint32_t>("request"), .acts = {}};
  if (in.has("more")) answer.more = in.flag("more");
  for (const auto& value : in.array("acts")) {
    auto act = read_act(value);
    if (act)
      answer.acts.push_back(*std::move(act));
    else
      in.keep(fail(act.error()), "acts");
  }
  return answer;
}

BrainGuessed read_brain_guessed(Reader& in) {
  auto guessed = read_answer<BrainGuessed>(in);
  if (in.has("refused")) guessed.refused = in.flag("refused");
  return guessed;
}

ToolAnswered read_tool_answered(Reader& in) {
  ToolAnswered answered{
      .id = in.integer<std::uint32_t>("id"), .name = in.text("name"), .answer = {}, .identity = {}};
  auto answer = tool_answer_from_json(in.object("answer"));
  if (answer)
    answered.answer = *std::move(answer);
  else
    in.keep(fail(answer.error()), "answer");
  answered.identity = read_identity(in);
  answered.took = in.time("took");
  return answered;
}

// In the order of EventBody.
constexpr std::array<EventBody (*)(Reader&), std::variant_size_v<EventBody>> kReaders = {
    [](Reader& in) -> EventBody {
      return CallStarted{.caller_number = in.text("caller_number"),
                         .office_open = in.flag("office_open"),
                         .versions = in.text("versions")};
    },
    [](Reader&) -> EventBody { return SpeechStarted{}; },
    [](Reader& in) -> EventBody {
      PartialHeard heard{.text = in.text("text")};
      if (in.has("confidence")) heard.confidence = in.real("confidence");
      return heard;
    },
    [](Reader& in) -> EventBody {
      SpeechPaused paused{.text = in.text("text"),
                          .last_voiced = in.time("last_voiced"),
                          .silence = in.time("silence"),
                          .confidence = in.real("confidence"),
                          .completeness = {}};
      if (in.has("completeness")) paused.completeness = in.real("completeness");
      return paused;
    },
    [](Reader&) -> EventBody { return SpeechResumed{}; },
    [](Reader& in) -> EventBody {
      return SpeechFinal{.text = in.text("text"),
                         .last_voiced = in.time("last_voiced"),
                         .confidence = in.real("confidence"),
                         .talking = in.has("talking") && in.flag("talking")};
    },
    [](Reader&) -> EventBody { return CallerStirred{}; },
    [](Reader& in) -> EventBody {
      return TurnAdvised{in.one_of("advice", kAdvice, [](TurnAdvice a) { return to_string(a); })};
    },
    [](Reader&) -> EventBody { return DigitPressed{}; },
    [](Reader& in) -> EventBody { return DigitsKeyed{in.text("digits")}; },
    [](Reader& in) -> EventBody { return AudioQueued{in.utterance()}; },
    [](Reader& in) -> EventBody { return ClauseStarted{in.utterance()}; },
    [](Reader& in) -> EventBody { return ClauseFinished{in.utterance()}; },
    [](Reader& in) -> EventBody {
      return PlaybackCut{.utterance = in.utterance(), .heard = in.text("heard")};
    },
    [](Reader& in) -> EventBody { return read_answer<BrainActed>(in); },
    [](Reader& in) -> EventBody { return read_brain_guessed(in); },
    [](Reader& in) -> EventBody { return read_tool_answered(in); },
    [](Reader& in) -> EventBody {
      const auto name = in.one_of("timer", kTimerNames, [](std::string_view n) { return n; });
      return TimerFired{
          .timer = static_cast<Timer>(std::ranges::find(kTimerNames, name) - kTimerNames.begin()),
          .number = in.integer<std::uint32_t>("number")};
    },
    [](Reader& in) -> EventBody {
      return TransferEnded{.reached = in.flag("reached"), .reason = in.text("reason")};
    },
    [](Reader& in) -> EventBody { return HoldChanged{in.flag("held")}; },
    [](Reader& in) -> EventBody { return CallEnded{.by = in.text("by"), .reason = in.text("reason")}; },
};

}  // namespace

std::string_view name_of(const EventBody& body) { return kNames[body.index()]; }

std::string_view to_string(Timer timer) { return kTimerNames[static_cast<std::size_t>(timer)]; }

json::object to_json(const Event& event) {
  json::object out{{"at", event.at.count()}, {"event", name_of(event.body)}};
  std::visit(Writer{out}, event.body);
  return out;
}

Result<Event> event_from_json(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return fail(ErrorCode::invalid, "an event must be a JSON object");
  Reader in(*object);
  const auto name = in.text("event");
  const auto* at = std::ranges::find(kNames, name);
  if (at == kNames.end()) return fail(ErrorCode::invalid, "there is no event \"" + name + "\"");
  Event event{.at = in.time("at"), .body = kReaders[static_cast<std::size_t>(at - kNames.begin())](in)};
  if (!in.status()) return fail(in.status().error().in(name));
  return event;
}

}  // namespace attendant::conversation
