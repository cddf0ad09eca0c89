#include "speech/realtime/realtime_protocol.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <boost/json.hpp>

#include "speech/realtime/realtime_session.hpp"

namespace attendant::speech {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostWaiting = 64;                   // items before the session is ready
constexpr std::size_t kLongestCode = 64;                   // of a problem
constexpr std::size_t kMostItems = 64;                     // of one answer: more are dropped
constexpr std::chrono::milliseconds kShortestCommit{100};  // less is refused
constexpr std::size_t kMuLawBytesAMs = 8;                  // 8 kHz, one byte a sample
constexpr std::size_t kPcmBytesAMs = 48;                   // 24 kHz, two bytes a sample

std::string_view text_in(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->as_string()) : std::string_view();
}
const json::object* object_in(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

// The beta's names of what the general release renamed.
std::string_view present_name(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kRenamed = {{
      {"response.audio.delta", "response.output_audio.delta"},
      {"response.audio_transcript.delta", "response.output_audio_transcript.delta"},
      {"response.text.delta", "response.output_text.delta"},
      {"conversation.item.created", "conversation.item.added"},
  }};
  const auto at = std::ranges::find(kRenamed, type, &std::pair<std::string_view, std::string_view>::first);
  return at == kRenamed.end() ? type : at->second;
}

// Only what looks like a name: a service may repeat the caller's words in a message.
std::string code_of(const json::object& error) {
  std::string_view code = text_in(error, "code");
  if (code.empty()) code = text_in(error, "type");
  const auto names = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  };
  if (code.empty() || code.size() > kLongestCode || !std::ranges::all_of(code, names)) return "unknown";
  return std::string(code);
}

}  // namespace

RealtimeProtocol::RealtimeProtocol(RealtimeDialect dialect, LiveSetting setting)
    : dialect_(std::move(dialect)), setting_(std::move(setting)) {}

RealtimeEffects RealtimeProtocol::opened() {
  RealtimeEffects effects;
  if (state_ != State::opening) return effects;
  state_ = State::configuring;
  send(session_update(dialect_, setting_), effects);
  return effects;
}

RealtimeEffects RealtimeProtocol::closed(std::string_view why) {
  RealtimeEffects effects;
  fail({.code = ErrorCode::unavailable, .message = "the live model hung up: " + std::string(why)}, effects);
  return effects;
}

// ---- commands
RealtimeEffects RealtimeProtocol::hear(BytesView coded) {
  RealtimeEffects effects;
  if (state_ != State::ready || coded.empty()) return effects;
  uncommitted_ += coded.size();
  send({{"type", "input_audio_buffer.append"}, {"audio", to_base64(coded)}}, effects);
  return effects;
}

// Where the service's own detector is on, it commits what it heard at the end of a voice, which may be later
// than the caller's turn was taken.
RealtimeEffects RealtimeProtocol::answer() {
  const bool theirs = dialect_.turns == RealtimeTurns::server && !open_speech_;
  const bool commit = !theirs && duration_of(uncommitted_) >= kShortestCommit;
  RealtimeEffects effects;
  if (state_ == State::ready && commit) send({{"type", "input_audio_buffer.commit"}}, effects);
  uncommitted_ = 0;
  open_speech_ = false;
  RealtimeEffects answer = go_on();
  std::ranges::move(answer, std::back_inserter(effects));
  return effects;
}

RealtimeEffects RealtimeProtocol::go_on() {
  RealtimeEffects effects;
  if (state_ == State::failed) return effects;
  if (state_ != State::ready) {
    if (before_ready_.size() < kMostWaiting) before_ready_.push_back({{"type", "response.create"}});
    return effects;
  }
  if (asked_) {
    if (!std::exchange(given_up_, true)) send({{"type", "response.cancel"}}, effects);
    ask_again_ = true;
    return effects;
  }
  create_response(effects);
  return effects;
}

RealtimeEffects RealtimeProtocol::add_words(std::string_view text, bool ours) {
  RealtimeEffects effects;
  add_item(
      {{"type", "message"},
       {"role", ours ? "assistant" : "user"},
       {"content", json::array{json::object{{"type", ours ? "output_text" : "input_text"}, {"text", text}}}}},
      effects);
  return effects;
}

RealtimeEffects RealtimeProtocol::add_tool_answer(const std::string& id, std::string_view text) {
  RealtimeEffects effects;
  add_item({{"type", "function_call_output"}, {"call_id", id}, {"output", text}}, effects);
  return effects;
}

