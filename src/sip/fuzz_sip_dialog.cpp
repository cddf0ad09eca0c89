// A running call under messages that the fuzzer changes, with commands and time between them. The input is a
// list of records: one byte says what happens, the rest up to the next "\n\n\n" is a message in which @TAG@,
// @CALL@ and @BRANCH@ stand for what the endpoint chose.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "base/text.hpp"
#include "sip/endpoint.hpp"
#include "sip/header_values.hpp"
#include "sip/message.hpp"

namespace {

using namespace attendant;
using namespace attendant::sip;

class Session {
 public:
  Session() : endpoint_(options()) {}

  void step(char what, std::string_view text) {
    const LocalMedia media{.ip = "192.0.2.1", .port = 30000};
    switch (what) {
      case 'a':
        (void)endpoint_.answer(leg_, media, now_);
        break;
      case 'r':
        (void)endpoint_.ring(leg_, now_);
        break;
      case 'b':
        (void)endpoint_.hang_up(leg_, now_);
        break;
      case 'h':
        (void)endpoint_.reinvite(leg_, Direction::sendonly, now_);
        break;
      case 'f':
        (void)endpoint_.refer(leg_, Uri{.user = "p", .host = "192.0.2.9"}, now_);
        break;
      case 'c':
        place(media);
        break;
      case 't':
        now_ += std::chrono::seconds(1);
        break;
      case 'T':
        now_ += std::chrono::seconds(100);
        break;
      default:
        receive(text);
        break;
    }
    endpoint_.tick(now_);
    drain();
    if (endpoint_.calls() > 4) std::abort();
    if (const auto snapshot = endpoint_.snapshot(leg_)) {
      if (!leg_snapshot_from_json(to_json(*snapshot))) std::abort();
    }
  }

 private:
  Options options() {
    Options o;
    o.udp_contact = o.tcp_contact = {"192.0.2.1", 5060};
    o.max_calls = 4;
    o.credentials = [](const std::string&) { return Credentials{"user", "password"}; };
    o.random = [this] { return ++random_; };
    return o;
  }

  void place(const LocalMedia& media) {
    Invitation invitation;
    invitation.destination = far_;
    invitation.target = Uri{.user = "far", .host = "192.0.2.50"};
    invitation.from.uri = Uri{.user = "us", .host = "192.0.2.1"};
    invitation.media = media;
    if (const auto leg = endpoint_.invite(invitation, now_)) leg_ = *leg;
  }

  void receive(std::string_view text) {
    std::string bytes = replace_all(text, "@TAG@", tag_);
    bytes = replace_all(bytes, "@CALL@", call_id_);
    bytes = replace_all(bytes, "@BRANCH@", branch_);
    endpoint_.handle(replace_all(bytes, "\n", "\r\n"), far_, now_);
  }

  void drain() {
    for (const Output& output : endpoint_.take_outputs()) {
      if (const Event* event = std::get_if<Event>(&output)) {
        if (const auto* incoming = std::get_if<IncomingCall>(event)) leg_ = incoming->leg;
        continue;
      }
      Limits roomy;
      roomy.message_bytes *= 4;
      roomy.header_line_bytes *= 4;
      const auto message = parse_message(std::get<Send>(output).bytes, roomy, Framing::stream);
      if (!message) std::abort();  // whatever comes in, what we send is well formed
      // The refusal of a request that had no From or Via has none either.
      const std::string* ours = message->headers.find(message->is_request ? "From" : "To");
      const Result<NameAddr> address =
          ours != nullptr ? parse_name_addr(*ours) : Result<NameAddr>(fail(ErrorCode::not_found, ""));
      if (address) tag_ = address->tag();
      if (const std::string* call_id = message->headers.find("Call-ID")) call_id_ = *call_id;
      const auto vias = message->headers.list("Via");
      const Result<Via> via =
          vias.empty() ? Result<Via>(fail(ErrorCode::not_found, "")) : parse_via(vias.front());
      if (via) branch_ = via->branch();
    }
  }

  std::uint64_t random_ = 0;
  const Peer far_{Transport::udp, "192.0.2.50", 5060};
  Endpoint endpoint_;
  Instant now_{};
  LegId leg_;
  std::string tag_ = "none";
  std::string call_id_ = "call";
  std::string branch_ = "z9hG4bKfuzz";
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  Session session;
  for (int steps = 0; !rest.empty() && steps < 64; ++steps) {
    const auto end = rest.find("\n\n\n");
    const auto record = rest.substr(0, end);
    if (!record.empty()) session.step(record.front(), record.substr(1));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 3);
  }
  return 0;
}
