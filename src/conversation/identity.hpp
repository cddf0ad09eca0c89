// Who the caller has proved to be. The server holds it; no brain and no caller can set it. A value.
#pragma once

#include <string>
#include <vector>

namespace attendant::conversation {

// Each level includes the ones before it (provider stands apart: it may read one named claim's status).
enum class AuthLevel {
  none,
  member,      // member id and date of birth
  member_zip,  // and the ZIP code: writes, sensitive categories, dependants, representatives
};

struct Identity {
  AuthLevel level = AuthLevel::none;
  std::string member_id;      // whose id and birth date were proved (the asker); empty while level is none
  std::string subscriber_id;  // of that member
  std::string
      subject_id;  // whose records are being asked about: the asker, or a dependant once that was allowed
  bool provider_office = false;   // a provider's office: only `provider_claim_status` of claim_id
  std::string provider_claim_id;  // the one claim it may hear about
  std::string
      representative;  // name of the authorised representative who speaks for member_id; empty: the member

  bool known() const { return level != AuthLevel::none; }
  bool operator==(const Identity&) const = default;
};

}  // namespace attendant::conversation
