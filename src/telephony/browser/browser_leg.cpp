#include "telephony/browser/browser_leg.hpp"

#include <string>
#include <utility>

namespace attendant::telephony::browser {
namespace {

// Codes of the subprotocol "attendant.talk.1", beside those of RFC 6455.
constexpr std::uint16_t kTryAgainLater = 1013;

}  // namespace

BrowserLeg::BrowserLeg(runtime::Loop& loop, std::shared_ptr<BrowserCall> call, MediaPortId port, Party party,
                       Admission::Place place, std::function<void(MediaPortId)> gone,
                       std::function<void(const CallId&)> named)
    : loop_(loop),
      call_(std::move(call)),
      port_(port),
      party_(std::move(party)),
      place_(std::move(place)),
      gone_(std::move(gone)),
      named_(std::move(named)),
      alive_(std::make_shared<BrowserLeg*>(this)) {
  call_->listen({.opened = nullptr,
                 .closed = [this](std::uint16_t) { far_end_closed(); },
                 .hang_up_asked = [this] { far_end_closed(); }});
}

BrowserLeg::~BrowserLeg() {
  call_->listen({});
  release();
  call_->close(net::close_code::kNormal, "the call is over");
}

std::optional<MediaPortId> BrowserLeg::media_port() const {
  return released_ ? std::nullopt : std::optional(port_);
}

Status BrowserLeg::answer() {
  call_->start_sound();
  tell_later([](LegEvents& events) { events.on_answered(); });
  return {};
}

Status BrowserLeg::reject(const Rejection& rejection) {
  const bool busy = rejection.why == Rejection::Why::busy || rejection.why == Rejection::Why::overloaded;
  call_->close(busy ? kTryAgainLater : net::close_code::kPolicy, busy ? "all lines are busy" : "not here");
  end(LegEnd::rejected, "rejected");
  return {};
}

Status BrowserLeg::hang_up() {
  if (ended_) return {};
  show_end("agent", "the agent ended the call");
  call_->close(net::close_code::kNormal, "the call is over");
  end(LegEnd::we_hung_up, "hung up");
  return {};
}

Status BrowserLeg::hold(bool) { return fail(ErrorCode::unsupported, "a browser cannot be put on hold"); }

Status BrowserLeg::transfer(std::string_view) {
  return fail(ErrorCode::unsupported, "a call from a browser cannot be transferred");
}

Result<boost::json::object> BrowserLeg::snapshot() const {
  return fail(ErrorCode::unsupported, "a browser's connection ends with its server");
}

// Before the connection closes; what the journal says of the end comes too late for the page.
void BrowserLeg::show_end(std::string_view by, std::string_view reason) {
  call_->show({{"type", "call"}, {"state", "ended"}, {"by", by}, {"reason", reason}});
}

void BrowserLeg::far_end_closed() {
  if (!ended_) show_end("caller", "you hung up");
  call_->close(net::close_code::kNormal, "goodbye");
  end(LegEnd::far_end_hung_up, "the page hung up");
}

void BrowserLeg::end(LegEnd how, std::string_view reason) {
  if (std::exchange(ended_, true)) return;
  place_.reset();
  loop_.post([weak = std::weak_ptr(alive_), how, reason = std::string(reason)] {
    const auto leg = weak.lock();
    if (leg == nullptr) return;
    (*leg)->release();
    if (auto* events = (*leg)->events_) events->on_ended({.end = how, .status = 0, .reason = reason});
  });
}

// Never from inside a command of the leg.
void BrowserLeg::tell_later(std::function<void(LegEvents&)> tell) {
  loop_.post([weak = std::weak_ptr(alive_), tell = std::move(tell)] {
    const auto leg = weak.lock();
    if (leg != nullptr && (*leg)->events_ != nullptr) tell(*(*leg)->events_);
  });
}

// The call lets go of the line before it goes.
void BrowserLeg::release() {
  if (released_) return;
  gone_(port_);
  released_ = true;
  call_->end_sound();
}

}  // namespace attendant::telephony::browser
