#include "app/command_history.hpp"

#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/history_view.hpp"
#include "app/stored_data.hpp"
#include "base/date.hpp"

namespace attendant::app {
namespace {

constexpr int kFailed = 1;
constexpr int kMissing = 2;
constexpr std::string_view kOperator = "operator";

// What the subcommands share. One instance lives as long as the CLI::App that refers to it.
struct Arguments {
  std::string data = "var";
  std::string key_file;
  bool json = false;
  std::string target;  // a call id, or a member id where that is allowed

  std::string from;
  std::string until;
  std::string member;
  std::string outcome;
  bool open_only = false;
  std::uint32_t limit = 50;

  std::string out;
  std::string wav;
};

[[noreturn]] void stop(const Error& error, int status = kFailed) {
  fmt::print(stderr, "attendant history: {}\n", error.message);
  throw CLI::RuntimeError(status);
}

template <class T>
T value_or_stop(Result<T> result) {
  if (!result) stop(result.error());
  return *std::move(result);
}
void check(const Status& status) {
  if (!status) stop(status.error());
}

std::unique_ptr<StoredData> open(const Arguments& arguments) {
  const std::filesystem::path directory = arguments.data;
  if (!std::filesystem::exists(directory / "history.db")) {
    stop({.code = ErrorCode::not_found,
          .message = "there is no history in " + directory.string() +
                     ": name the server's data directory with --data"},
         kMissing);
  }
  auto keys = security::KeyRing::load(key_file_of(directory, arguments.key_file));
  if (!keys) stop(keys.error(), keys.error().code == ErrorCode::not_found ? kMissing : kFailed);
  return value_or_stop(StoredData::open(directory, *std::move(keys)));
}

std::optional<WallTime> day(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto date = parse_date(text);
  if (!date)
    stop({.code = ErrorCode::invalid, .message = "\"" + text + "\" is no day: write it as 2026-11-22"});
  return WallTime(std::chrono::sys_days(*date));
}

bool is_call(const std::string& target) { return target.starts_with("c-"); }

void print_line(const boost::json::object& object) { fmt::print("{}\n", boost::json::serialize(object)); }

void list(const Arguments& arguments) {
  store::CallFilter filter{.from = day(arguments.from),
                           .before = day(arguments.until),
                           .member_id = arguments.member,
                           .outcome = arguments.outcome,
                           .open_only = arguments.open_only,
                           .limit = arguments.limit};
  if (filter.before) *filter.before += std::chrono::days(1);  // the day named is included
  const auto data = open(arguments);
  const auto calls = value_or_stop(data->store().history().list(filter));
  if (!arguments.json) {
    fmt::print("{}", history_table(calls));
    return;
  }
  for (const auto& call : calls) print_line(to_json(call));
}

void show(const Arguments& arguments) {
  const auto data = open(arguments);
  const auto detail = value_or_stop(data->store().history().show(CallId(arguments.target)));
  if (arguments.json) {
    print_line(to_json(detail));
  } else {
    fmt::print("{}", history_page(detail));
  }
}

boost::json::object export_recording(StoredData& data, const Arguments& arguments) {
  const auto exported = value_or_stop(data.store().export_wav(CallId(arguments.target), arguments.wav));
  if (!arguments.json) {
    fmt::print("{}: {} bytes{}\n", arguments.wav, exported.wav_bytes,
               exported.complete ? "" : " (the recording broke off; this is all that was stored)");
  }
  return {{"file", arguments.wav}, {"bytes", exported.wav_bytes}, {"complete", exported.complete}};
}

void export_call(const Arguments& arguments) {
  const auto data = open(arguments);
  auto call = to_json(value_or_stop(data->store().history().show(CallId(arguments.target))));
  if (!arguments.wav.empty()) call["recording"] = export_recording(*data, arguments);
  if (arguments.out.empty()) {
    if (arguments.json || arguments.wav.empty()) print_line(call);
    return;
  }
  std::ofstream file(arguments.out);
  file << boost::json::serialize(call) << '\n';
  file.close();
  if (!file) stop({.code = ErrorCode::unavailable, .message = arguments.out + " cannot be written"});
}

void erase(const Arguments& arguments) {
  const auto data = open(arguments);
  const WallTime now = SystemClock().wall();
  std::vector<CallId> erased;
  if (is_call(arguments.target)) {
    check(data->erase_call(CallId(arguments.target), kOperator, now));
    erased.emplace_back(arguments.target);
  } else {
    erased = value_or_stop(data->erase_member(arguments.target, kOperator, now));
  }
  for (const CallId& call : erased) {
    if (arguments.json) {
      print_line({{"erased", call.value()}});
    } else {
      fmt::print("erased {}: key, transcript, journal, recording, events, audit and requests\n",
                 call.value());
    }
  }
}

// What calls left in the record store. None: no server has made it yet.
std::unique_ptr<records::SqliteStore> open_records(const StoredData& data) {
  return value_or_stop(data.open_records());
}

boost::json::value parsed(const std::string& text) {
  boost::system::error_code error;
  auto value = boost::json::parse(text, error);
  return error ? boost::json::value(text) : value;
}

void requests(const Arguments& arguments) {
  const auto from = day(arguments.from);
  const auto data = open(arguments);
  const auto records = open_records(*data);
  if (!records) return;
  const auto list = value_or_stop(records->requests(from));
  if (!arguments.json && list.empty()) fmt::print("No requests.\n");
  for (const auto& request : list) {
    if (arguments.json) {
      print_line({{"reference", request.reference},
                  {"at", to_iso(request.at)},
                  {"kind", request.kind},
                  {"member_id", request.member_id},
                  {"call", request.call_id},
                  {"detail", parsed(request.detail)}});
    } else {
      fmt::print("{}  {}  {:<20}  {:<10}  {}  {}\n", time_text(request.at), request.reference, request.kind,
                 request.member_id.empty() ? "-" : request.member_id, request.call_id, request.detail);
    }
  }
}

void audit(const Arguments& arguments) {
  const auto data = open(arguments);
  const auto records = open_records(*data);
  if (!records) return;
  const auto list = value_or_stop(records->audit_of(arguments.member));
  if (!arguments.json && list.empty()) fmt::print("Nobody's data was looked at.\n");
  for (const auto& look : list) {
    if (arguments.json) {
      print_line({{"at", to_iso(look.at)},
                  {"action", look.action},
                  {"tool", look.tool},
                  {"subject_id", look.subject_id},
                  {"asker_id", look.asker_id},
                  {"identity", look.identity},
                  {"call", look.call_id}});
    } else {
      fmt::print("{}  {:<16}  {:<24}  of {}  by {} ({})  {}\n", time_text(look.at), look.action, look.tool,
                 look.subject_id.empty() ? "nobody" : look.subject_id,
                 look.asker_id.empty() ? "a stranger" : look.asker_id, look.identity, look.call_id);
    }
  }
}

CLI::App* add_subcommand(CLI::App& history, const std::shared_ptr<Arguments>& arguments,
                         const std::string& name, const std::string& description,
                         void (*run)(const Arguments&)) {
  CLI::App* command = history.add_subcommand(name, description);
  command->add_option("--data", arguments->data, "Data directory of the server (store.dir)")
      ->capture_default_str();
  command->add_option("--key-file", arguments->key_file,
                      "Key-encryption key (default: key in the data directory)");
  command->add_flag("--json", arguments->json, "One JSON object a line");
  command->callback([arguments, run] { run(*arguments); });
  return command;
}

}  // namespace

void add_history_command(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* history = app.add_subcommand(
      "history", "List, show, export and erase the calls that are kept, and what they left: requests, audit");
  history->require_subcommand(1);

  CLI::App* listing = add_subcommand(*history, arguments, "list", "Calls, newest first", list);
  listing->add_option("--from", arguments->from, "First day (UTC), as 2026-11-22");
  listing->add_option("--until", arguments->until, "Last day (UTC)");
  listing->add_option("--member", arguments->member, "Only calls in which this member was identified");
  listing->add_option("--outcome", arguments->outcome, "Only calls with this outcome");
  listing->add_flag("--open", arguments->open_only, "Only calls that have not ended");
  listing->add_option("--limit", arguments->limit, "At most so many")->capture_default_str();

  add_subcommand(*history, arguments, "show", "One call: its turns, tools and the waterfall of each answer",
                 show)
      ->add_option("call", arguments->target, "Id of the call")
      ->required();

  CLI::App* exporting =
      add_subcommand(*history, arguments, "export",
                     "One call as JSON, and its recording as a WAV file, decrypted", export_call);
  exporting->add_option("call", arguments->target, "Id of the call")->required();
  exporting->add_option("-o,--out", arguments->out, "Write the JSON to this file");
  exporting->add_option("--wav", arguments->wav,
                        "Write the recording to this file (caller left, agent right)");

  add_subcommand(*history, arguments, "requests",
                 "What callers had changed or asked for: call-backs, complaints, changes; oldest first",
                 requests)
      ->add_option("--from", arguments->from, "First day (UTC), as 2026-11-22");

  add_subcommand(*history, arguments, "audit", "Who looked at or changed whose data, oldest first", audit)
      ->add_option("--member", arguments->member, "Only looks at this member's data");

  add_subcommand(
      *history, arguments, "erase",
      "Destroy the key of a call, or of every call about a member, and delete what was stored of it: "
      "transcript, recording, events, audit and requests. A call that is going on is refused",
      erase)
      ->add_option("target", arguments->target, "Id of a call (c-...) or of a member")
      ->required();
}

}  // namespace attendant::app
