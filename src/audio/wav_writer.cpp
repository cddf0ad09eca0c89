#include "audio/wav_writer.hpp"

#include <bit>
#include <limits>
#include <string_view>
#include <utility>

namespace attendant::audio {
namespace {

constexpr std::uint32_t kUntilTheEnd = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kHeaderBytes = 44;

void put(Bytes& out, std::string_view tag) { out.insert(out.end(), tag.begin(), tag.end()); }
void put(Bytes& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
// WAV is little-endian, as is every machine this is built for: the samples are their own bytes.
static_assert(std::endian::native == std::endian::little);
BytesView little_endian_bytes(SamplesView samples) {
  return {reinterpret_cast<const std::uint8_t*>(samples.data()), samples.size_bytes()};
}

// The canonical 44 bytes: RIFF size "WAVE", "fmt " of PCM, "data" size.
Bytes pcm_header(std::uint32_t data_bytes, SampleRate rate, int channels) {
  const auto frame_bytes = static_cast<std::uint32_t>(channels) * 2;
  const auto hertz = static_cast<std::uint32_t>(rate.hertz());
  Bytes out;
  out.reserve(kHeaderBytes);
  put(out, "RIFF");
  put(out, data_bytes == kUntilTheEnd ? kUntilTheEnd : data_bytes + kHeaderBytes - 8, 4);
  put(out, "WAVEfmt ");
  put(out, 16, 4);
  put(out, 1, 2);  // PCM
  put(out, static_cast<std::uint32_t>(channels), 2);
  put(out, hertz, 4);
  put(out, hertz * frame_bytes, 4);
  put(out, frame_bytes, 2);
  put(out, 16, 2);
  put(out, "data");
  put(out, data_bytes, 4);
  return out;
}

}  // namespace

WavWriter::WavWriter(std::unique_ptr<ByteSink> bytes, SampleRate rate, int channels)
    : bytes_(std::move(bytes)), rate_(rate), channels_(channels) {
  CHECK(bytes_ != nullptr && channels > 0);
}

Bytes WavWriter::header(std::uint32_t data_bytes) const { return pcm_header(data_bytes, rate_, channels_); }

Status WavWriter::write(SamplesView interleaved) {
  CHECK(interleaved.size() % static_cast<std::size_t>(channels_) == 0);
  if (!started_) {
    TRY(bytes_->append(header(kUntilTheEnd)));
    started_ = true;
  }
  const BytesView data = little_endian_bytes(interleaved);
  TRY(bytes_->append(data));
  data_bytes_ += data.size();
  return {};
}

Status WavWriter::finish() {
  if (!started_) TRY(write({}));
  // Past 4 GiB (74 hours in stereo at 8 kHz) the format has no number left; "until the end" stays true.
  if (data_bytes_ < kUntilTheEnd - kHeaderBytes) {
    const Status patched = bytes_->rewrite_head(header(static_cast<std::uint32_t>(data_bytes_)));
    if (!patched && patched.error().code != ErrorCode::unsupported) return patched;
  }
  return bytes_->close();
}

Bytes to_wav(SamplesView interleaved, SampleRate rate, int channels) {
  Bytes out = pcm_header(static_cast<std::uint32_t>(interleaved.size() * 2), rate, channels);
  const BytesView data = little_endian_bytes(interleaved);
  out.insert(out.end(), data.begin(), data.end());
  return out;
}

}  // namespace attendant::audio
