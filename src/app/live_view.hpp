// Shows calls in the terminal while they happen: both sides, tools, and where the time of each answer went.
// An Observer: lives on the shard of its calls.
#pragma once

#include <cstdio>
#include <map>
#include <string>

#include "call/services.hpp"
#include "conversation/effect.hpp"

namespace attendant::app {

class LiveView final : public call::Observer {
 public:
  // Writes to `out`, with colours when that is a terminal.
  explicit LiveView(std::FILE* out);

  void on_event(const CallId& call, const conversation::Event& event,
                const std::vector<conversation::Effect>& effects) override;
  void on_problem(const CallId& call, std::string_view what, const Error& error) override;
  void on_line_stats(const CallId& call, const media::LineStats& stats) override;

 private:
  struct Watched {
    std::map<UtteranceId, conversation::Speak> speaking;
    std::map<std::uint32_t, conversation::RunTool> tools;
    std::optional<conversation::CallTime> last_voiced, decided, text, queued;
    bool answered = false;  // the turn's first answer was shown
  };

  void note_effects(Watched& call, const conversation::Event& event,
                    const std::vector<conversation::Effect>& effects);
  void show_timing(const Watched& call, conversation::CallTime on_wire) const;
  void line(std::string_view who, std::string_view colour, std::string_view text) const;

  std::FILE* out_;
  bool colours_;
  std::map<CallId, Watched> calls_;
};

// "heard 331 | decided 4 | words 6 | voice 118 | wire 12" with a bar of the same proportions. Pure.
std::string waterfall_line(const conversation::TurnRecord& turn, int bar_width);

}  // namespace attendant::app
