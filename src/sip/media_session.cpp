#include "sip/media_session.hpp"

#include <utility>

namespace attendant::sip {
namespace {

std::string text_of(const SessionDescription& description) { return to_string(description); }
std::string text_of(const Answer& answer) { return to_string(answer.description); }

}  // namespace

template <class Make>
auto MediaSession::versioned(Make make) {
  auto made = make(origin_);
  if (!made) return made;
  if (!local_text_.empty() && text_of(*made) != local_text_) {
    ++origin_.version;
    made = make(origin_);
  }
  return made;
}

std::string MediaSession::offer(Direction direction) {
  auto made = versioned(
      [&](Origin origin) -> Result<SessionDescription> { return make_offer(local_, direction, origin); });
  std::string text = to_string(*made);
  local_text_ = text;
  pending_ = Pending{std::move(*made), direction};
  return text;
}

Result<NegotiatedMedia> MediaSession::accept(const SessionDescription& answer) {
  if (!pending_) return fail(ErrorCode::conflict, "an answer without an offer");
  const Pending pending = std::move(*pending_);
  pending_.reset();
  TRY_ASSIGN(media_, accept_answer(pending.description, answer));
  wanted_ = pending.direction;
  remote_text_ = to_string(answer);
  return media_;
}

Result<std::string> MediaSession::answer(const SessionDescription& offer) {
  auto made = versioned([&](Origin origin) { return answer_offer(offer, local_, wanted_, origin); });
  if (!made) return fail(std::move(made).error());
  media_ = made->media;
  local_text_ = to_string(made->description);
  remote_text_ = to_string(offer);
  return local_text_;
}

void MediaSession::restore(LocalMedia local, Origin origin, std::string local_text, std::string remote_text) {
  local_ = std::move(local);
  origin_ = origin;
  local_text_ = std::move(local_text);
  remote_text_ = std::move(remote_text);
}

}  // namespace attendant::sip
