// The Realtime protocol of one session as a pure state machine: commands and the service's messages in,
// messages to send and LiveEvents out. Event names are those of the general release; those of the beta
// ("response.audio.delta") mean the same, and what we do not know is ignored: Voice Live says more than we
// need. No clock, no socket, no thread.
//
//   session.update -> session.updated -> ready
//   answer(): commit, response.create -> deltas ... -> response.done
//   cut(ms): response.cancel, conversation.item.truncate; deltas of the cancelled answer are dropped
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>

#include "base/bytes.hpp"
#include "speech/live_model.hpp"
#include "speech/realtime/realtime_dialect.hpp"

namespace attendant::speech {

struct SendMessage {
  std::string text;  // JSON
};
struct PlaySound {
  Bytes coded;  // in the dialect's sound
};
struct TellEvent {
  LiveEvent event;
};
// Worth a line in the log, without words of the conversation; the session goes on.
struct NoteProblem {
  std::string code;
};
using RealtimeEffect = std::variant<SendMessage, PlaySound, TellEvent, NoteProblem>;
using RealtimeEffects = std::vector<RealtimeEffect>;

class RealtimeProtocol {
 public:
  RealtimeProtocol(RealtimeDialect dialect, LiveSetting setting);

  RealtimeEffects opened();  // the socket is
  RealtimeEffects received(std::string_view message);
  RealtimeEffects closed(std::string_view why);  // the socket is; it was not us

  RealtimeEffects hear(BytesView coded);  // the caller's sound, in the dialect's
  RealtimeEffects answer();
  RealtimeEffects go_on();
  RealtimeEffects add_words(std::string_view text, bool ours);
  RealtimeEffects add_tool_answer(const std::string& id, std::string_view text);
  RealtimeEffects set(const LiveSetting& setting);
  RealtimeEffects cut(std::chrono::milliseconds played);

  bool ready() const { return state_ == State::ready; }

 private:
  enum class State { opening, configuring, ready, failed };
  struct Item {
    std::string id;
    std::size_t sound_bytes = 0;  // came of it, and the model remembers
  };
  using Object = boost::json::object;

  static void send(const Object& message, RealtimeEffects& effects);
  void truncate(const std::string& item, std::chrono::milliseconds heard, RealtimeEffects& effects);
  void create_response(RealtimeEffects& effects);
  void add_item(Object item, RealtimeEffects& effects);
  void fail(Error error, RealtimeEffects& effects);
  void flush_before_ready(RealtimeEffects& effects);

  bool of_current(const Object& event) const;
  void on_session(RealtimeEffects& effects);
  void on_created(const Object& event);
  void on_sound(const Object& event, RealtimeEffects& effects);
  void on_words(const Object& event, RealtimeEffects& effects);
  void on_item_done(const Object& item, RealtimeEffects& effects);
  void on_done(const Object& event, RealtimeEffects& effects);
  void on_error(const Object& event, RealtimeEffects& effects);
  std::size_t bytes_a_ms() const;
  std::chrono::milliseconds duration_of(std::size_t sound_bytes) const;
  std::size_t bytes_of(std::chrono::milliseconds sound) const;

  const RealtimeDialect dialect_;
  LiveSetting setting_;
  State state_ = State::opening;
  std::deque<Object> before_ready_;  // items and answers that were asked for early
  std::size_t uncommitted_ = 0;      // bytes of the caller's sound
  bool open_speech_ = false;         // the service's detector hears a voice, and has not committed it

  bool asked_ = false;           // an answer was asked for and has not ended
  bool ask_again_ = false;       // when it has ended: it was given up for another
  bool given_up_ = false;        // what still comes of it is dropped
  std::string response_;         // its id, once known
  std::set<std::string> calls_;  // told of it
  std::set<std::string> cut_;    // its items that were truncated
  std::vector<Item> items_;      // with sound, of the answer under way or the last one
};

}  // namespace attendant::speech
