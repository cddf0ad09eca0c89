// History: what remains of calls for people and programs to look at. Rows are a projection of the journal and
// may be written again (same call, same turn = same row), so that recovery can simply repeat them.
//
// Texts arrive masked (no card, account or government numbers) and are stored encrypted with the call's key.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/named.hpp"
#include "base/result.hpp"

namespace attendant::store {

struct CallStart {
  CallId call;
  WallTime started{};
  std::string direction = "inbound";  // or "outbound"
  std::string channel = "sip";        // sip, acs, browser, chat, ...
  std::string caller;                 // number or address as signalled: a hint, personal
  std::string called;
  boost::json::object versions;  // of agent, models, configuration
  Bytes wrapped_key;  // security::CallKey::wrapped of this call; may be empty when its row is there already
};

// When each stage of an answer was reached, since the start of the call. Missing = the stage was not reached.
struct TurnTimings {
  using Stage = std::optional<std::chrono::milliseconds>;
  Stage end_of_speech;  // last voiced sample of the caller
  Stage decision;       // the turn was judged to be over
  Stage text;           // first answer clause known
  Stage audio_queued;   // its first frame handed to the media plane
  Stage audio_on_wire;  // its first voiced sample sent
};

struct TurnRow {
  CallId call;
  TurnId turn;                      // 0 = what we said before the caller spoke
  std::chrono::milliseconds at{0};  // begin, since the start of the call
  std::string caller;               // what was recognised or keyed, masked
  std::string agent;                // what the caller heard of our answer
  bool interrupted = false;         // the caller cut it
  std::string intents;              // "claim_status provider=Oak Clinic"
  std::string asked;                // what we asked at the end of the turn
  TurnTimings timings;
};

struct ToolCallRow {
  CallId call;
  std::uint32_t id = 0;
  TurnId turn;
  std::string name;
  std::string arguments;            // JSON text
  std::string outcome;              // to_string(Outcome)
  std::string answer;               // JSON text
  std::chrono::milliseconds at{0};  // since the start of the call
  std::chrono::milliseconds took{0};
};

struct CallEnd {
  CallId call;
  WallTime ended{};
  std::string reason;  // "goodbye", "caller hung up", "transferred", "server stopped", ...
};

// Every read or change of a member's data leaves one.
struct AuditRow {
  WallTime at{};
  std::string actor;   // "call", "operator:<name>", "retention"
  std::string action;  // "read claim", "change phone", "erase call", ...
  std::optional<CallId> call;
  std::string member_id;  // stored only as a keyed hash
  std::string detail;     // no personal data: ids of records and field names
};

struct CallSummary {
  CallId call;
  WallTime started{};
  std::optional<WallTime> ended;
  std::string reason;
  std::string direction;
  std::string channel;
  std::uint32_t turns = 0;
  std::uint32_t tool_calls = 0;
  std::string outcome;                                     // the note "outcome", if there is one
  std::optional<std::chrono::milliseconds> median_answer;  // end of speech -> on the wire
  bool recorded = false;
  std::string model_cost;  // "$0.004210"; empty: no language model was asked
};

struct CallDetail {
  CallSummary summary;
  std::string caller;
  std::string called;
  boost::json::object versions;
  std::vector<TurnRow> turns;
  std::vector<ToolCallRow> tools;
  std::vector<std::pair<std::string, std::string>> notes;
};

struct CallFilter {
  std::optional<WallTime> from;
  std::optional<WallTime> before;
  std::string member_id;  // calls in which this member was identified
  std::string outcome;
  bool open_only = false;
  std::uint32_t limit = 50;  // newest first
};

// The calls block on the disk: storage pool, or the thread of local::HistoryWriter; never a shard. One thread
// at a time.
class History {
 public:
  virtual ~History() = default;

  virtual Status begin_call(const CallStart& start) = 0;
  virtual Status add_turn(const TurnRow& turn) = 0;
  virtual Status add_tool_call(const ToolCallRow& tool) = 0;
  virtual Status add_note(const CallId& call, std::string_view key,
                          std::string_view value) = 0;  // outcome, intent, ...
  virtual Status set_member(const CallId& call,
                            std::string_view member_id) = 0;  // whom the call was about, once identified
  virtual Status set_recorded(const CallId& call) = 0;
  virtual Status end_call(const CallEnd& end) = 0;
  virtual Status add_audit(const AuditRow& row) = 0;

  virtual Result<std::vector<CallSummary>> list(const CallFilter& filter) = 0;
  virtual Result<CallDetail> show(const CallId& call) = 0;  // Error::not_found also when it was erased
};

// The whole of a call as JSON, texts included: what `history export` and the API give.
boost::json::object to_json(const CallSummary& summary);
boost::json::object to_json(const CallDetail& detail);

}  // namespace attendant::store
