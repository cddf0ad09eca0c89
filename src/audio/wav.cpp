#include "audio/wav.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "audio/g711.hpp"

namespace attendant::audio {
namespace {

enum class Encoding { pcm16, mu_law, a_law };

struct Format {
  Encoding encoding = Encoding::pcm16;
  int channels = 1;
  SampleRate rate = kTelephoneRate;
  std::size_t bytes_per_sample() const { return encoding == Encoding::pcm16 ? 2 : 1; }
};

// A cursor over the file: every read is checked, and knows its place for the error.
class Reader {
 public:
  explicit Reader(BytesView file) : file_(file) {}
  std::size_t left() const { return file_.size() - at_; }
  std::size_t at() const { return at_; }

  Result<BytesView> take(std::size_t bytes, std::string_view what) {
    if (bytes > left()) {
      return fail(ErrorCode::invalid,
                  fmt::format("byte {}: the WAV file ends inside {} ({} of {} bytes are there)", at_, what,
                              left(), bytes));
    }
    const BytesView view = file_.subspan(at_, bytes);
    at_ += bytes;
    return view;
  }
  Status expect(std::string_view tag) {
    const std::size_t place = at_;
    TRY_ASSIGN(const BytesView found, take(tag.size(), tag));
    if (!std::ranges::equal(found, as_bytes(tag))) {
      return fail(ErrorCode::invalid,
                  fmt::format("byte {}: '{}' expected, this is not a WAV file", place, tag));
    }
    return {};
  }

 private:
  BytesView file_;
  std::size_t at_ = 0;
};

std::uint32_t little(BytesView bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) value = value << 8 | bytes[i - 1];
  return value;
}

std::optional<Encoding> encoding_of(std::uint32_t format, std::uint32_t bits) {
  if (format == 1 && bits == 16) return Encoding::pcm16;
  if (format == 7 && bits == 8) return Encoding::mu_law;
  if (format == 6 && bits == 8) return Encoding::a_law;
  return std::nullopt;
}

Result<Format> parse_format(BytesView chunk, std::size_t place) {
  constexpr std::uint32_t kExtensible = 0xFFFE;
  if (chunk.size() < 16) {
    return fail(ErrorCode::invalid, fmt::format("byte {}: the fmt chunk has {} bytes, at least 16 are needed",
                                                place, chunk.size()));
  }
  std::uint32_t format = little(chunk.subspan(0, 2));
  const std::uint32_t channels = little(chunk.subspan(2, 2));
  const std::uint32_t hertz = little(chunk.subspan(4, 4));
  const std::uint32_t bits = little(chunk.subspan(14, 2));
  // WAVE_FORMAT_EXTENSIBLE keeps the real format in the first bytes of its sub-format.
  if (format == kExtensible && chunk.size() >= 26) format = little(chunk.subspan(24, 2));

  const auto encoding = encoding_of(format, bits);
  if (!encoding) {
    return fail(ErrorCode::unsupported,
                fmt::format("byte {}: WAV format {} with {} bits; 16-bit PCM, mu-law and A-law can be read",
                            place, format, bits));
  }
  if (channels < 1 || channels > 2) {
    return fail(ErrorCode::unsupported,
                fmt::format("byte {}: {} channels; 1 or 2 can be read", place + 2, channels));
  }
  if (hertz < 8000 || hertz > 48000) {
    return fail(ErrorCode::unsupported,
                fmt::format("byte {}: {} Hz; 8000 to 48000 can be read", place + 4, hertz));
  }
  return Format{*encoding, static_cast<int>(channels), SampleRate(static_cast<int>(hertz))};
}

Samples decode_data(const Format& format, BytesView data) {
  // A last sample that is cut in the middle, or a last frame without its right channel, is left out.
  const std::size_t frame = format.bytes_per_sample() * static_cast<std::size_t>(format.channels);
  data = data.first(data.size() / frame * frame);
  Samples samples(data.size() / format.bytes_per_sample());
  if (format.encoding == Encoding::pcm16) {
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i] = static_cast<std::int16_t>(little(data.subspan(2 * i, 2)));
  } else {
    decode(format.encoding == Encoding::mu_law ? Law::mu : Law::a, data, samples);
  }
  return samples;
}

}  // namespace

Samples Wav::channel(int index) const {
  CHECK(index >= 0 && index < channels);
  Samples out(frames());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = samples[i * static_cast<std::size_t>(channels) + static_cast<std::size_t>(index)];
  }
  return out;
}

Result<Wav> parse_wav(BytesView file) {
  Reader reader(file);
  TRY(reader.expect("RIFF"));
  TRY(reader.take(4, "the RIFF size"));  // many writers get it wrong; the chunks are what counts
  TRY(reader.expect("WAVE"));

  std::optional<Format> format;
  while (reader.left() > 0) {
    TRY_ASSIGN(const BytesView tag, reader.take(4, "a chunk's name"));
    TRY_ASSIGN(const BytesView size_bytes, reader.take(4, "a chunk's size"));
    const std::size_t size = little(size_bytes);
    const std::size_t place = reader.at();
    if (std::ranges::equal(tag, as_bytes("data"))) {
      if (!format)
        return fail(ErrorCode::invalid,
                    fmt::format("byte {}: the data chunk comes before the fmt chunk", place - 8));
      TRY_ASSIGN(const BytesView data, reader.take(std::min(size, reader.left()), "the data chunk"));
      return Wav{format->rate, format->channels, decode_data(*format, data)};
    }
    TRY_ASSIGN(const BytesView chunk, reader.take(size, "a chunk"));
    if (std::ranges::equal(tag, as_bytes("fmt "))) {
      TRY_ASSIGN(format, parse_format(chunk, place));
    }
    if (size % 2 == 1 && reader.left() > 0) TRY(reader.take(1, "a chunk's padding"));
  }
  return fail(ErrorCode::invalid, fmt::format("byte {}: the WAV file has no data chunk", reader.at()));
}

}  // namespace attendant::audio
