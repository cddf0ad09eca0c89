// Cuts a model's stream of text into pieces that can be spoken: the first clause early, so that the voice can
// begin, then whole sentences. Cuts inside deltas too, never inside a number, an abbreviation or a
// placeholder; takes markdown away, which nobody can hear. Pure; owned by the answer that streams.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::brain {

class SentenceCutter {
 public:
  // The pieces that are whole with this delta.
  std::vector<std::string> add(std::string_view delta);
  // The stream has paused: the beginning of the first sentence, when it is long enough to be spoken alone.
  std::optional<std::string> pause();
  // The stream is over: what is left.
  std::optional<std::string> finish();

  // Whether a pause could bring something.
  bool waits_for_first() const { return first_ && !pending_.empty(); }

 private:
  std::optional<std::string> take(std::size_t length);

  std::string pending_;
  bool first_ = true;
};

// Without asterisks, backticks, headings, list marks and link targets; white space is one space.
std::string without_markdown(std::string_view text);

}  // namespace attendant::brain
