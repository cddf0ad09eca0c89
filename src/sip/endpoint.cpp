#include "sip/endpoint.hpp"

#include <utility>

#include "sip/endpoint_impl.hpp"

namespace attendant::sip {

std::string_view to_string(EndCause cause) {
  switch (cause) {
    case EndCause::far_end_hung_up:
      return "far_end_hung_up";
    case EndCause::we_hung_up:
      return "we_hung_up";
    case EndCause::cancelled:
      return "cancelled";
    case EndCause::rejected:
      return "rejected";
    case EndCause::timed_out:
      return "timed_out";
    case EndCause::no_ack:
      return "no_ack";
    case EndCause::session_expired:
      return "session_expired";
    case EndCause::transport_failed:
      return "transport_failed";
  }
  return "";
}

Endpoint::Endpoint(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Endpoint::~Endpoint() = default;
Endpoint::Endpoint(Endpoint&&) noexcept = default;
Endpoint& Endpoint::operator=(Endpoint&&) noexcept = default;

void Endpoint::handle(std::string_view message, const Peer& source, Instant now) {
  impl_->set_now(now);
  impl_->handle(message, source);
}

void Endpoint::transport_failed(const Peer& to, Instant now) {
  impl_->set_now(now);
  impl_->transport_failed(to);
}

void Endpoint::tick(Instant now) {
  impl_->set_now(now);
  impl_->tick();
}

std::optional<Instant> Endpoint::next_timer() const { return impl_->next_timer(); }

std::vector<Output> Endpoint::take_outputs() { return impl_->take_outputs(); }

Result<LegId> Endpoint::invite(const Invitation& invitation, Instant now) {
  impl_->set_now(now);
  return impl_->invite(invitation);
}

Status Endpoint::ring(LegId leg, Instant now) {
  impl_->set_now(now);
  return impl_->command(leg, [](Leg& l) { return l.ring(); });
}

Status Endpoint::answer(LegId leg, const LocalMedia& media, Instant now) {
  impl_->set_now(now);
  return impl_->command(leg, [&](Leg& l) { return l.answer(media); });
}

Status Endpoint::reject(LegId leg, int status, Instant now, std::optional<std::chrono::seconds> retry_after) {
  impl_->set_now(now);
  return impl_->command(leg, [&](Leg& l) { return l.reject(status, retry_after); });
}

Status Endpoint::cancel(LegId leg, Instant now) {
  impl_->set_now(now);
  return impl_->command(leg, [](Leg& l) { return l.cancel(); });
}

Status Endpoint::bye(LegId leg, Instant now) {
  impl_->set_now(now);
  return impl_->command(leg, [](Leg& l) { return l.bye(); });
}

Status Endpoint::reinvite(LegId leg, Direction direction, Instant now) {
  impl_->set_now(now);
  return impl_->command(leg, [&](Leg& l) { return l.reinvite(direction); });
}

Status Endpoint::info(LegId leg, std::string_view content_type, std::string body, Instant now) {
  impl_->set_now(now);
  return impl_->command(leg, [&](Leg& l) { return l.info(content_type, std::move(body)); });
}

Status Endpoint::refer(LegId leg, const Uri& target, Instant now) {
  impl_->set_now(now);
  return impl_->command(leg, [&](Leg& l) { return l.refer(target); });
}

Status Endpoint::hang_up(LegId leg, Instant now) {
  impl_->set_now(now);
  return impl_->command(leg, [](Leg& l) { return l.hang_up(); });
}

std::size_t Endpoint::calls() const { return impl_->calls(); }

bool Endpoint::knows(LegId leg) const { return impl_->find(leg) != nullptr; }

Result<LegSnapshot> Endpoint::snapshot(LegId leg) const {
  const Leg* found = impl_->find(leg);
  if (found == nullptr) return fail(ErrorCode::not_found, "there is no such leg");
  return found->snapshot();
}

Result<LegId> Endpoint::restore(const LegSnapshot& snapshot, Instant now) {
  impl_->set_now(now);
  return impl_->restore(snapshot);
}

}  // namespace attendant::sip
