#include "conversation/acts.hpp"

namespace attendant::conversation {

std::string_view to_string(Asked asked) {
  switch (asked) {
    case Asked::open:
      return "open";
    case Asked::ask_member_id:
      return "ask_member_id";
    case Asked::ask_dob:
      return "ask_dob";
    case Asked::ask_zip:
      return "ask_zip";
    case Asked::ask_claim:
      return "ask_claim";
    case Asked::ask_service:
      return "ask_service";
    case Asked::confirm:
      return "confirm";
    case Asked::anything_else:
      return "anything_else";
    case Asked::ask_phone:
      return "ask_phone";
  }
  return "open";
}

std::string_view to_string(SayKind kind) {
  switch (kind) {
    case SayKind::greeting:
      return "greeting";
    case SayKind::acknowledgement:
      return "acknowledgement";
    case SayKind::filler:
      return "filler";
    case SayKind::answer:
      return "answer";
    case SayKind::question:
      return "question";
    case SayKind::notice:
      return "notice";
    case SayKind::goodbye:
      return "goodbye";
  }
  return "answer";
}

}  // namespace attendant::conversation
