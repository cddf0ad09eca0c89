#include "sip/session_timer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace attendant::sip {
namespace {

using std::chrono::seconds;

// Nothing that lives longer than a day needs a timer of its own, and sums with it cannot overflow.
constexpr seconds kLongest{86'400};

std::optional<SessionExpires> stated(const Headers& headers) {
  const std::string* text = headers.find("Session-Expires");
  if (text == nullptr) return std::nullopt;
  const auto value = parse_session_expires(*text);
  if (!value || value->interval.count() == 0) return std::nullopt;
  return SessionExpires{std::min(value->interval, kLongest), value->refresher};
}

}  // namespace

void SessionTimer::write_request(Headers& headers) const {
  headers.set("Supported", "timer");
  const seconds interval = interval_.count() > 0 ? interval_ : wanted_;
  if (interval.count() == 0) return;
  // Within a session the roles stay as they are; at its start the far end chooses.
  const Refresher refresher = interval_.count() == 0 ? Refresher::unset
                              : we_refresh_          ? Refresher::uac
                                                     : Refresher::uas;
  headers.set("Session-Expires", to_string(SessionExpires{std::max(interval, asked_minimum_), refresher}));
  headers.set("Min-SE", fmt::format("{}", asked_minimum_.count()));
}

void SessionTimer::accept_response(const Headers& response, Instant now) {
  const auto value = stated(response);
  if (!value) return start(seconds(0), false, now);
  start(value->interval, value->refresher != Refresher::uas, now);
}

bool SessionTimer::raise(const Headers& response) {
  const std::string* text = response.find("Min-SE");
  const auto value = text != nullptr ? parse_session_expires(*text) : fail(ErrorCode::invalid, "");
  if (!value || value->interval <= asked_minimum_ || value->interval > kLongest) return false;
  asked_minimum_ = value->interval;
  if (interval_.count() > 0) interval_ = std::max(interval_, asked_minimum_);
  return true;
}

bool SessionTimer::is_too_small(const Headers& request) const {
  const auto value = stated(request);
  return value && value->interval < minimum_ && request.list_has("Supported", "timer");
}

void SessionTimer::accept_request(const Headers& request, Headers& response, Instant now) {
  response.set("Supported", "timer");
  const auto value = stated(request);
  const seconds interval = value ? std::max(value->interval, minimum_) : wanted_;
  if (interval.count() == 0) return start(seconds(0), false, now);
  const bool they_can = request.list_has("Supported", "timer");
  // When it is left to us we refresh ourselves: carriers that forget to are the usual reason for dropped
  // calls.
  const bool they_refresh = they_can && value && value->refresher == Refresher::uac;
  response.set("Session-Expires",
               to_string(SessionExpires{interval, they_refresh ? Refresher::uac : Refresher::uas}));
  if (they_refresh) response.set("Require", "timer");
  start(interval, !they_refresh, now);
}

// RFC 4028 section 10: refresh at half the interval; without a refresh, BYE slightly before the end.
void SessionTimer::start(seconds interval, bool we_refresh, Instant now) {
  interval_ = interval;
  we_refresh_ = we_refresh;
  refresh_at_.reset();
  expires_at_.reset();
  if (interval.count() == 0) return;
  if (we_refresh) refresh_at_ = now + interval / 2;
  expires_at_ = now + interval - std::min(seconds(32), interval / 3);
}

}  // namespace attendant::sip
