#include "sip/leg_snapshot.hpp"

#include <algorithm>
#include <limits>

#include <boost/json/array.hpp>
#include <boost/json/value_to.hpp>

#include "sip/grammar.hpp"

namespace attendant::sip {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds kLongestPacket{1000};
constexpr std::chrono::seconds kLongestInterval{std::numeric_limits<std::uint32_t>::max()};  // RFC 4028

// Reads members of one object and remembers the first that is missing or of the wrong kind.
class Reader {
 public:
  explicit Reader(const json::object& object) : object_(object) {}

  std::string text(std::string_view name) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr || !value->is_string()) return note(name), std::string();
    return std::string(value->get_string());
  }

  template <class Number>
  Number number(std::string_view name) {
    const json::value* value = object_.if_contains(name);
    if (value != nullptr && value->is_number()) {
      boost::json::error_code error;
      const auto number = value->to_number<Number>(error);
      if (!error) return number;
    }
    note(name);
    return {};
  }

  bool flag(std::string_view name) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr || !value->is_bool()) return note(name), false;
    return value->get_bool();
  }

  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> result;
    const json::value* value = object_.if_contains(name);
    if (value == nullptr || !value->is_array()) return note(name), result;
    for (const json::value& item : value->get_array()) {
      if (!item.is_string()) return note(name), result;
      result.emplace_back(item.get_string());
    }
    return result;
  }

  bool has(std::string_view name) const { return object_.contains(name); }

  Status status() const {
    if (missing_.empty()) return {};
    return fail(ErrorCode::invalid, "leg snapshot: '" + missing_ + "' is missing or of the wrong kind");
  }

  void note(std::string_view name) {
    if (missing_.empty()) missing_ = std::string(name);
  }

 private:
  const json::object& object_;
  std::string missing_;
};

json::array to_array(const std::vector<std::string>& texts) {
  json::array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

// Blanks around an address are the grammar's to skip, also those that would begin another line of a message.
Status check_lines(const LegSnapshot& snapshot) {
  const auto one_line = [](const std::string& text) {
    return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
  };
  for (const auto* part :
       {&snapshot.local_address, &snapshot.remote_address, &snapshot.remote_target, &snapshot.local_contact})
    if (!one_line(*part)) return fail(ErrorCode::invalid, "leg snapshot: an address has more than one line");
  if (!std::ranges::all_of(snapshot.route_set, one_line))
    return fail(ErrorCode::invalid, "leg snapshot: a route has more than one line");
  return {};
}

// The strings become parts of messages: what cannot be one is refused here, not later on the wire.
Status check(const LegSnapshot& snapshot) {
  const Limits limits;
  TRY(check_lines(snapshot));
  TRY(parse_name_addr(snapshot.local_address, limits));
  TRY(parse_name_addr(snapshot.remote_address, limits));
  TRY(parse_uri(snapshot.remote_target, limits));
  TRY(parse_uri(snapshot.local_contact, limits));
  for (const std::string& route : snapshot.route_set) TRY(parse_name_addr(route, limits));
  if (!is_token(snapshot.local_tag))
    return fail(ErrorCode::invalid, "leg snapshot: 'local_tag' is not a token");
  // An old far end may have none.
  if (!snapshot.remote_tag.empty() && !is_token(snapshot.remote_tag))
    return fail(ErrorCode::invalid, "leg snapshot: 'remote_tag' is not a token");
  if (has_space_or_control(snapshot.call_id) || snapshot.call_id.empty()) {
    return fail(ErrorCode::invalid, "leg snapshot: 'call_id' is not a Call-ID");
  }
  if (!is_ip_literal(snapshot.flow.ip))
    return fail(ErrorCode::invalid, "leg snapshot: 'flow_ip' is not an address");
  if (has_space_or_control(snapshot.local_media.ip))
    return fail(ErrorCode::invalid, "leg snapshot: 'media_ip' is not an address");
  if (snapshot.local_media.ptime <= std::chrono::milliseconds(0) ||
      snapshot.local_media.ptime > kLongestPacket)
    return fail(ErrorCode::invalid, "leg snapshot: 'media_ptime_ms' is out of range");
  if (snapshot.session_interval < std::chrono::seconds(0) || snapshot.session_interval > kLongestInterval)
    return fail(ErrorCode::invalid, "leg snapshot: 'session_interval_s' is out of range");
  TRY(parse_sdp(snapshot.local_sdp, limits));
  TRY(parse_sdp(snapshot.remote_sdp, limits));
  return {};
}

}  // namespace

