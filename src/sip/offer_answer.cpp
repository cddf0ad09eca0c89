#include "sip/offer_answer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sip/grammar.hpp"

namespace attendant::sip {
namespace {

constexpr std::uint32_t kRate = 8000;
constexpr std::string_view kEvents = "telephone-event";

bool sends(Direction direction) {
  return direction == Direction::sendrecv || direction == Direction::sendonly;
}
bool receives(Direction direction) {
  return direction == Direction::sendrecv || direction == Direction::recvonly;
}

Direction direction_from(bool send, bool receive) {
  if (send) return receive ? Direction::sendrecv : Direction::sendonly;
  return receive ? Direction::recvonly : Direction::inactive;
}

// RFC 3264 section 6.1: we may send where they receive, and the other way round.
Direction answering(Direction theirs, Direction wanted) {
  return direction_from(receives(theirs) && sends(wanted), sends(theirs) && receives(wanted));
}

std::uint8_t static_type(AudioCodec codec) { return codec == AudioCodec::pcmu ? 0 : 8; }

std::optional<AudioCodec> codec_of(const PayloadFormat& format) {
  if (format.clock_rate != kRate) return std::nullopt;
  if (equals_ignoring_case(format.encoding, "PCMU")) return AudioCodec::pcmu;
  if (equals_ignoring_case(format.encoding, "PCMA")) return AudioCodec::pcma;
  return std::nullopt;
}

bool is_events(const PayloadFormat& format) {
  return format.clock_rate == kRate && equals_ignoring_case(format.encoding, kEvents);
}

void add_format(MediaSection& section, PayloadFormat format) {
  section.tokens.push_back(fmt::format("{}", format.payload_type));
  section.formats.push_back(std::move(format));
}

void add_events(MediaSection& section, std::uint8_t type) {
  add_format(section, {type, std::string(kEvents), kRate, "0-15"});
}

void add_codec(MediaSection& section, AudioCodec codec, std::uint8_t type) {
  add_format(section, {type, std::string(to_string(codec)), kRate, ""});
}

SessionDescription description_for(const LocalMedia& local, Origin origin) {
  SessionDescription description;
  description.session_id = origin.session_id;
  description.session_version = origin.version;
  description.origin_ip = local.ip;
  description.connection_ip = local.ip;
  return description;
}

MediaSection refused(const MediaSection& offered) {
  MediaSection section;
  section.kind = offered.kind;
  section.protocol = offered.protocol;
  section.tokens = offered.tokens;
  return section;
}

// The first format of the section that we can speak, in the other end's order of preference.
std::optional<NegotiatedMedia> agree(const SessionDescription& theirs, const MediaSection& section,
                                     const std::vector<AudioCodec>& ours) {
  if (section.kind != "audio" || section.protocol != "RTP/AVP" || section.port == 0) return std::nullopt;
  if (!is_ip_literal(theirs.ip_of(section))) return std::nullopt;
  std::optional<NegotiatedMedia> media;
  for (const PayloadFormat& format : section.formats) {
    const auto codec = codec_of(format);
    if (!codec || std::find(ours.begin(), ours.end(), *codec) == ours.end()) continue;
    media.emplace();
    media->codec = *codec;
    media->payload_type = format.payload_type;
    break;
  }
  if (!media) return std::nullopt;
  media->remote_ip = theirs.ip_of(section);
  media->remote_port = section.port;
  media->ptime = section.ptime.value_or(std::chrono::milliseconds(20));
  const auto events = std::find_if(section.formats.begin(), section.formats.end(), is_events);
  if (events != section.formats.end()) media->telephone_event = events->payload_type;
  return media;
}

}  // namespace

std::string_view to_string(AudioCodec codec) { return codec == AudioCodec::pcmu ? "PCMU" : "PCMA"; }

SessionDescription make_offer(const LocalMedia& local, Direction direction, Origin origin) {
  SessionDescription description = description_for(local, origin);
  MediaSection section;
  section.port = local.port;
  for (AudioCodec codec : local.codecs) add_codec(section, codec, static_type(codec));
  add_events(section, local.telephone_event);
  section.ptime = local.ptime;
  section.direction = direction;
  description.media.push_back(std::move(section));
  return description;
}

Result<Answer> answer_offer(const SessionDescription& offer, const LocalMedia& local, Direction wanted,
                            Origin origin) {
  Answer answer{description_for(local, origin), {}};
  bool accepted = false;
  for (const MediaSection& offered : offer.media) {
    auto media = accepted ? std::nullopt : agree(offer, offered, local.codecs);
    if (!media) {
      answer.description.media.push_back(refused(offered));
      continue;
    }
    accepted = true;
    media->direction = answering(offer.direction_of(offered), wanted);
    MediaSection section;
    section.port = local.port;
    add_codec(section, media->codec, media->payload_type);
    if (media->telephone_event) add_events(section, *media->telephone_event);
    section.ptime = local.ptime;
    section.direction = media->direction;
    answer.description.media.push_back(std::move(section));
    answer.media = std::move(*media);
  }
  if (!accepted) return fail(ErrorCode::unsupported, "the offer holds no RTP/AVP audio in PCMU or PCMA");
  return answer;
}

Result<NegotiatedMedia> accept_answer(const SessionDescription& offer, const SessionDescription& answer) {
  if (offer.media.size() != 1 || answer.media.size() != 1) {
    return fail(ErrorCode::unsupported, "the answer has not as many m= lines as the offer");
  }
  std::vector<AudioCodec> ours;
  for (const PayloadFormat& format : offer.media.front().formats) {
    if (const auto codec = codec_of(format)) ours.push_back(*codec);
  }
  auto media = agree(answer, answer.media.front(), ours);
  if (!media) return fail(ErrorCode::unsupported, "the answer takes no codec of the offer");
  media->direction =
      answering(answer.direction_of(answer.media.front()), offer.direction_of(offer.media.front()));
  return *media;
}

}  // namespace attendant::sip
