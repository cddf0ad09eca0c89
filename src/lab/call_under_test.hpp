// A call that a scenario can be played on: the caller's side is driven, what the agent does is watched.
// TextCall is one without sound; a call over a real line can be another. One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::lab {

// Something the agent did that a scenario can expect.
struct Happening {
  enum class Kind { said, asked, tool, transfer, speech, note, guess, ended };
  Kind kind = Kind::said;
  std::string text;  // said: the sentence; asked: "ask_dob"; tool: its name; transfer: target; note: key;
                     // guess: "kept" or "forgotten"; ended: reason
  std::string
      detail;  // tool: arguments as key=value; note: value; speech: "rate=0.85 level=1"; said: its kind
  std::string outcome;                              // tool: "ok", "needs_identity", ...
  std::optional<std::string> heard = std::nullopt;  // said: as much as was heard, when it was broken off
};

class CallUnderTest {
 public:
  virtual ~CallUnderTest() = default;

  virtual void start() = 0;
  // The caller waits until the agent has finished, then speaks one whole turn; "[600 ms]" in it is a pause.
  virtual void says(std::string_view text) = 0;
  virtual void keys(std::string_view digits) = 0;
  // Nothing is said until the agent has waited for an answer in vain.
  virtual void is_silent() = 0;
  // Speaks over the agent once `after` was heard, or coughs (no text); false when the agent is not saying
  // that.
  [[nodiscard]] virtual bool interrupts(std::string_view after, std::string_view text) = 0;
  virtual void hangs_up() = 0;
  // Lets the agent finish what it is saying and doing.
  virtual void settle() = 0;

  virtual bool ended() const = 0;
  // In order, from the beginning of the call.
  virtual const std::vector<Happening>& happenings() const = 0;
  // The journal, one event a line, as JSON.
  virtual std::vector<std::string> journal() const = 0;
};

}  // namespace attendant::lab