json::object to_json(const LegSnapshot& s) {
  json::object o;
  o["version"] = 1;
  o["call_id"] = s.call_id;
  o["local_tag"] = s.local_tag;
  o["remote_tag"] = s.remote_tag;
  o["local_address"] = s.local_address;
  o["remote_address"] = s.remote_address;
  o["local_cseq"] = s.local_cseq;
  if (s.remote_cseq) o["remote_cseq"] = *s.remote_cseq;
  o["route_set"] = to_array(s.route_set);
  o["remote_target"] = s.remote_target;
  o["local_contact"] = s.local_contact;
  o["we_called"] = s.we_called;
  o["flow_transport"] = std::string(to_string(s.flow.transport));
  o["flow_ip"] = s.flow.ip;
  o["flow_port"] = s.flow.port;
  std::vector<std::string> codecs;
  for (AudioCodec codec : s.local_media.codecs) codecs.emplace_back(to_string(codec));
  o["media_ip"] = s.local_media.ip;
  o["media_port"] = s.local_media.port;
  o["media_codecs"] = to_array(codecs);
  o["media_telephone_event"] = s.local_media.telephone_event;
  o["media_ptime_ms"] = s.local_media.ptime.count();
  o["local_sdp"] = s.local_sdp;
  o["remote_sdp"] = s.remote_sdp;
  o["sdp_session_id"] = s.sdp_session_id;
  o["sdp_version"] = s.sdp_version;
  o["session_interval_s"] = s.session_interval.count();
  o["we_refresh"] = s.we_refresh;
  o["rtp_ssrc"] = s.rtp.ssrc;
  o["rtp_sequence"] = s.rtp.sequence;
  o["rtp_timestamp"] = s.rtp.timestamp;
  return o;
}

Result<LegSnapshot> leg_snapshot_from_json(const json::value& value) {
  if (!value.is_object()) return fail(ErrorCode::invalid, "leg snapshot: not an object");
  Reader read(value.get_object());
  LegSnapshot s;
  if (read.number<int>("version") != 1) read.note("version");
  s.call_id = read.text("call_id");
  s.local_tag = read.text("local_tag");
  s.remote_tag = read.text("remote_tag");
  s.local_address = read.text("local_address");
  s.remote_address = read.text("remote_address");
  s.local_cseq = read.number<std::uint32_t>("local_cseq");
  if (read.has("remote_cseq")) s.remote_cseq = read.number<std::uint32_t>("remote_cseq");
  s.route_set = read.texts("route_set");
  s.remote_target = read.text("remote_target");
  s.local_contact = read.text("local_contact");
  s.we_called = read.flag("we_called");
  const std::string transport = read.text("flow_transport");
  if (transport != "UDP" && transport != "TCP") read.note("flow_transport");
  s.flow = {transport == "TCP" ? Transport::tcp : Transport::udp, read.text("flow_ip"),
            read.number<std::uint16_t>("flow_port")};
  s.local_media.ip = read.text("media_ip");
  s.local_media.port = read.number<std::uint16_t>("media_port");
  s.local_media.codecs.clear();
  for (const std::string& codec : read.texts("media_codecs")) {
    if (codec != "PCMU" && codec != "PCMA") read.note("media_codecs");
    s.local_media.codecs.push_back(codec == "PCMA" ? AudioCodec::pcma : AudioCodec::pcmu);
  }
  s.local_media.telephone_event = read.number<std::uint8_t>("media_telephone_event");
  s.local_media.ptime = std::chrono::milliseconds(read.number<std::int64_t>("media_ptime_ms"));
  s.local_sdp = read.text("local_sdp");
  s.remote_sdp = read.text("remote_sdp");
  s.sdp_session_id = read.number<std::uint64_t>("sdp_session_id");
  s.sdp_version = read.number<std::uint64_t>("sdp_version");
  s.session_interval = std::chrono::seconds(read.number<std::int64_t>("session_interval_s"));
  s.we_refresh = read.flag("we_refresh");
  s.rtp = {read.number<std::uint32_t>("rtp_ssrc"), read.number<std::uint16_t>("rtp_sequence"),
           read.number<std::uint32_t>("rtp_timestamp")};
  TRY(read.status());
  TRY(check(s));
  return s;
}

}  // namespace attendant::sip