RealtimeEffects RealtimeProtocol::set(const LiveSetting& setting) {
  RealtimeEffects effects;
  if (state_ == State::failed) return effects;
  setting_ = setting;
  if (state_ == State::configuring || state_ == State::ready)
    send(setting_update(dialect_, setting_), effects);
  return effects;
}

// The items of an answer are played one after the other: the one in which the cut fell is truncated there,
// later ones at their beginning.
RealtimeEffects RealtimeProtocol::cut(std::chrono::milliseconds played) {
  RealtimeEffects effects;
  if (state_ != State::ready) return effects;
  const bool all = asked_ && !std::exchange(given_up_, true);  // more of it may be on its way
  if (all) send({{"type", "response.cancel"}}, effects);
  for (Item& item : items_) {
    const auto length = duration_of(item.sound_bytes);
    const auto heard = std::clamp(played, std::chrono::milliseconds(0), length);
    played -= heard;
    if (heard < length || all) truncate(item.id, heard, effects);
    item.sound_bytes = bytes_of(heard);
  }
  return effects;
}

void RealtimeProtocol::truncate(const std::string& item, std::chrono::milliseconds heard,
                                RealtimeEffects& effects) {
  cut_.insert(item);
  send({{"type", "conversation.item.truncate"},
        {"item_id", item},
        {"content_index", 0},
        {"audio_end_ms", heard.count()}},
       effects);
}

void RealtimeProtocol::send(const Object& message, RealtimeEffects& effects) {
  effects.emplace_back(SendMessage{json::serialize(message)});
}

void RealtimeProtocol::create_response(RealtimeEffects& effects) {
  asked_ = true;
  given_up_ = false;
  response_.clear();
  calls_.clear();
  cut_.clear();
  items_.clear();
  send({{"type", "response.create"}}, effects);
}

void RealtimeProtocol::add_item(Object item, RealtimeEffects& effects) {
  if (state_ == State::failed) return;
  Object message{{"type", "conversation.item.create"}, {"item", std::move(item)}};
  if (state_ == State::ready)
    send(message, effects);
  else if (before_ready_.size() < kMostWaiting)
    before_ready_.push_back(std::move(message));
}

void RealtimeProtocol::fail(Error error, RealtimeEffects& effects) {
  if (std::exchange(state_, State::failed) == State::failed) return;
  effects.emplace_back(TellEvent{LiveFailed{std::move(error)}});
}

// ---- what the service says
RealtimeEffects RealtimeProtocol::received(std::string_view message) {
  RealtimeEffects effects;
  if (state_ == State::failed) return effects;
  boost::system::error_code failure;
  const json::value value = json::parse(message, failure);
  const json::object* event = failure ? nullptr : value.if_object();
  if (event == nullptr) {
    effects.emplace_back(NoteProblem{"message_unreadable"});
    return effects;
  }
  const std::string_view type = present_name(text_in(*event, "type"));
  if (type == "session.updated") {
    on_session(effects);
  } else if (type == "response.created") {
    on_created(*event);
  } else if (type == "response.output_audio.delta") {
    on_sound(*event, effects);
  } else if (type == "response.output_audio_transcript.delta" || type == "response.output_text.delta") {
    on_words(*event, effects);
  } else if (type == "response.output_item.done") {
    if (const json::object* item = object_in(*event, "item")) {
      if (of_current(*event)) on_item_done(*item, effects);
      // It was made after the answer was given up: nobody heard it.
      if (const std::string id(text_in(*item, "id"));
          given_up_ && text_in(*item, "type") == "message" && !cut_.contains(id) && cut_.size() < kMostItems)
        truncate(id, std::chrono::milliseconds(0), effects);
    }
  } else if (type == "response.done") {
    on_done(*event, effects);
  } else if (type == "input_audio_buffer.speech_started" || type == "input_audio_buffer.speech_stopped") {
    open_speech_ = open_speech_ || type.ends_with("started");
    effects.emplace_back(TellEvent{LiveSpeech{type.ends_with("started")}});
  } else if (type == "input_audio_buffer.committed") {
    open_speech_ = false;
  } else if (type == "conversation.item.input_audio_transcription.completed") {
    if (const std::string_view text = text_in(*event, "transcript"); !text.empty())
      effects.emplace_back(TellEvent{LiveHeard{std::string(text)}});
  } else if (type == "error") {
    on_error(*event, effects);
  }
  return effects;
}

void RealtimeProtocol::on_session(RealtimeEffects& effects) {
  if (state_ != State::configuring) return;
  state_ = State::ready;
  effects.emplace_back(TellEvent{LiveReady{}});
  flush_before_ready(effects);
}

