#include "telephony/sip/sip_leg.hpp"

#include <utility>
#include <variant>

namespace attendant::telephony::sip_gateway {
namespace {

LegEnd end_of(sip::EndCause cause) {
  switch (cause) {
    case sip::EndCause::far_end_hung_up:
      return LegEnd::far_end_hung_up;
    case sip::EndCause::we_hung_up:
      return LegEnd::we_hung_up;
    case sip::EndCause::cancelled:
      return LegEnd::cancelled;
    case sip::EndCause::rejected:
      return LegEnd::rejected;
    case sip::EndCause::timed_out:
    case sip::EndCause::no_ack:
    case sip::EndCause::session_expired:
      return LegEnd::timed_out;
    case sip::EndCause::transport_failed:
      break;
  }
  return LegEnd::failed;
}

int status_of(Rejection::Why why) {
  switch (why) {
    case Rejection::Why::busy:
      return 486;
    case Rejection::Why::overloaded:
      return 503;
    case Rejection::Why::not_here:
      return 404;
    case Rejection::Why::forbidden:
      break;
  }
  return 403;
}

}  // namespace

SipLeg::SipLeg(std::weak_ptr<GatewayCore> core, sip::LegId id, Party party, Admission::Place place,
               std::optional<MediaPort> port)
    : core_(std::move(core)), id_(id), party_(std::move(party)), place_(std::move(place)), port_(port) {}

SipLeg::~SipLeg() {
  events_ = nullptr;
  if (!ended_) (void)hang_up();  // a leg that is just ending cannot be hung up, and need not be
  if (const auto core = core_.lock()) core->forget(id_);
  close_port();
}

std::optional<MediaPortId> SipLeg::media_port() const {
  return port_ ? std::optional(port_->id) : std::nullopt;
}

Status SipLeg::command(const std::function<Status(sip::Endpoint&, Instant)>& run) {
  const auto core = core_.lock();
  if (!core) return fail(ErrorCode::cancelled, "the SIP gateway is closed");
  return core->command(run);
}

Status SipLeg::need_port() {
  const auto core = core_.lock();
  if (port_ || !core) return {};
  auto port = core->open_port();
  if (port) {
    port_ = *port;
    return {};
  }
  const auto wait = std::chrono::ceil<std::chrono::seconds>(port.error().retry_after);
  (void)reject(
      {.why = Rejection::Why::overloaded, .retry_after = wait.count() > 0 ? wait : core->retry_after()});
  return fail(std::move(port).error());
}

void SipLeg::close_port() {
  const auto core = core_.lock();
  if (port_ && core) core->media().close(port_->id);
  port_.reset();
}

Status SipLeg::ring() {
  TRY(need_port());
  return command([&](sip::Endpoint& endpoint, Instant now) { return endpoint.ring(id_, now); });
}

Status SipLeg::answer() {
  TRY(need_port());
  CHECK(port_);
  const auto core = core_.lock();
  if (!core) return fail(ErrorCode::cancelled, "the SIP gateway is closed");
  const sip::LocalMedia local = core->local_media(*port_);
  return command([&](sip::Endpoint& endpoint, Instant now) { return endpoint.answer(id_, local, now); });
}

Status SipLeg::reject(const Rejection& rejection) {
  return command([&](sip::Endpoint& endpoint, Instant now) {
    return endpoint.reject(id_, status_of(rejection.why), now, rejection.retry_after);
  });
}

Status SipLeg::hang_up() {
  const auto core = core_.lock();
  if (core && !core->knows(id_)) return {};
  return command([&](sip::Endpoint& endpoint, Instant now) { return endpoint.hang_up(id_, now); });
}

Status SipLeg::hold(bool on) {
  const auto direction = on ? sip::Direction::sendonly : sip::Direction::sendrecv;
  return command(
      [&](sip::Endpoint& endpoint, Instant now) { return endpoint.reinvite(id_, direction, now); });
}

Status SipLeg::transfer(std::string_view target) {
  TRY_ASSIGN(const auto uri, sip::parse_uri(target));
  if (uri.scheme == sip::Scheme::other || !uri.headers.empty()) {
    return fail(ErrorCode::invalid, "transfer: the target is not a plain sip or tel URI");
  }
  return command([&](sip::Endpoint& endpoint, Instant now) { return endpoint.refer(id_, uri, now); });
}

Result<boost::json::object> SipLeg::snapshot() const {
  const auto core = core_.lock();
  if (!core) return fail(ErrorCode::cancelled, "the SIP gateway is closed");
  TRY_ASSIGN(auto snapshot, core->snapshot(id_));
  if (port_) {
    const RtpPosition position = core->media().position(port_->id);
    snapshot.rtp = {position.ssrc, position.sequence, position.timestamp};
  }
  return to_json(snapshot);
}

void SipLeg::handle(const sip::Event& event) {
  std::visit([this](const auto& one) { on(one); }, event);
}

void SipLeg::on(const sip::Ringing& ringing) {
  if (ringing.early_media) set_remote(*ringing.early_media);
  if (events_ != nullptr) events_->on_ringing();
}

void SipLeg::on(const sip::Answered& answered) {
  set_remote(answered.media);
  held_ = !answered.media.we_send();
  tell_snapshot();
  if (events_ == nullptr) return;
  events_->on_answered();
  if (held_) events_->on_hold(true);
}

void SipLeg::on(const sip::Established&) { tell_snapshot(); }

void SipLeg::on(const sip::MediaChanged& changed) {
  set_remote(changed.media);
  tell_snapshot();
  const bool held = !changed.media.we_send();
  if (held == held_) return;
  held_ = held;
  if (events_ != nullptr) events_->on_hold(held);
}

void SipLeg::on(const sip::DtmfInfo& digit) {
  tell_snapshot();
  if (events_ != nullptr) events_->on_digit(digit.digit, digit.duration);
}

void SipLeg::on(const sip::ReferProgress& progress) {
  tell_snapshot();
  TransferProgress told{TransferStage::trying, progress.status, progress.reason};
  if (progress.final) {
    told.stage = progress.succeeded() ? TransferStage::succeeded : TransferStage::failed;
  } else if (progress.status >= 180) {
    told.stage = TransferStage::ringing;
  }
  if (events_ != nullptr) events_->on_transfer(told);
}

void SipLeg::on(const sip::Ended& ended) {
  ended_ = true;
  place_.reset();
  close_port();
  if (events_ != nullptr) events_->on_ended({end_of(ended.cause), ended.status, ended.reason});
}

void SipLeg::set_remote(const sip::NegotiatedMedia& media) {
  const auto core = core_.lock();
  if (!core || !port_) return;
  const MediaRemote remote{.ip = media.remote_ip,
                           .port = media.remote_port,
                           .codec = media.codec == sip::AudioCodec::pcmu ? Codec::pcmu : Codec::pcma,
                           .payload_type = media.payload_type,
                           .telephone_event = media.telephone_event,
                           .ptime = media.ptime,
                           .send = media.we_send(),
                           .receive = media.we_receive()};
  // Without its media the call is of no use to anybody.
  if (!core->media().set_remote(port_->id, remote)) (void)hang_up();
}

void SipLeg::tell_snapshot() {
  if (events_ == nullptr) return;
  const auto now = snapshot();
  if (now) events_->on_snapshot(*now);
}

}  // namespace attendant::telephony::sip_gateway
