// The dialogue engine: a deterministic manager of requests, forms and repairs. Given what the caller meant it
// says what to say and do; the same inputs always give the same acts, so whole calls can be tested word for
// word.
//
// It holds what was asked and what is still to be answered; it never holds records, never decides who the
// caller is (the tool runtime does) and never answers what no tool told it. Pure: no clock, no thread, no
// I/O. One object per call.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agents/agent.hpp"
#include "brain/dialogue/correction.hpp"
#include "brain/dialogue/options.hpp"
#include "conversation/acts.hpp"
#include "tools/spec.hpp"
#include "understanding/understanding.hpp"

namespace attendant::brain {

// A caller's turn with its meaning, which the adapter has worked out before.
struct HeardTurn {
  conversation::Heard heard;
  understanding::Understanding meant;
  // What follows a "no" that would end the call, read on its own: "no, the x-ray".
  std::optional<understanding::Understanding> after_no = std::nullopt;
  // What the caller said before and says anew: "sorry, the twenty second".
  std::optional<PutRight> put_right = std::nullopt;
};

using Input = std::variant<conversation::Started, HeardTurn, conversation::Keyed, conversation::Silence,
                           conversation::ToolDone, conversation::TransferDone, conversation::Interrupted>;

class Dialogue {
 public:
  // `tools` must outlive the dialogue: it says what each tool can be told. `team`: whose tools, words and
  // voices hold, and who hands over to whom; null: one agent with every tool and all defaults.
  Dialogue(DialogueOptions options, const tools::Catalogue& tools, agents::TeamPtr team = nullptr);
  ~Dialogue();
  Dialogue(Dialogue&&) noexcept;
  Dialogue& operator=(Dialogue&&) noexcept;

  // The same dialogue, to find out what it would say.
  Dialogue copy() const;
  // Ids of tools that `other`, a copy, has used are not used again.
  void skip_tool_ids_of(const Dialogue& other);

  std::vector<conversation::Act> step(const Input& input);

  // We have said goodbye.
  bool ended() const;

  // What was asked last: how the caller's next words must be read.
  conversation::Asked asked() const;

 private:
  class Manager;
  explicit Dialogue(std::unique_ptr<Manager> manager);
  std::unique_ptr<Manager> manager_;
};

}  // namespace attendant::brain
