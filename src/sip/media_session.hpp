// The offer/answer state of one leg: which descriptions are in force, and the version number that grows with
// each change (RFC 3264 section 8). Pure; owned by a Leg.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "sip/offer_answer.hpp"
#include "sip/sdp.hpp"

namespace attendant::sip {

class MediaSession {
 public:
  explicit MediaSession(std::uint64_t session_id) : origin_{session_id, 1} {}

  void set_local(LocalMedia local) { local_ = std::move(local); }
  const LocalMedia& local() const { return local_; }

  // The text of an offer of ours; it is in force once accept() took the answer.
  std::string offer(Direction direction);
  Result<NegotiatedMedia> accept(const SessionDescription& answer);
  void drop_offer() { pending_.reset(); }
  bool offer_pending() const { return pending_.has_value(); }

  // The text of our answer to an offer of theirs, in force at once.
  Result<std::string> answer(const SessionDescription& offer);

  const NegotiatedMedia& media() const { return media_; }
  Direction wanted() const { return wanted_; }

  const std::string& local_text() const { return local_text_; }
  const std::string& remote_text() const { return remote_text_; }
  const Origin& origin() const { return origin_; }
  void restore(LocalMedia local, Origin origin, std::string local_text, std::string remote_text);

 private:
  struct Pending {
    SessionDescription description;
    Direction direction = Direction::sendrecv;
  };
  // `make` builds a description for an origin; its version grows when the text differs from the last one
  // sent.
  template <class Make>
  auto versioned(Make make);

  LocalMedia local_;
  Origin origin_;
  Direction wanted_ = Direction::sendrecv;
  std::optional<Pending> pending_;
  NegotiatedMedia media_;
  std::string local_text_;
  std::string remote_text_;
};

}  // namespace attendant::sip
