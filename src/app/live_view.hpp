// Shows calls while they happen: both sides, tools, and where the time of each answer went. For people as
// text, for programs as one JSON object a line. An Observer: lives on the shard of its calls.
#pragma once

#include <cstdio>
#include <map>
#include <string>

#include <boost/json/object.hpp>

#include "call/services.hpp"
#include "conversation/effect.hpp"

namespace attendant::app {

enum class ViewForm { text, json };

class LiveView final : public call::Observer {
 public:
  // Writes to `out`; text has colours when that is a terminal. A JSON line has "call", "kind" and what that
  // kind tells: `call`, `caller`, `agent`, `interrupted`, `timing`, `tool`, `problem`, `line`.
  explicit LiveView(std::FILE* out, ViewForm form = ViewForm::text);

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
  // `members` are the JSON line's, `text` is what people read.
  void line(const CallId& id, std::string_view kind, std::string_view text,
            boost::json::object members) const;

  std::FILE* out_;
  ViewForm form_;
  bool colours_;
  std::map<CallId, Watched> calls_;
};

// "heard 331 | decided 4 | words 6 | voice 118 | wire 12" with a bar of the same proportions. Pure.
std::string waterfall_line(const conversation::TurnRecord& turn, int bar_width);

}  // namespace attendant::app