void RealtimeProtocol::flush_before_ready(RealtimeEffects& effects) {
  bool answer_wanted = false;
  for (const Object& message : std::exchange(before_ready_, {})) {
    if (text_in(message, "type") == "response.create")
      answer_wanted = true;
    else
      send(message, effects);
  }
  if (answer_wanted) create_response(effects);
}

void RealtimeProtocol::on_created(const Object& event) {
  const json::object* response = object_in(event, "response");
  if (asked_ && response_.empty() && response != nullptr) response_ = text_in(*response, "id");
}

// An answer that we did not ask for, or no longer want, is none of ours.
bool RealtimeProtocol::of_current(const Object& event) const {
  if (!asked_ || given_up_) return false;
  const std::string_view id = text_in(event, "response_id");
  return id.empty() || id == response_;
}

void RealtimeProtocol::on_sound(const Object& event, RealtimeEffects& effects) {
  if (!of_current(event)) return;
  auto sound = from_base64(text_in(event, "delta"));
  if (!sound) return effects.push_back(NoteProblem{"sound_unreadable"});
  if (sound->empty()) return;
  const std::string_view id = text_in(event, "item_id");
  if (items_.empty() || items_.back().id != id) {
    if (items_.size() >= kMostItems) return effects.push_back(NoteProblem{"too_many_items"});
    items_.push_back({.id = std::string(id)});
  }
  items_.back().sound_bytes += sound->size();
  effects.emplace_back(PlaySound{*std::move(sound)});
}

void RealtimeProtocol::on_words(const Object& event, RealtimeEffects& effects) {
  const std::string_view words = text_in(event, "delta");
  if (of_current(event) && !words.empty()) effects.emplace_back(TellEvent{LiveWords{std::string(words)}});
}

void RealtimeProtocol::on_item_done(const Object& item, RealtimeEffects& effects) {
  if (text_in(item, "type") != "function_call") return;
  const std::string id(text_in(item, "call_id"));
  if (id.empty() || text_in(item, "name").empty() || calls_.size() >= kMostItems || !calls_.insert(id).second)
    return;
  effects.emplace_back(TellEvent{LiveToolCall{.id = id,
                                              .name = std::string(text_in(item, "name")),
                                              .arguments = std::string(text_in(item, "arguments"))}});
}

void RealtimeProtocol::on_done(const Object& event, RealtimeEffects& effects) {
  const json::object* response = object_in(event, "response");
  if (!asked_ || response == nullptr) return;
  const std::string_view id = text_in(*response, "id");
  if (!response_.empty() && !id.empty() && id != response_) return;
  const bool wanted = !given_up_;
  if (wanted) {
    // Some services tell calls only here.
    if (const json::value* output = response->if_contains("output"); output != nullptr && output->is_array())
      for (const json::value& item : output->as_array())
        if (const json::object* object = item.if_object()) on_item_done(*object, effects);
  }
  const std::string_view status = text_in(*response, "status");
  Status ended;
  if (wanted && (status == "failed" || status == "cancelled")) {
    const json::object* details = object_in(*response, "status_details");
    const json::object* error = details == nullptr ? nullptr : object_in(*details, "error");
    ended = attendant::fail(
        ErrorCode::unavailable,
        "the live model gave no whole answer: " + (error != nullptr ? code_of(*error) : std::string(status)));
  }
  asked_ = false;
  given_up_ = false;
  if (!std::exchange(ask_again_, false))
    effects.emplace_back(TellEvent{LiveAnswered{std::move(ended)}});
  else
    create_response(effects);
}

void RealtimeProtocol::on_error(const Object& event, RealtimeEffects& effects) {
  const json::object* error = object_in(event, "error");
  const std::string code = error == nullptr ? "unknown" : code_of(*error);
  const bool fatal = state_ != State::ready || code == "session_expired" || code == "invalid_api_key";
  if (fatal)
    return fail({.code = ErrorCode::unavailable, .message = "the live model said: " + code}, effects);
  effects.emplace_back(NoteProblem{code});
}

std::size_t RealtimeProtocol::bytes_a_ms() const {
  return dialect_.sound == RealtimeSound::mu_law_8k ? kMuLawBytesAMs : kPcmBytesAMs;
}
std::chrono::milliseconds RealtimeProtocol::duration_of(std::size_t sound_bytes) const {
  return std::chrono::milliseconds(sound_bytes / bytes_a_ms());
}
std::size_t RealtimeProtocol::bytes_of(std::chrono::milliseconds sound) const {
  return static_cast<std::size_t>(sound.count()) * bytes_a_ms();
}

}  // namespace attendant::speech
