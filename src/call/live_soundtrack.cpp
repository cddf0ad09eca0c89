#include "call/live_soundtrack.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "audio/level.hpp"
#include "base/text.hpp"
#include "speech/lead_in.hpp"
#include "speech/spoken_forms.hpp"

namespace attendant::call {
namespace {

// English at an ordinary pace: fifteen letters a second, spaces counted.
constexpr double kSamplesALetter = 533;
constexpr double kLettersToTrust = 30;  // said, after which the voice's own pace is known

// What a mark adds, in letters.
constexpr double kShortPause = 2;
constexpr double kLongPause = 4;

// How far the end of a clause may be from its share.
constexpr double kMarginShare = 0.25;
constexpr std::size_t kLeastMargin = 1'600;  // 200 ms
constexpr std::size_t kMostMargin = 6'400;

constexpr std::size_t kLead = 80;          // 10 ms
constexpr std::size_t kPiece = 80;         // 10 ms
constexpr std::size_t kShortestPause = 8;  // pieces
constexpr double kQuiet = 60;              // mean level that is none, of 32768
constexpr double kQuietShare = 0.12;       // or so much of the voice's

double letters_of(std::string_view spoken) {
  double letters = 1;  // the space behind it
  for (const char c : spoken) {
    const bool ends = c == '.' || c == '?' || c == '!';
    const bool pauses = c == ',' || c == ';' || c == ':';
    letters += ends ? kLongPause : pauses ? kShortPause : 1;
  }
  return letters;
}

double level_of(audio::SamplesView samples) {
  double sum = 0;
  for (const std::int16_t sample : samples) sum += std::abs(static_cast<int>(sample));
  return samples.empty() ? 0 : sum / static_cast<double>(samples.size());
}

}  // namespace

void LiveSoundtrack::add_sound(audio::SamplesView pcm) {
  if (broken_off_) return;
  if (sound_.empty() && !begins_in(pcm)) return;
  const std::size_t room = kMostSamples - std::min(kMostSamples, sound_.size());
  const audio::SamplesView some = pcm.first(std::min(room, pcm.size()));
  sound_.insert(sound_.end(), some.begin(), some.end());
}

// Leaves all silence out but the last 10 ms. Whether a voice begins in `pcm`, of which the rest is then
// sound.
bool LiveSoundtrack::begins_in(audio::SamplesView& pcm) {
  const auto first = audio::first_voiced(pcm, speech::kSoftestVoice);
  const audio::SamplesView silence = pcm.first(first.value_or(pcm.size()));
  lead_.insert(lead_.end(), silence.begin(), silence.end());
  const std::size_t over = lead_.size() - std::min(lead_.size(), kLead);
  lead_.erase(lead_.begin(), lead_.begin() + static_cast<std::ptrdiff_t>(over));
  left_out_ += over;
  if (!first) return false;
  sound_ = std::exchange(lead_, {});
  pcm = pcm.subspan(*first);
  return true;
}

void LiveSoundtrack::finish() { whole_ = true; }

void LiveSoundtrack::break_off(std::size_t unsaid) {
  if (whole_) return;
  words_.resize(words_.size() - std::min(unsaid, words_.size()));
  whole_ = broken_off_ = true;
}

LiveSoundtrack::Part LiveSoundtrack::part_at(std::size_t text_begin, std::size_t text_end) const {
  Part part{.text_begin = text_begin, .text_end = text_end};
  const std::string_view text = std::string_view(words_).substr(text_begin, text_end - text_begin);
  for (const speech::SpokenWord& written : speech::spoken_words(text)) {
    const std::vector<std::string_view> said = split_words(written.spoken);
    for (const std::string_view word : said) {
      part.letters += letters_of(word);
      part.said.push_back({.text_end = written.end,
                           .spoken = said.size() > 1 ? std::string(word) : std::string(),
                           .letters = part.letters});
    }
  }
  return part;
}

std::optional<LiveSoundtrack::Part> LiveSoundtrack::find(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::size_t at = words_.find(text, found_up_to_);
  const bool again = at == std::string::npos;
  if (again) at = words_.rfind(text);
  if (at == std::string::npos) return std::nullopt;
  // The clause before was given up before its end was known: it ends where it seems to now.
  if (!again && last_ && border_of(*last_) == nullptr)
    borders_.push_back({.text_end = last_->text_end, .sample = std::max(end_of(*last_), handed_over_)});
  Part part = part_at(at, at + text.size());
  part.sample_begin = border_before(at);
  if (!again) {
    found_up_to_ = part.text_end;
    last_ = part;
    handed_over_ = part.sample_begin;
  }
  return part;
}

std::size_t LiveSoundtrack::border_before(std::size_t text_offset) const {
  std::size_t sample = 0;
  for (const Border& border : borders_)
    if (border.text_end <= text_offset) sample = border.sample;
  return sample;
}

const LiveSoundtrack::Border* LiveSoundtrack::border_of(const Part& part) const {
  const auto at = std::ranges::find(borders_, part.text_end, &Border::text_end);
  return at == borders_.end() ? nullptr : &*at;
}

bool LiveSoundtrack::is_last(const Part& part) const {
  return words_.find_first_not_of(" \n", part.text_end) == std::string::npos;
}

std::size_t LiveSoundtrack::estimate(const Part& part) const {
  if (whole_ && !broken_off_) {
    const double rest = part_at(part.text_end, words_.size()).letters + part.letters;
    const auto left = static_cast<double>(sound_.size() - std::min(part.sample_begin, sound_.size()));
    return part.sample_begin + static_cast<std::size_t>(left * part.letters / std::max(rest, 1.0));
  }
  const double pace = letters_timed_ >= kLettersToTrust && !borders_.empty()
                          ? static_cast<double>(borders_.back().sample) / letters_timed_
                          : kSamplesALetter;
  return part.sample_begin + static_cast<std::size_t>(part.letters * pace);
}

std::size_t LiveSoundtrack::margin(const Part& part) const {
  const auto length = static_cast<double>(estimate(part) - part.sample_begin);
  return std::clamp(static_cast<std::size_t>(length * kMarginShare), kLeastMargin, kMostMargin);
}

// The middle of the longest pause within the margin, else the sample itself.
std::size_t LiveSoundtrack::pause_near(std::size_t sample, std::size_t margin, std::size_t from) const {
  const std::size_t begin = std::max(from, sample - std::min(margin, sample));
  const std::size_t end = std::min(sound_.size(), sample + margin);
  if (end <= begin) return std::min(sample, sound_.size());
  const audio::SamplesView sound(sound_);
  const double quiet = std::max(kQuiet, kQuietShare * level_of(sound.subspan(from, end - from)));
  std::size_t best_begin = 0;
  std::size_t best = 0;
  std::size_t run = 0;
  for (std::size_t at = begin; at + kPiece <= end; at += kPiece) {
    run = level_of(sound.subspan(at, kPiece)) < quiet ? run + 1 : 0;
    if (run <= best) continue;
    best = run;
    best_begin = at + kPiece - run * kPiece;
  }
  if (best < kShortestPause) return std::min(sample, sound_.size());
  return best_begin + best * kPiece / 2;
}

bool LiveSoundtrack::end_is_known(const Part& part) {
  if (border_of(part) != nullptr) return true;
  const std::size_t share = estimate(part);
  if (!whole_ && sound_.size() < share + margin(part)) return false;
  const bool all = whole_ && !broken_off_ && is_last(part);
  const std::size_t end =
      all ? sound_.size() : pause_near(share, margin(part), std::min(part.sample_begin, sound_.size()));
  const bool is_current = last_ && last_->text_end == part.text_end;
  borders_.push_back({.text_end = part.text_end,
                      .sample = std::max({end, part.sample_begin, is_current ? handed_over_ : 0})});
  std::ranges::sort(borders_, {}, &Border::text_end);
  letters_timed_ = part_at(0, borders_.back().text_end).letters;
  return true;
}

std::size_t LiveSoundtrack::end_of(const Part& part) {
  if (end_is_known(part)) return border_of(part)->sample;
  return estimate(part);
}

std::size_t LiveSoundtrack::ready_end(const Part& part) {
  if (end_is_known(part)) return std::min(border_of(part)->sample, sound_.size());
  const std::size_t sure = estimate(part) - std::min(margin(part), estimate(part));
  const std::size_t ready = std::max(part.sample_begin, std::min(sure, sound_.size()));
  if (last_ && last_->text_end == part.text_end) handed_over_ = std::max(handed_over_, ready);
  return ready;
}

std::size_t LiveSoundtrack::end_of_words() {
  if (found_up_to_ > 0 && words_.find_first_not_of(" \n", found_up_to_) == std::string::npos && last_)
    return end_of(*last_);
  Part rest = part_at(found_up_to_, words_.size());
  rest.sample_begin = last_ ? end_of(*last_) : 0;
  return pause_near(estimate(rest), margin(rest), std::min(rest.sample_begin, sound_.size()));
}

bool LiveSoundtrack::lacks_sound(const Part& part) const {
  return static_cast<double>(sound_.size()) <
         static_cast<double>(part.sample_begin) + part.letters * kSamplesALetter / 2;
}

std::vector<speech::WordMark> LiveSoundtrack::marks(const Part& part, std::size_t first, std::size_t to) {
  const std::size_t end = end_of(part);
  const bool all = end_is_known(part) && to >= end;
  const double a_letter = static_cast<double>(end - part.sample_begin) / std::max(part.letters, 1.0);
  std::vector<speech::WordMark> marks;
  for (std::size_t i = first; i < part.said.size(); ++i) {
    const auto sample = static_cast<std::size_t>(part.said[i].letters * a_letter);
    if (!all && part.sample_begin + sample > to) break;
    marks.push_back({.text_end = part.said[i].text_end,
                     .sample_end = static_cast<std::uint32_t>(std::min(sample, end - part.sample_begin)),
                     .spoken = part.said[i].spoken});
  }
  return marks;
}

}  // namespace attendant::call
