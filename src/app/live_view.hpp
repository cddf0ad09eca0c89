// Tells of calls while they happen: both sides, tools, and where the time of each answer went, line by line.
// An Observer: lives on the shard of its calls. Who shows the lines, and how, is another matter
// (live_printer.hpp, the talk page).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "call/services.hpp"
#include "conversation/effect.hpp"

namespace attendant::app {

// `kind` is `call`, `desk` (an agent takes over), `partial`, `caller`, `agent`, `interrupted`, `timing`,
// `tool`, `problem` or `line`; `members` are what this kind tells to programs, `text` is what people read.
struct LiveLine {
  const CallId& call;
  std::string_view kind;
  std::string_view text;
  const boost::json::object& members;
};

class LiveView final : public call::Observer {
 public:
  using Show = std::function<void(const LiveLine&)>;
  explicit LiveView(std::vector<Show> shows) : shows_(std::move(shows)) {}

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

  void note_effects(const CallId& id, Watched& call, const conversation::Event& event,
                    const std::vector<conversation::Effect>& effects);
  void show_timing(const CallId& id, const Watched& call, conversation::CallTime on_wire) const;
  void line(const CallId& id, std::string_view kind, std::string_view text,
            boost::json::object members) const;

  std::vector<Show> shows_;
  std::map<CallId, Watched> calls_;
};

// "heard 331 | decided 4 | words 6 | voice 118 | wire 12" with a bar of the same proportions. Pure.
std::string waterfall_line(const conversation::TurnRecord& turn, int bar_width);

}  // namespace attendant::app
