// Challenges of the far end: the request is made again with an answer (RFC 3261 section 22.2).
#include <utility>

#include <fmt/format.h>

#include "sip/endpoint_impl.hpp"
#include "sip/header_values.hpp"

namespace attendant::sip {

std::shared_ptr<DigestClient> Endpoint::Impl::digest_for(LegId leg, const Peer& to) {
  if (!options_.credentials || !options_.credentials(to.ip)) return nullptr;
  auto& digest = digests_[leg.value()];
  if (!digest) digest = std::make_shared<DigestClient>();
  return digest;
}

bool Endpoint::Impl::answer_challenge(const std::string& key, LegId leg, const Message& response) {
  if (response.status != 401 && response.status != 407) return false;
  const Client& client = clients_.at(key);
  const Peer to = client.transaction.destination();
  const auto credentials = client.digest ? options_.credentials(to.ip) : std::nullopt;
  if (!credentials) return false;
  const auto owner = legs_.find(leg.value());
  Message again = client.transaction.request();
  const auto before = parse_cseq(*again.headers.find("CSeq"));
  std::optional<std::uint32_t> cseq;
  if (owner != legs_.end()) {
    cseq = owner->second.cseq_to_repeat(key);
  } else if (before && again.method == Method::bye) {
    cseq = before->number + 1;  // a BYE is the last that its leg said
  }
  if (!cseq) return false;
  const std::shared_ptr<DigestClient> digest = client.digest;
  const int times = client.times_challenged;
  if (!digest->accept(again, response, *credentials, times, options_.random)) return false;
  again.headers.remove("Via");
  again.headers.set("CSeq", fmt::format("{} {}", *cseq, again.method_name));
  digest->authorize(again);
  add_via(again, to);
  const std::string new_key = start_client(std::move(again), to, leg, digest, times + 1);
  if (owner != legs_.end()) owner->second.repeated(key, new_key);
  settle(leg);
  return true;
}

}  // namespace attendant::sip
