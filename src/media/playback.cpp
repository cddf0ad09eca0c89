#include "media/playback.hpp"

#include <algorithm>
#include <cmath>

#include "audio/level.hpp"

namespace attendant::media {
namespace {

constexpr std::size_t kDeclick = 32;  // 4 ms

std::int16_t scale(std::int16_t sample, float factor) {
  return static_cast<std::int16_t>(
      std::lround(std::clamp(static_cast<float>(sample) * factor, -32768.0F, 32767.0F)));
}

}  // namespace

void Playback::report(const LineEvent& event) {
  if (!events_.push(event)) ++events_dropped_;
}

std::optional<Playback::Position> Playback::position() const {
  if (!playing_) return std::nullopt;
  return Position{.utterance = current_.id, .samples = current_.played};
}

bool Playback::fill(audio::Frame& out, Instant at) {
  std::size_t filled = 0;
  // One utterance may end and the next begin in the same frame: clauses follow each other without a gap.
  for (int utterances = 0; utterances < 2 && filled < out.size(); ++utterances) {
    const std::size_t taken = take(std::span(out).subspan(filled), at);
    filled += taken;
    if (playing_) break;
    if (taken == 0 && chunks_.front() == nullptr) break;
  }
  const bool idle = filled == 0 && !playing_ && last_sample_ == 0;
  if (filled < out.size() && playing_) {
    ++underruns_;
    fade_in_ = kDeclick;
  }
  const std::int16_t left_at = filled > 0 ? out[filled - 1] : last_sample_;
  for (std::size_t i = filled; i < out.size(); ++i) {
    const std::size_t step = i - filled + 1;
    out[i] = step < kDeclick ? scale(left_at, 1.0F - static_cast<float>(step) / kDeclick) : std::int16_t{0};
  }
  last_sample_ = filled == out.size() ? out.back() : std::int16_t{0};
  apply_level(out);
  return !idle;
}

// Copies from the current utterance (beginning the next one if there is none) until the frame is full, the
// utterance ends or its samples have not come yet. Returns the samples copied.
std::size_t Playback::take(std::span<std::int16_t> out, Instant at) {
  std::size_t filled = 0;
  while (const Chunk* chunk = chunks_.front()) {
    if (playing_ && chunk->utterance != current_.id) {
      finish(at);  // its last chunk never came: the next utterance shows that it is over
      return filled;
    }
    if (!playing_) begin(*chunk, at);
    const auto rest = audio::SamplesView(chunk->samples).subspan(offset_);
    const auto part = rest.first(std::min(rest.size(), out.size() - filled));
    note_voice(part, at);
    for (const std::int16_t sample : part) {
      const std::size_t faded = kDeclick - fade_in_;
      out[filled++] = fade_in_ > 0 ? scale(sample, static_cast<float>(faded) / kDeclick) : sample;
      if (fade_in_ > 0) --fade_in_;
    }
    current_.played += static_cast<std::int64_t>(part.size());
    samples_played_ += static_cast<std::int64_t>(part.size());
    offset_ += part.size();
    if (offset_ < chunk->samples.size()) return filled;

    const bool last = chunk->last;
    chunks_.pop();
    ++chunks_done_;
    offset_ = 0;
    if (last) {
      finish(at);
      return filled;
    }
    if (filled == out.size()) return filled;
  }
  return filled;
}

void Playback::begin(const Chunk& chunk, Instant at) {
  playing_ = true;
  current_ = Utterance{.id = chunk.utterance, .first_chunk = chunks_done_, .last_voiced = {}};
  fade_in_ = 0;
  report(UtteranceStarted{chunk.utterance, at});
}

void Playback::finish(Instant at) {
  report(UtteranceFinished{current_.id, at, current_.played, current_.last_voiced});
  playing_ = false;
}

void Playback::note_voice(audio::SamplesView samples, Instant at) {
  if (!audio::first_voiced(samples)) return;
  current_.last_voiced = at;
  if (current_.voiced) return;
  current_.voiced = true;
  report(UtteranceVoiced{current_.id, at});
}

void Playback::stop(const Stop& stop, Instant at) {
  Cut cut{.utterance = UtteranceId(0), .samples_played = 0, .at = at};
  // An utterance that was handed over after the stop may have begun before the stop was seen: it is not
  // meant.
  if (playing_ && current_.first_chunk < stop.chunks) {
    cut = {.utterance = current_.id, .samples_played = current_.played, .at = at};
    playing_ = false;
  }
  for (; chunks_done_ < stop.chunks && chunks_.front() != nullptr; ++chunks_done_) {
    chunks_.pop();
    offset_ = 0;
  }
  report(cut);
}

void Playback::apply_level(audio::Frame& frame) {
  if (level_ == 1.0F && wanted_level_ == 1.0F) return;
  const float step = (wanted_level_ - level_) / static_cast<float>(frame.size());
  for (std::size_t i = 0; i < frame.size(); ++i)
    frame[i] = scale(frame[i], level_ + step * static_cast<float>(i + 1));
  level_ = wanted_level_;
}

}  // namespace attendant::media
