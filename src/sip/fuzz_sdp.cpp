// Any bytes as a session description: no crash, what is taken survives a round trip, and whatever is answered
// fits the offer.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sip/offer_answer.hpp"
#include "sip/sdp.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attendant::sip;
  const auto offer = parse_sdp({reinterpret_cast<const char*>(data), size});
  if (!offer) return 0;
  const LocalMedia local{.ip = "192.0.2.1", .port = 30000};
  const auto answer = answer_offer(*offer, local, Direction::sendrecv, {1, 1});
  if (answer) {
    if (answer->description.media.size() != offer->media.size()) std::abort();
    Limits roomy;
    roomy.sdp_bytes *= 4;
    roomy.sdp_line_bytes *= 4;
    if (!parse_sdp(to_string(answer->description), roomy)) std::abort();
  }
  (void)accept_answer(make_offer(local, Direction::sendrecv, {1, 1}), *offer);
  return 0;
}
