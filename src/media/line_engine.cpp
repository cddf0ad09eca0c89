#include "media/line_engine.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <variant>

#include "audio/g711.hpp"

namespace attendant::media {
namespace {

constexpr std::uint8_t kStaticPcmu = 0;
constexpr std::uint8_t kStaticPcma = 8;
constexpr std::uint8_t kComfortNoise = 13;  // RFC 3389
constexpr std::size_t kLongestPayload = 960;
constexpr std::uint32_t kReportTicks = 250;  // RTCP every 5 s
constexpr std::uint32_t kStatsTicks = 50;

audio::Law law_of(Codec codec) { return codec == Codec::pcmu ? audio::Law::mu : audio::Law::a; }

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

}  // namespace

LineEngine::LineEngine(const LineOptions& options, StreamStart start, Link& link)
    : comfort_amplitude_(options.comfort_noise_dbfs <= -100.0F
                             ? 0.0F
                             // the peak of uniform noise with this RMS
                             : 32768.0F * std::sqrt(3.0F) *
                                   std::pow(10.0F, options.comfort_noise_dbfs / 20.0F)),
      link_(link),
      playback_(link.chunks, link.events),
      ssrc_(start.ssrc),
      sequence_(start.sequence),
      timestamp_(start.timestamp),
      jitter_(options.jitter),
      watch_(options.missing_after, options.timeout) {}

bool LineEngine::sends() const {
  return agreed_ && remote_.rtp.ip != 0 &&
         (remote_.direction == Direction::send_receive || remote_.direction == Direction::send_only);
}

bool LineEngine::listens() const {
  return agreed_ &&
         (remote_.direction == Direction::send_receive || remote_.direction == Direction::receive_only);
}

// ---- what the shard asked for
// ------------------------------------------------------------------------------------

void LineEngine::take_controls(Instant now) {
  while (const Control* control = link_.controls.front()) {
    std::visit(Overloaded{
                   [this](const Close&) { close(); },
                   [&](const Remote& remote) { apply(remote, now); },
                   [&](const Stop& stop) { playback_.stop(stop, now); },
                   [this](const Duck& duck) { playback_.duck(duck.level); },
                   [this](const SendKey& send) { key_sender_.press(send.key); },
                   [&](const SignalledKey& key) { receive_key(key.key, audio::KeyWay::info, now); },
                   [this](const Record& record) { tap_.begin(*record.tap); },
                   [this](const PauseRecord& pause) { tap_.pause(pause.paused); },
                   [this](const StopRecord&) { tap_.end(); },
               },
               *control);
    link_.controls.pop();
  }
}

void LineEngine::apply(const Remote& remote, Instant now) {
  const bool listened = listens();
  remote_ = remote;
  agreed_ = true;
  guard_.expect(remote.rtp);
  marker_ = true;
  if (!listened &&
      listens()) {  // after a hold the peer may send from anew: its old timeline is worth nothing
    jitter_.reset();
    watch_.begin(now);
  }
}

void LineEngine::close() {
  tap_.end();
  closed_ = true;
}

// ---- packets in
// --------------------------------------------------------------------------------------------------

void LineEngine::on_rtp(BytesView bytes, const Endpoint& source, Instant now) {
  if (!listens()) return;
  const auto packet = parse_rtp(bytes);
  if (!packet) {
    ++stats_.refused_packets;
    return;
  }
  const RtpHeader& header = packet->header;
  const bool event = header.payload_type == remote_.telephone_event;
  const bool noise = header.payload_type == kComfortNoise;
  const bool expected = header.payload_type == remote_.payload_type;
  const bool sound = expected || header.payload_type == kStaticPcmu || header.payload_type == kStaticPcma;
  if ((!event && !noise && !sound) || packet->payload.size() > kLongestPayload) {
    ++stats_.refused_packets;
    return;
  }
  if (!guard_.accept(source)) {
    ++stats_.foreign_packets;
    return;
  }
  if (peer_ssrc_ != header.ssrc) {
    if (peer_ssrc_) {
      jitter_.reset();
      reception_ = Reception();
    }
    peer_ssrc_ = header.ssrc;
  }
  watch_.heard(now);
  ++stats_.received;
  reception_.observe(header.sequence, header.timestamp, now);

  if (event) {
    jitter_.announce_silence();  // the key takes the sound's place: nothing is lost
    if (const auto parsed = audio::parse_telephone_event(packet->payload)) {
      receive_key(key_receiver_.receive(*parsed, header.timestamp, now), audio::KeyWay::rtp, now);
    }
  } else if (noise) {
    jitter_.announce_silence();
  } else {
    // Peers may change between the two laws without a word; the static numbers say which it is.
    const audio::Law law = expected ? law_of(remote_.codec)
                                    : (header.payload_type == kStaticPcmu ? audio::Law::mu : audio::Law::a);
    std::array<std::int16_t, kLongestPayload> samples;
    const auto decoded = std::span(samples).first(packet->payload.size());
    audio::decode(law, packet->payload, decoded);
    if (onsets_.hear(decoded)) playback_.report(CallerStirs{now});
    jitter_.insert(header.sequence, header.timestamp, decoded, now);
  }
}

void LineEngine::on_rtcp(BytesView bytes, const Endpoint& source, Instant now) {
  if (!guard_.same_host(source)) {
    ++stats_.foreign_packets;
    return;
  }
  const auto news = parse_rtcp(bytes, ssrc_);
  if (!news) {
    ++stats_.refused_packets;
    return;
  }
  if (news->sender_report_ntp) {
    sender_report_ = news->sender_report_ntp;
    sender_report_at_ = now;
  }
  if (news->about_us) {
    const ReportBlock& block = *news->about_us;
    stats_.remote_loss = static_cast<float>(block.fraction_lost) / 256.0F;
    const std::uint32_t round_trip = ntp_middle(now) - block.last_sender_report - block.delay_since;
    // More than a minute is a peer's arithmetic, not a network.
    if (block.last_sender_report != 0 && round_trip < 60U << 16) {
      stats_.round_trip_ms = static_cast<float>(round_trip) * 1000.0F / 65536.0F;
    }
  }
}

void LineEngine::receive_key(std::optional<char> key, audio::KeyWay way, Instant now) {
  if (key && key_filter_.accept(*key, way, now)) playback_.report(KeyPressed{*key, now});
}

// ---- the tick
// ----------------------------------------------------------------------------------------------------

void LineEngine::on_tick(Instant now, Outgoing& out) {
  out.rtp_size = 0;
  out.rtcp_size = 0;
  take_controls(now);
  if (closed_ || !agreed_) return;
  supervise(now);

  CallerFrame caller = next_caller_frame(now);
  caller.sent = std::exchange(sent_, {});
  if (!link_.frames.push(caller)) ++stats_.frames_dropped;

  audio::Frame agent;
  agent.fill(0);
  if (sends()) {
    const auto key = key_sender_.tick(timestamp_);
    if (key || key_sender_.busy()) {
      // While keys are sent playback stands still: the tone would not be heard beside it.
      if (key && remote_.telephone_event) {
        store_rtp_header({.payload_type = *remote_.telephone_event,
                          .marker = key->marker,
                          .sequence = sequence_++,
                          .timestamp = key->timestamp,
                          .ssrc = ssrc_},
                         std::span(out.rtp).first<kRtpHeaderBytes>());
        audio::store_telephone_event(
            key->event, std::span(out.rtp).subspan<kRtpHeaderBytes, audio::kTelephoneEventBytes>());
        out.rtp_size = kRtpHeaderBytes + audio::kTelephoneEventBytes;
        marker_ = true;
      }
    } else {
      next_agent_frame(agent, now);
      sent_ = audio::sketch(agent);
      build_rtp(agent, out);
    }
    if (out.rtp_size > 0) {
      out.rtp_to = guard_.destination();
      ++stats_.sent;
      octets_ += out.rtp_size - kRtpHeaderBytes;
    }
  }
  timestamp_ += static_cast<std::uint32_t>(audio::kFrameSamples);
  tap_.write(law_of(remote_.codec), caller.samples, agent);
  ++ticks_;
  if (ticks_ % kReportTicks == 0) build_rtcp(now, out);
  if (ticks_ % kStatsTicks == 0) publish_stats();
}

void LineEngine::supervise(Instant now) {
  receive_key(key_receiver_.tick(now), audio::KeyWay::rtp, now);
  if (!listens()) return;
  while (const auto event = watch_.check(now)) playback_.report(*event);
}

CallerFrame LineEngine::next_caller_frame(Instant now) {
  CallerFrame frame;
  if (listens()) {
    const audio::Pulled pulled = jitter_.pull(now, frame.samples);
    frame.captured = pulled.captured;
    frame.origin = pulled.origin;
  } else {
    frame.samples.fill(0);
    frame.captured = now;
  }
  return frame;
}

void LineEngine::next_agent_frame(audio::Frame& frame, Instant now) {
  if (!playback_.fill(frame, now) && comfort_amplitude_ > 0.0F) fill_idle(frame);
}

// Comfort noise: xorshift is white enough.
void LineEngine::fill_idle(audio::Frame& frame) {
  for (std::int16_t& sample : frame) {
    noise_ ^= noise_ << 13;
    noise_ ^= noise_ >> 17;
    noise_ ^= noise_ << 5;
    const float uniform = static_cast<float>(noise_) / 2147483648.0F - 1.0F;
    sample = static_cast<std::int16_t>(uniform * comfort_amplitude_);
  }
}

void LineEngine::build_rtp(const audio::Frame& frame, Outgoing& out) {
  store_rtp_header({.payload_type = remote_.payload_type,
                    .marker = marker_,
                    .sequence = sequence_++,
                    .timestamp = timestamp_,
                    .ssrc = ssrc_},
                   std::span(out.rtp).first<kRtpHeaderBytes>());
  audio::encode(law_of(remote_.codec), frame, std::span(out.rtp).subspan<kRtpHeaderBytes>());
  out.rtp_size = out.rtp.size();
  marker_ = false;
}

void LineEngine::build_rtcp(Instant now, Outgoing& out) {
  if (remote_.rtp.ip == 0) return;
  SenderReport report{.ssrc = ssrc_,
                      .at = now,
                      .timestamp = timestamp_,
                      .packets = static_cast<std::uint32_t>(stats_.sent),
                      .octets = static_cast<std::uint32_t>(octets_),
                      .reception = {}};
  if (peer_ssrc_) {
    const auto delay = std::chrono::duration_cast<std::chrono::microseconds>(now - sender_report_at_).count();
    report.reception = ReportBlock{
        .ssrc = *peer_ssrc_,
        .fraction_lost = reception_.take_fraction_lost(),
        .total_lost = static_cast<std::int32_t>(std::min<std::uint64_t>(reception_.lost(), 0x7FFFFF)),
        .highest_sequence = reception_.highest_sequence(),
        .jitter = reception_.jitter(),
        .last_sender_report = sender_report_.value_or(0),
        .delay_since = sender_report_ ? static_cast<std::uint32_t>(delay * 65536 / 1'000'000) : 0};
  }
  out.rtcp_size = store_report(report, out.rtcp);
  out.rtcp_to = guard_.destination();
  out.rtcp_to.port = remote_.rtcp_port.value_or(static_cast<std::uint16_t>(remote_.rtp.port + 1));
}

void LineEngine::publish_stats() {
  const audio::JitterStats& jitter = jitter_.stats();
  stats_.lost = reception_.lost();
  stats_.jitter_ms = static_cast<float>(reception_.jitter()) / 8.0F;
  stats_.delay_ms = static_cast<float>(jitter_.target_delay().count());
  stats_.concealed_frames = jitter.concealed;
  stats_.late_packets = jitter.late;
  stats_.underruns = playback_.underruns();
  stats_.events_dropped = playback_.events_dropped();
  stats_.recording_dropped = tap_.dropped();
  if (reception_.expected() > 0) {
    const double unheard =
        static_cast<double>(stats_.lost + jitter.late) / static_cast<double>(reception_.expected());
    stats_.mos = estimate_mos(unheard, stats_.delay_ms + stats_.round_trip_ms / 2.0F + 20.0F);
  }
  link_.stats.write(stats_);
}

}  // namespace attendant::media
