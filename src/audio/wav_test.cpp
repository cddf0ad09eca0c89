#include "audio/wav.hpp"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/g711.hpp"
#include "audio/recording_sink.hpp"
#include "audio/wav_writer.hpp"

namespace attendant::audio {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A sink that outlives its owner, to look at what was written.
class SharedSink final : public ByteSink {
 public:
  explicit SharedSink(MemorySink& to, bool can_rewrite = true) : to_(to), can_rewrite_(can_rewrite) {}
  Status append(BytesView bytes) override { return to_.append(bytes); }
  Status rewrite_head(BytesView head) override {
    return can_rewrite_ ? to_.rewrite_head(head) : fail(ErrorCode::unsupported, "cannot go back");
  }
  Status close() override { return to_.close(); }

 private:
  MemorySink& to_;
  bool can_rewrite_;
};

Bytes with(Bytes wav, std::size_t at, std::initializer_list<std::uint8_t> bytes) {
  std::ranges::copy(bytes, wav.begin() + static_cast<std::ptrdiff_t>(at));
  return wav;
}

std::string error_of(BytesView file) {
  const auto wav = parse_wav(file);
  return wav ? "no error" : wav.error().message;
}

TEST(Wav, ReadsWhatWasWritten) {
  const Samples samples{1, -2, 32767, -32768};
  const auto wav = parse_wav(to_wav(samples, SampleRate(16000), 2));
  ASSERT_TRUE(wav);
  EXPECT_EQ(wav->rate, SampleRate(16000));
  EXPECT_EQ(wav->frames(), 2U);
  EXPECT_EQ(wav->channel(0), (Samples{1, 32767}));
  EXPECT_EQ(wav->channel(1), (Samples{-2, -32768}));
}

TEST(Wav, ReadsBothLaws) {
  for (const Law law : {Law::mu, Law::a}) {
    Bytes file = to_wav(Samples{0}, kTelephoneRate);  // two bytes of data, read as two samples
    file = with(file, 20, {static_cast<std::uint8_t>(law == Law::mu ? 7 : 6), 0});
    file = with(file, 34, {8, 0});
    file = with(file, 44, {0x00, 0x80});
    const auto wav = parse_wav(file);
    ASSERT_TRUE(wav);
    EXPECT_EQ(wav->samples, (Samples{decode_sample(law, 0x00), decode_sample(law, 0x80)}));
  }
}

TEST(Wav, SkipsChunksItDoesNotKnow) {
  Bytes file = to_wav(Samples{7, 8}, kTelephoneRate);
  const std::string_view list("LIST\x03\0\0\0abc\0", 12);  // an odd size is padded
  file.insert(file.begin() + 12, list.begin(), list.end());
  const auto wav = parse_wav(file);
  ASSERT_TRUE(wav);
  EXPECT_EQ(wav->samples, (Samples{7, 8}));
}

TEST(Wav, ReadsARecordingThatWasCutShort) {
  MemorySink sink;
  WavWriter writer(std::make_unique<SharedSink>(sink), kTelephoneRate, 1);
  ASSERT_TRUE(writer.write(Samples{1, 2, 3}));
  const auto wav = parse_wav(sink.bytes());
  ASSERT_TRUE(wav);
  EXPECT_EQ(wav->samples, (Samples{1, 2, 3}));
}

TEST(Wav, WritesTheTrueSizesAtTheEnd) {
  MemorySink sink;
  WavWriter writer(std::make_unique<SharedSink>(sink), kTelephoneRate, 1);
  ASSERT_TRUE(writer.write(Samples{1, 2}));
  ASSERT_TRUE(writer.write(Samples{3}));
  ASSERT_TRUE(writer.finish());
  EXPECT_EQ(sink.bytes(), to_wav(Samples{1, 2, 3}, kTelephoneRate));
}

TEST(Wav, FinishesOnASinkThatCannotGoBack) {
  MemorySink sink;
  WavWriter writer(std::make_unique<SharedSink>(sink, false), kTelephoneRate, 1);
  ASSERT_TRUE(writer.write(Samples{1, 2}));
  ASSERT_TRUE(writer.finish());
  EXPECT_EQ(parse_wav(sink.bytes())->samples, (Samples{1, 2}));
}

TEST(Wav, NamesThePlaceOfAnError) {
  const Bytes good = to_wav(Samples{1, 2}, kTelephoneRate);
  EXPECT_THAT(error_of({}), HasSubstr("byte 0"));
  EXPECT_THAT(error_of(with(good, 0, {'X'})), HasSubstr("byte 0: 'RIFF' expected"));
  EXPECT_THAT(error_of(with(good, 8, {'X'})), HasSubstr("byte 8: 'WAVE' expected"));
  EXPECT_THAT(error_of(with(good, 16, {4, 0})), HasSubstr("byte 20: the fmt chunk has 4 bytes"));
  EXPECT_THAT(error_of(with(good, 16, {0xFF, 0xFF})), HasSubstr("byte 20: the WAV file ends inside a chunk"));
  EXPECT_THAT(error_of(with(good, 20, {3})), HasSubstr("WAV format 3 with 16 bits"));
  EXPECT_THAT(error_of(with(good, 22, {6})), HasSubstr("6 channels"));
  EXPECT_THAT(error_of(with(good, 24, {1, 0})), HasSubstr("1 Hz"));
  EXPECT_THAT(error_of(with(good, 12, {'j'})),
              HasSubstr("byte 36: the data chunk comes before the fmt chunk"));
  EXPECT_THAT(error_of(with(good, 36, {'j'})), HasSubstr("no data chunk"));
}

TEST(Wav, NeverReadsPastAnyTruncation) {
  const Bytes good = to_wav(Samples{1, 2, 3}, kTelephoneRate);
  for (std::size_t size = 0; size < 44; ++size) EXPECT_FALSE(parse_wav(BytesView(good).first(size))) << size;
  EXPECT_EQ(parse_wav(BytesView(good).first(47))->samples, (Samples{1}));  // half a sample is left out
}

TEST(WavRecordingSink, KeepsTheCallerLeftAndTheAgentRight) {
  MemorySink bytes;
  WavRecordingSink sink(std::make_unique<SharedSink>(bytes));
  ASSERT_TRUE(sink.write(Samples{1, 2}, Samples{10, 20}));
  ASSERT_TRUE(sink.finish());
  const auto wav = parse_wav(bytes.bytes());
  ASSERT_TRUE(wav);
  EXPECT_EQ(wav->channel(0), (Samples{1, 2}));
  EXPECT_EQ(wav->channel(1), (Samples{10, 20}));
}

TEST(WavRecordingSink, KeepsSilenceForWhatWasPausedAndSaysWhere) {
  MemorySink bytes;
  WavRecordingSink sink(std::make_unique<SharedSink>(bytes));
  ASSERT_TRUE(sink.write(Samples{1}, Samples{1}));
  sink.pause();
  ASSERT_TRUE(sink.write(Samples{5, 5}, Samples{6, 6}));
  sink.resume();
  ASSERT_TRUE(sink.write(Samples{2}, Samples{2}));
  sink.pause();
  ASSERT_TRUE(sink.write(Samples{5}, Samples{5}));
  const auto summary = sink.finish();
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->samples, 5);
  EXPECT_THAT(summary->pauses, ElementsAre(RecordingPause{1, 3}, RecordingPause{4, 5}));
  EXPECT_EQ(parse_wav(bytes.bytes())->channel(0), (Samples{1, 0, 0, 2, 0}));
}

}  // namespace
}  // namespace attendant::audio
