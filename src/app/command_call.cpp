#include <algorithm>
#include <cstdio>
#include <deque>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/files.hpp"
#include "app/lazy_bytes.hpp"
#include "app/places.hpp"
#include "app/speech_engines.hpp"
#include "audio/recording_sink.hpp"
#include "audio/resampler.hpp"
#include "audio/wav.hpp"
#include "call/line_ports.hpp"
#include "inference/runtime.hpp"
#include "lab/call_script.hpp"
#include "lab/phone_caller.hpp"
#include "media/file_sink.hpp"
#include "media/media_plane.hpp"
#include "runtime/shard.hpp"
#include "telephony/sip/sip_gateway.hpp"

namespace attendant::app {
namespace {

struct Arguments {
  std::string uri;
  std::vector<std::string> plays, keys;
  std::vector<std::string> actions;  // "play:FILE" and "dtmf:KEYS", in the order given
  std::string script, which, record, bind = "127.0.0.1", from = "+13125550180";
  bool noisy = false, json = false, quiet = false;
};

Result<lab::Speech> load_speech(const std::filesystem::path& path, const std::string& text) {
  TRY_ASSIGN(const auto bytes, read_file(path));
  const auto wav = audio::parse_wav(bytes);
  if (!wav) return fail(wav.error().in(path.string()));
  auto samples = wav->channel(0);
  if (wav->rate != audio::kTelephoneRate) {
    TRY_ASSIGN(samples, audio::resample(samples, wav->rate, audio::kTelephoneRate));
  }
  return lab::Speech{.name = path.string(), .text = text, .samples = std::move(samples)};
}

Result<lab::SayFile> load_turn(const lab::ScriptTurn& turn) {
  TRY_ASSIGN(auto speech, load_speech(turn.file, turn.text));
  lab::SayFile file{std::move(speech)};
  if (const auto& over = turn.interruption) {
    TRY_ASSIGN(auto words, load_speech(over->file, over->text));
    file.interruption = {.after = over->after, .speech = std::move(words)};
  }
  return file;
}

// The host part of "sip:user@host:port;parameters": the only address that this caller talks to.
std::string host_of(const std::string& uri) {
  auto rest = uri.substr(uri.find(':') == std::string::npos ? 0 : uri.find(':') + 1);
  if (const auto at = rest.find('@'); at != std::string::npos) rest = rest.substr(at + 1);
  rest = rest.substr(0, rest.find_first_of(":;>"));
  return rest == "localhost" ? "127.0.0.1" : rest;
}

Result<lab::CallScript> load_script(const Arguments& arguments) {
  TRY_ASSIGN(const auto text, read_text(arguments.script));
  auto scripts =
      lab::parse_call_scripts(text, std::filesystem::path(arguments.script).parent_path(), arguments.noisy);
  if (!scripts) return fail(scripts.error().in(arguments.script));
  if (arguments.which.empty()) return scripts->front();
  for (auto& script : *scripts)
    if (script.name == arguments.which) return script;
  return fail(ErrorCode::not_found,
              fmt::format("{}: there is no call \"{}\"", arguments.script, arguments.which));
}

Result<lab::PhoneCaller::NextAction> actions_of(const Arguments& arguments) {
  if (!arguments.script.empty()) {
    TRY_ASSIGN(auto script, load_script(arguments));
    auto speech =
        std::make_shared<std::map<std::filesystem::path, lab::SayFile>>();  // read before the call, not in it
    for (const auto& turn : script.turns) {
      TRY_ASSIGN(auto loaded, load_turn(turn));
      speech->emplace(turn.file, std::move(loaded));
    }
    auto picker = std::make_shared<lab::TurnPicker>(std::move(script));
    return [picker, speech](std::optional<conversation::Asked> asked) -> std::optional<lab::CallerAction> {
      const auto* turn = picker->next(asked);
      if (turn == nullptr) return std::nullopt;
      return speech->at(turn->file);
    };
  }
  auto queue = std::make_shared<std::deque<lab::CallerAction>>();
  for (const auto& action : arguments.actions) {
    const auto value = action.substr(5);
    if (action.starts_with("dtmf:")) {
      queue->push_back(lab::PressKeys{value});
    } else {
      TRY_ASSIGN(auto speech, load_speech(value, {}));
      queue->push_back(lab::SayFile{std::move(speech)});
    }
  }
  return [queue](std::optional<conversation::Asked>) -> std::optional<lab::CallerAction> {
    if (queue->empty()) return std::nullopt;
    auto next = std::move(queue->front());
    queue->pop_front();
    return next;
  };
}

// Nobody calls the caller.
class NoCalls final : public telephony::CallTaker {
 public:
  void take(std::unique_ptr<telephony::Leg>) override {}
};

boost::json::object to_json(const lab::CallerTurn& turn) {
  boost::json::object out{{"turn", turn.number}, {"said", turn.said}};
  if (!turn.text.empty()) out["text"] = turn.text;
  if (!turn.asked.empty()) out["asked"] = turn.asked;
  if (!turn.agent.empty()) out["agent"] = turn.agent;
  if (turn.first) out["first_ms"] = turn.first->count();
  return out;
}

boost::json::object to_json(const lab::CallReport& report) {
  return {{"turns", report.turns.size()},
          {"ended_by", report.ended_by},
          {"reason", report.reason},
          {"duration_ms", report.duration.count()},
          {"packets_received", report.line.received},
          {"packets_lost", report.line.lost}};
}

lab::PhoneCaller::Listener reporting(const Arguments& arguments, std::promise<lab::CallReport>& done) {
  const bool show = !arguments.json && !arguments.quiet;
  return {.agent_said =
              [show](const std::string& words) {
                if (show) fmt::print("  agent   {}\n", words);
              },
          .turn_done =
              [show, json = arguments.json](const lab::CallerTurn& turn) {
                if (json) fmt::print("{}\n", boost::json::serialize(to_json(turn)));
                if (show && turn.first) fmt::print("          answered after {} ms\n", turn.first->count());
                std::fflush(stdout);
              },
          .call_done = [&done](const lab::CallReport& report) { done.set_value(report); }};
}

Result<lab::CallReport> place_call(const Arguments& arguments) {
  TRY_ASSIGN(auto next, actions_of(arguments));
  const SystemClock clock;
  std::unique_ptr<inference::Runtime> models;
  std::unique_ptr<SpeechEngines> speech;  // only to understand what a script is asked
  if (!arguments.script.empty()) {
    const config::Speech settings{.voice = config::Voice::flite};
    TRY_ASSIGN(models, inference::Runtime::load(engines_folder(settings.engines_dir)));
    TRY_ASSIGN(speech, SpeechEngines::open(*models, settings, {}, {}, Manner::patient));
  }
  TRY_ASSIGN(auto media,
             media::MediaPlane::start(
                 {.threads = 1, .bind_ip = arguments.bind, .first_port = 31000, .last_port = 31998}, clock));
  runtime::Shard shard("caller", clock);
  call::LinePorts ports(*media, {.call = "caller"});
  telephony::Admission admission(1, std::chrono::seconds(1));
  NoCalls no_calls;
  std::unique_ptr<telephony::sip_gateway::SipGateway> gateway;
  std::unique_ptr<lab::PhoneCaller> caller;
  std::promise<lab::CallReport> done;
  std::promise<Status> begun;
  shard.start();
  shard.post([&] {
    auto opened = telephony::sip_gateway::SipGateway::open(
        shard.context(), clock,
        {.listen_ip = arguments.bind,
         .udp_port = 0,
         .tcp_port = 0,
         .trunks = {{.name = "called", .addresses = {host_of(arguments.uri)}}}},
        ports, admission, no_calls);
    if (!opened) return begun.set_value(fail(opened.error()));
    gateway = *std::move(opened);
    auto leg = gateway->call({.target = arguments.uri, .from_number = arguments.from});
    if (!leg) return begun.set_value(fail(leg.error()));
    auto* raw = leg->get();
    const auto line = [raw, &ports]() -> media::Line* {
      const auto port = raw->media_port();
      auto* found = port ? ports.line(*port) : nullptr;
      return found;
    };
    caller = std::make_unique<lab::PhoneCaller>(shard, *std::move(leg), line,
                                                speech ? &speech->recognizer() : nullptr, std::move(next),
                                                lab::PhoneCaller::Options{}, reporting(arguments, done));
    ports.on_closing([&caller](telephony::MediaPortId) { caller->line_closing(); });
    if (!arguments.record.empty())
      caller->record_to(
          std::make_unique<LazyBytes>([file = arguments.record] { return media::open_file_sink(file); }));
    begun.set_value({});
  });
  Status status = begun.get_future().get();
  std::optional<lab::CallReport> report;
  if (status) report = done.get_future().get();
  shard.post([&] {
    caller.reset();
    gateway.reset();
  });
  shard.stop();
  if (!report) return fail(status.error());
  return *std::move(report);
}

int call(const Arguments& arguments) {
  const auto report = place_call(arguments);
  if (!report) {
    fmt::print(stderr, "attendant call: {}\n", report.error().message);
    return report.error().code == ErrorCode::not_found ? 2 : 1;
  }
  if (arguments.json)
    fmt::print("{}\n", boost::json::serialize(to_json(*report)));
  else
    fmt::print("call of {:.1f} s ended by {} ({}); {} packets received, {} lost\n",
               std::chrono::duration<double>(report->duration).count(), report->ended_by, report->reason,
               report->line.received, report->line.lost);
  return report->ended_by == "network" ? 1 : 0;
}

}  // namespace

void add_call_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(
      "call",
      "Call a SIP address, play recorded speech turn by turn, and measure how soon each answer begins.\n"
      "first_ms of a turn: last voiced sample sent -> first voiced sample received, on the wire.");
  command
      ->add_option("uri", arguments->uri, "whom to call: sip:100@127.0.0.1:5060, with ;transport=tcp for TCP")
      ->required();
  command
      ->add_option("--play", arguments->plays,
                   "a WAV file to say when the agent has finished; may be repeated")
      ->check(CLI::ExistingFile);
  command->add_option("--dtmf", arguments->keys,
                      "keys to press when the agent has finished; may be repeated, in order with --play");
  command
      ->add_option("--script", arguments->script,
                   "recorded calls, one JSON object a line; each turn is picked by what the agent asked")
      ->check(CLI::ExistingFile);
  command->add_option("--call", arguments->which,
                      "which call of the script, by its name; the first without it");
  command->add_flag("--noisy", arguments->noisy, "the script's noisy recordings where there are some");
  command->add_option("--record", arguments->record,
                      "keep both sides in this WAV file: caller left, agent right");
  command->add_option("--from", arguments->from, "the caller's number")->capture_default_str();
  command->add_option("--bind", arguments->bind, "our own address")->capture_default_str();
  command->add_flag("--quiet", arguments->quiet, "only the last line");
  command->add_flag("--json", arguments->json, "one JSON object a line: each turn, then the call");
  command->callback([arguments, command, &exit] {
    std::size_t play = 0, keys = 0;
    for (const auto* option : command->parse_order()) {
      if (option->check_name("--play")) arguments->actions.push_back("play:" + arguments->plays.at(play++));
      if (option->check_name("--dtmf")) arguments->actions.push_back("dtmf:" + arguments->keys.at(keys++));
    }
    exit.status = call(*arguments);
  });
}

}  // namespace attendant::app
