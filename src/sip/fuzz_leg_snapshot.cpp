// Any text as the snapshot of a leg: an error, or a snapshot that survives a round trip and holds nothing
// that would break a line of a message. Of a whole snapshot, read first, each member may be replaced by the
// input's.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "sip/leg_snapshot.hpp"

namespace {

namespace json = boost::json;
namespace sip = attendant::sip;

constexpr std::string_view kWhole = R"({"version":1,"call_id":"a@b","local_tag":"l","remote_tag":"r",
  "local_address":"<sip:100@192.0.2.1>","remote_address":"<sip:c@192.0.2.9>","local_cseq":1,"remote_cseq":2,
  "route_set":["<sip:192.0.2.5;lr>"],"remote_target":"sip:c@192.0.2.9","local_contact":"sip:100@192.0.2.1",
  "we_called":false,"flow_transport":"UDP","flow_ip":"192.0.2.9","flow_port":5060,"media_ip":"192.0.2.1",
  "media_port":30000,"media_codecs":["PCMU"],"media_telephone_event":101,"media_ptime_ms":20,
  "local_sdp":"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 30000 RTP/AVP 0\r\n",
  "remote_sdp":"v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n",
  "sdp_session_id":1,"sdp_version":1,"session_interval_s":1800,"we_refresh":true,
  "rtp_ssrc":1,"rtp_sequence":2,"rtp_timestamp":3})";

bool breaks_a_line(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }

void read(const json::value& value) {
  const auto snapshot = sip::leg_snapshot_from_json(value);
  if (!snapshot) return;
  for (const auto* part : {&snapshot->call_id, &snapshot->local_tag, &snapshot->remote_tag,
                           &snapshot->local_address, &snapshot->remote_address, &snapshot->remote_target,
                           &snapshot->local_contact, &snapshot->local_media.ip})
    CHECK(!breaks_a_line(*part));
  for (const auto& route : snapshot->route_set) CHECK(!breaks_a_line(route));
  const auto written = json::serialize(sip::to_json(*snapshot));
  const auto again = sip::leg_snapshot_from_json(json::parse(written));
  CHECK(again.has_value());
  CHECK(json::serialize(sip::to_json(*again)) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  boost::system::error_code error;
  const auto value = json::parse(std::string_view(reinterpret_cast<const char*>(data), size), error);
  if (error) return 0;
  read(value);
  if (const auto* members = value.if_object()) {
    static const json::value whole = json::parse(kWhole);
    auto patched = whole.get_object();
    for (const auto& member : *members) patched[member.key()] = member.value();
    read(patched);
  }
  return 0;
}
