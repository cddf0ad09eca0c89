#include "config/rules.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "config/scalars.hpp"

namespace attendant::config {
namespace {

bool is_any(const std::string& address) { return address == "0.0.0.0" || address == "::"; }

constexpr std::uint64_t kSmallestSegment = std::uint64_t{1} << 20;
constexpr std::uint64_t kLargestSegment = std::uint64_t{1} << 30;

}  // namespace

std::vector<std::string> broken_rules(const Settings& s) {
  std::vector<std::string> broken;
  const auto rule = [&](bool holds, std::string sentence) {
    if (!holds) broken.push_back(std::move(sentence));
  };

  rule(!s.sip.listen_udp.host.empty() || !s.sip.listen_tcp.host.empty(),
       "sip.listen_udp: off, and so is sip.listen_tcp: nobody could call");
  rule(s.sip.external_address.empty() || check_address(s.sip.external_address),
       "sip.external_address: expects an IP address");
  const bool any =
      is_any(s.sip.listen_udp.host) || is_any(s.sip.listen_tcp.host) || is_any(s.media.local_address);
  rule(!any || !s.sip.external_address.empty(),
       "sip.external_address: must be set when listening on all addresses, for SDP has to name one");
  rule(s.sip.session_expires >= 90s, "sip.session_expires: must be 90s or more (RFC 4028)");
  rule(s.talk.certificate_file.empty() == s.talk.key_file.empty(),
       "talk.certificate_file: it and talk.key_file belong together");
  for (const auto& trunk : s.sip.trunks) {
    rule(!trunk.name.empty() && !trunk.addresses.empty(), "sip.trunks: each needs a name and addresses");
    rule(trunk.username.empty() == trunk.password.empty(),
         "sip.trunks: username and password belong together");
    rule(trunk.username.find_first_of("\":\\\r\n") == std::string::npos,
         "sip.trunks: a username has no quotes, colons, backslashes or line ends");
  }
  rule(check_address(s.media.local_address).has_value(), "media.local_address: expects an IP address");
  const int ports = s.media.ports.last - s.media.ports.first + 1;
  rule(ports >= 2 * s.sip.max_calls,
       fmt::format("media.ports: {} ports are too few for sip.max_calls: {}, which needs two a call", ports,
                   s.sip.max_calls));
  rule(s.turn.silence_complete <= s.turn.silence_neutral &&
           s.turn.silence_neutral <= s.turn.silence_incomplete,
       "turn.silence_neutral: must lie between silence_complete and silence_incomplete");
  rule(s.turn.silence_likely <= s.turn.silence_doubtful &&
           s.turn.silence_doubtful <= s.turn.silence_incomplete,
       "turn.silence_doubtful: must lie between silence_likely and silence_incomplete");
  rule(!s.turn.judge || (s.turn.silence_neutral_done <= s.turn.silence_neutral &&
                         s.turn.silence_neutral <= s.turn.silence_neutral_not_done &&
                         s.turn.silence_incomplete_done <= s.turn.silence_incomplete),
       "turn.silence_neutral_done: \"done\" shortens a silence and \"not_done\" lengthens it");
  rule(s.turn.silence_longest >= s.turn.silence_incomplete,
       "turn.silence_longest: must not be shorter than silence_incomplete");
  rule(s.turn.speculate_after <= s.turn.silence_complete,
       "turn.speculate_after: must not be longer than silence_complete, or it would always come too late");
  rule(s.turn.longest_utterance >= 2s && s.turn.longest_utterance <= 60s,
       "turn.longest_utterance: must be from 2s to 60s");
  rule((s.insurance.records == RecordEngine::sqlite) == s.insurance.records_file.empty(),
       "insurance.records_file: it belongs to insurance.records: fhir or rest");
  rule(!s.store.dir.empty(), "store.dir: must not be empty");
  rule(s.store.journal_segment >= kSmallestSegment && s.store.journal_segment <= kLargestSegment,
       "store.journal_segment: must be from 1MiB to 1GiB");
  rule(!trim(s.texts.greeting).empty(),
       "texts.greeting: must not be empty: it is the caller's notice of the recording");
  for (std::string& sentence : broken_rules(s.models)) broken.push_back(std::move(sentence));
  return broken;
}

}  // namespace attendant::config
