// Provisional responses that are acknowledged (RFC 3262): ours when the far end requires it, and those to our
// INVITE.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sip/grammar.hpp"
#include "sip/leg.hpp"

namespace attendant::sip {
namespace {

constexpr std::size_t kMostBranches = 16;
constexpr std::uint64_t kLargestFirstRseq = 0x7fffffff;  // section 3: below 2^31

}  // namespace

Status Leg::ring_reliably() {
  // It would have to bring our offer (section 5); the 200, which comes soon, brings it.
  if (!first_offer_) return {};
  if (reliable_ && !reliable_->acknowledged) return {};  // one at a time
  const std::uint32_t rseq =
      reliable_ ? reliable_->rseq + 1 : static_cast<std::uint32_t>(1 + host_.random() % kLargestFirstRseq);
  Message response = response_to(invite_, 180);
  response.headers.add("Contact", local_contact());
  response.headers.add("Require", "100rel");
  response.headers.add("RSeq", fmt::format("{}", rseq));
  const auto& timers = host_.options().timers;
  reliable_ = OurReliable{.rseq = rseq,
                          .copy = {host_.reply_to(invite_transaction_), serialise(response)},
                          .interval = timers.t1,
                          .resend_at = host_.now() + timers.t1,
                          .give_up_at = host_.now() + 64 * timers.t1};
  host_.respond(invite_transaction_, response);
  return {};
}

void Leg::receive_prack(const Message& request, const std::string& transaction) {
  const std::string* text = request.headers.find("RAck");
  const auto rack = text != nullptr ? parse_rack(*text) : fail(ErrorCode::invalid, "");
  if (!rack) return refuse(request, transaction, 400);
  const bool matches = reliable_ && !reliable_->acknowledged && rack->rseq == reliable_->rseq &&
                       rack->cseq.number == invite_cseq_ && rack->cseq.method == "INVITE";
  if (!matches) return refuse(request, transaction, 481);
  // Our response carried no answer, so it is not yet their turn to offer again (section 5).
  if (!request.body.empty()) return refuse(request, transaction, 488);
  reliable_->acknowledged = true;
  host_.respond(transaction, response_to(request, 200));
}

void Leg::tick_reliable() {
  if (state_ != State::incoming || !reliable_ || reliable_->acknowledged) return;
  const Instant now = host_.now();
  if (now >= reliable_->give_up_at) {
    const Status rejected = reject(504, std::nullopt);
    CHECK(rejected.has_value());
    return;
  }
  if (now < reliable_->resend_at) return;
  host_.send(reliable_->copy);
  reliable_->interval *= 2;  // not held to T2 (section 3)
  reliable_->resend_at = now + reliable_->interval;
}

// False: the response is a copy, came too early, or is none that could be acknowledged; it means nothing.
bool Leg::acknowledge_provisional(const Message& response, const std::string& to_tag) {
  const std::string* text = response.headers.find("RSeq");
  const auto rseq = text != nullptr ? parse_number(*text, 0xffffffff) : std::nullopt;
  const auto cseq = parse_cseq(*response.headers.find("CSeq"));
  Dialog dialog = dialog_;
  if (!rseq || *rseq == 0 || !cseq || to_tag.empty() || !complete_dialog(dialog, response, to_tag))
    return false;
  const auto known = early_.find(to_tag);
  if (known != early_.end() && *rseq != std::uint64_t{known->second.rseq} + 1) return false;
  if (known == early_.end() && early_.size() >= kMostBranches) return false;
  early_[to_tag].rseq = static_cast<std::uint32_t>(*rseq);
  Message prack = make_request(dialog, Method::prack, ++dialog_.local_cseq);
  prack.headers.add("RAck", fmt::format("{} {} INVITE", *rseq, cseq->number));
  host_.request(id_, std::move(prack), destination(dialog));
  return true;
}

}  // namespace attendant::sip
