// All that an operator can set, with its default: without any file the server listens on loopback only.
// docs/configuration.md explains each; config/attendant.yaml is the commented sample. Plain values; `app`
// copies them into the Options of each room.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "config/fields.hpp"
#include "config/model_settings.hpp"

namespace attendant::config {

using namespace std::chrono_literals;

struct Server {
  std::chrono::milliseconds stop_grace{30s};  // how long live calls may go on after SIGTERM
};

struct Trunk {
  std::string name;
  std::vector<std::string> addresses;  // CIDR or single addresses; nobody else gets a byte back
  std::string username{};              // who we are when it asks (digest authentication); empty: nobody
  std::string password{};              // from a ${...} reference only
};

struct Sip {
  HostPort listen_udp{"127.0.0.1", 5060};
  HostPort listen_tcp{"127.0.0.1", 5060};
  std::string external_address;  // what SDP and Contact name when it is not the local address (behind NAT)
  std::vector<Trunk> trunks{{"local", {"127.0.0.0/8"}}};
  std::vector<std::string> numbers;  // called numbers (user part) that are answered; empty: all
  int max_calls = 100;
  std::chrono::milliseconds retry_after{10s};        // told to the call that is one too many
  std::chrono::milliseconds session_expires{1800s};  // RFC 4028
};

enum class RealTime { automatic, on, off };
struct Media {
  int threads = 1;
  std::string local_address = "127.0.0.1";
  PortRange ports{20000, 29999};
  RealTime real_time = RealTime::automatic;  // automatic: where the system permits it
};

enum class Recognizer { moonshine_tiny, moonshine_base };
enum class SecondOpinion { automatic, none, moonshine_base };
enum class Voice { piper_joe, flite };
struct Speech {
  std::string engines_dir;  // empty: $HOME/.cache/attendant/engines, where tools/fetch-models puts them
  Recognizer recognizer = Recognizer::moonshine_tiny;
  SecondOpinion second_opinion = SecondOpinion::automatic;  // automatic: moonshine-base where it was fetched
  Voice voice = Voice::piper_joe;
  std::string pronunciation_file;  // empty: none
  std::string recordings_dir;      // of one's own sentences in other languages; empty: those that are there
  int threads = 0;                 // of the inference pool; 0: one less than cores, at least 2
};

struct Turn {
  std::chrono::milliseconds speculate_after{80ms};  // of silence: recognise, in case the turn is over
  // The answer is got ready before a turn is over whose end is expected after no more silence; 0: never.
  std::chrono::milliseconds guess_within{1300ms};
  // Silence that ends the turn, by what the words so far are to what was asked.
  std::chrono::milliseconds silence_complete{300ms};     // they answer it
  std::chrono::milliseconds silence_likely{340ms};       // they are probably whole
  std::chrono::milliseconds silence_neutral{500ms};      // nothing speaks against the end
  std::chrono::milliseconds silence_doubtful{1210ms};    // they may be whole
  std::chrono::milliseconds silence_incomplete{1240ms};  // more is coming: "and", "my", half a number
  // A judge of voices (Smart Turn) advises on ends of turns. Off: on recorded callers over the telephone it
  // took half of the finished turns for finished, and a third of the broken-off ones too, for 40 ms of a core
  // at each pause.
  bool judge = false;
  std::chrono::milliseconds silence_neutral_done{
      340ms};  // nothing speaks against the end and it sounds like one
  std::chrono::milliseconds silence_neutral_not_done{800ms};  // ... and it does not sound like one
  std::chrono::milliseconds silence_incomplete_done{900ms};   // more should come, but it sounds like an end
  std::chrono::milliseconds silence_longest{2000ms};          // whatever the evidence
  // A voice over ours stops us by its words; by its length alone when none are known.
  std::chrono::milliseconds confirm_interruption{750ms};
  std::chrono::milliseconds confirm_without_words{
      1500ms};                                       // the recogniser has listened and knows of no claim
  std::chrono::milliseconds false_alarm{1500ms};     // no words after that: we go on
  std::chrono::milliseconds longest_utterance{15s};  // a longer one is cut for the recogniser
  std::chrono::milliseconds no_input{7s};            // silence after our question until we ask again
  std::chrono::milliseconds patience{45s};           // the same after "hold on, let me look for it"
  std::chrono::milliseconds filler_after{700ms};     // an answer that takes longer is bridged by words
  std::chrono::milliseconds dead_air{1600ms};        // the same, counted from the caller's last sound
  std::chrono::milliseconds digit_gap{3s};           // between two keyed digits
  std::chrono::milliseconds longest_call{30min};
};

struct Agents {
  std::string dir;                       // of the agent files; empty: those that come with the program
  std::chrono::milliseconds reload{2s};  // how often the files are looked at; 0: only at the start
};

enum class RecordEngine { sqlite, fhir, rest };
struct Insurance {
  std::string data_dir = "data/demo";
  std::optional<Date> as_of;  // unset: the real today
  // Where members' files are read. What callers have changed, who looked and who is locked out is kept in
  // store.dir with every engine.
  RecordEngine records = RecordEngine::sqlite;
  std::string records_file;  // of fhir and rest: the YAML file that says where and how
  std::string documents_dir = "data/demo/documents";  // plan documents (Markdown); empty: none
};

// Tools beside the built-in ones: one YAML file each (docs/adding-a-tool.md).
struct Tools {
  std::vector<std::string> files;
  int threads = 8;  // of the pool that waits for them
};

struct Hours {
  int opens = 0;   // minutes since midnight, local time
  int closes = 0;  // equal to opens: closed all day
  bool operator==(const Hours&) const = default;
};
struct People {
  // The allow-list of transfers: name ("person", "claims", ...) and SIP URI. Empty: a call-back is offered
  // instead.
  std::vector<std::pair<std::string, std::string>> targets;
  int utc_offset_minutes = -300;
  std::array<Hours, 7> hours{Hours{},     {480, 1080}, {480, 1080}, {480, 1080},
                             {480, 1080}, {480, 1080}, {}};  // from Sunday
  std::vector<Date> holidays;
};

struct Store {
  std::string dir = "var";
  std::string key_file;  // empty: key in `dir`, made at the first start
  std::chrono::days keep_journals{30};
  std::chrono::days keep_history{365};
  std::chrono::days keep_recordings{90};
  std::chrono::days keep_events{365};
  std::chrono::days keep_audit{6 * 365};  // HIPAA asks for six years (45 CFR 164.316(b)(2))
  std::chrono::days keep_requests{6 * 365};
  std::uint64_t journal_segment = std::uint64_t{64} << 20;  // bytes
};

struct Events {
  bool outbox = true;  // CloudEvents as files under store.dir/outbox
};

struct Admin {
  HostPort listen{"127.0.0.1", 9090};
  std::chrono::milliseconds ready_lag{250ms};  // a loop that is later than this makes /health/ready say no
};

// The page to talk to, over HTTPS: microphones open on secure pages only.
struct Talk {
  HostPort listen{"", 0};        // empty host: off
  std::string certificate_file;  // PEM; empty: a development certificate is made in store.dir
  std::string key_file;
  std::string public_url;            // of links that are printed; empty: https://localhost:PORT
  std::vector<std::string> origins;  // pages of other origins that may call
  std::chrono::milliseconds link_lifetime{15min};
  int calls_per_link = 1;
};

enum class LogLevel { debug, info, warning, error };
struct Log {
  LogLevel level = LogLevel::info;
};

struct Texts {
  std::string company = "Northwind Health";
  // Spoken first. It must say that this is an automated assistant and that the call is recorded.
  std::string greeting =
      "Thank you for calling {company}. I'm an automated assistant, and this call is recorded.";
};

struct Settings {
  Server server;
  Sip sip;
  Media media;
  Speech speech;
  Turn turn;
  Agents agents;
  Models models;
  Insurance insurance;
  Tools tools;
  People people;
  Store store;
  Events events;
  Admin admin;
  Talk talk;
  Log log;
  Texts texts;
};

void bind(Fields& fields, Settings& settings);

}  // namespace attendant::config
