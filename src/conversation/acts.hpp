// The two sides of a brain: what it is told (BrainInput) and what it wants done (Act). Values; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>

#include "base/tool_answer.hpp"
#include "conversation/identity.hpp"

namespace attendant::conversation {

// What the agent has just asked: it tells the ear what to expect (turn end, digits) and the understanding how
// to read it.
enum class Asked {
  open,
  ask_member_id,
  ask_dob,
  ask_zip,
  ask_claim,
  ask_service,
  confirm,
  anything_else,
  ask_phone,
};
inline constexpr std::size_t kAskedKinds = 9;
std::string_view to_string(Asked asked);

// ---- what a brain is told
// ----------------------------------------------------------------------------------------
struct Started {
  std::string caller_number;  // a hint only, never identity; may be empty
  bool office_open = true;    // whether a person can be reached now (hours and holidays of the configuration)
};
struct Heard {
  std::string text;         // one whole turn of the caller, masked (no card or government numbers)
  float confidence = 1.0F;  // 0..1
};
struct Keyed {
  std::string digits;  // DTMF, as far as collected: "0".."9", "*", "#"
};
struct Silence {
  int times = 1;  // how often in a row nothing was said after a question
};
struct ToolDone {
  std::uint32_t id = 0;  // of the CallTool
  ToolAnswer answer;
  Identity identity;  // as the tool runtime left it
};
struct TransferDone {
  bool reached = false;
  std::string reason;  // SIP reason or "closed", "not allowed"
};
struct Interrupted {
  std::string heard;  // what of the sentence that was cut the caller did hear
  int whole = 0;      // sentences of the turn that were heard to their end before it (fillers do not count)
};
using BrainInput = std::variant<Started, Heard, Keyed, Silence, ToolDone, TransferDone, Interrupted>;

// ---- what a brain wants
// ------------------------------------------------------------------------------------------
enum class SayKind {
  greeting,
  acknowledgement,  // "Okay." "Thanks, Eli." says nothing that depends on the situation
  filler,           // "Let me look that up." while something runs; not part of what was said
  answer,           // depends on the situation
  question,         // the prompt's question
  notice,           // legal or recorded sentence
  goodbye,
};
std::string_view to_string(SayKind kind);

struct Say {
  std::string text;  // written forms allowed ($150.00, 2026-09-03, NW28319242): speech turns them into words
  SayKind kind = SayKind::answer;
  bool interruptible = true;
};
// The turn goes to the caller after what was said; `asked` is what we wait for.
struct Listen {
  Asked asked = Asked::open;
  int digits = 0;          // how many digits an answer of digits has (8 for a member id); 0 = not digits
  bool sensitive = false;  // digits that must not be recorded: the recording pauses while they are keyed
  std::chrono::milliseconds patience{0};  // silence that is let pass; 0 = as the policy says
};
struct CallTool {
  std::uint32_t id = 0;  // chosen by the brain, unique in the call
  std::string name;
  boost::json::object arguments;
  bool confirmed = false;  // the caller said yes to the read-back (writes need it)
  std::string filler;      // said when the tool lets the caller wait; empty = the policy's words
  // A read that leaves nothing behind but its audit record: it may run for a turn that is not over yet.
  bool may_run_ahead = false;
  // A read whose answer the caller no longer waits for once they say something else while it runs: it is
  // cancelled then, and the brain, told so before it hears the words, calls it again if it is still wanted.
  bool cancel_on_interrupt = false;
};
// The answer of a running tool is no longer wanted: a read is cancelled, a write is finished. It is answered
// in any case, the cancelled one with Outcome::cancelled.
struct DropTool {
  std::uint32_t id = 0;  // of the CallTool
};
struct Transfer {
  std::string target;   // a name of the configuration's allow-list: "person", "claims", "nurse_line"
  std::string summary;  // one sentence for the person who takes over
};
// How we speak from now on. 1.0 is the normal rate and level.
struct SetSpeech {
  float rate = 1.0F;
  float level = 1.0F;
  std::string voice;  // of the synthesiser's; empty, or one that it does not know: the configured voice
};
struct Note {
  std::string key;  // "outcome", "intent", "language", "complaint", ...: goes into history and events
  std::string value;
};
// Another agent of the same call goes on: other tools, persona and voice, the same identity.
struct HandOver {
  std::string to;       // the agent's name
  std::string summary;  // what it is told of the conversation so far
};
struct EndCall {
  std::string reason;  // "goodbye", "no_input", "transferred", ...
};
using Act = std::variant<Say, Listen, CallTool, DropTool, Transfer, SetSpeech, Note, HandOver, EndCall>;

}  // namespace attendant::conversation
