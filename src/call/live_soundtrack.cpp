#include "call/live_soundtrack.hpp"

#include <algorithm>

namespace attendant::call {
namespace {

// English at an ordinary pace: fifteen letters a second.
constexpr std::size_t kSamplesALetter = 533;

}  // namespace

void LiveSoundtrack::add_sound(audio::SamplesView pcm) {
  const std::size_t room = kMostSamples - std::min(kMostSamples, sound_.size());
  const audio::SamplesView some = pcm.first(std::min(room, pcm.size()));
  sound_.insert(sound_.end(), some.begin(), some.end());
}

std::optional<LiveSoundtrack::Part> LiveSoundtrack::find(std::string_view text) {
  std::size_t at = text.empty() ? std::string::npos : words_.find(text, found_up_to_);
  const bool again = at == std::string::npos;
  if (again && !text.empty()) at = words_.rfind(text);
  if (at == std::string::npos) return std::nullopt;
  Part part{.text_begin = at, .text_end = at + text.size()};
  part.sample_begin = again ? std::min(sample_at(at), sound_.size()) : next_sample_;
  if (!again) found_up_to_ = part.text_end;
  next_sample_ = end_of(part);
  return part;
}

std::size_t LiveSoundtrack::sample_at(std::size_t text_offset) const {
  if (!whole_) return text_offset * kSamplesALetter;
  return words_.empty() ? 0 : text_offset * sound_.size() / words_.size();
}

std::size_t LiveSoundtrack::end_of(const Part& part) const {
  const bool last = whole_ && words_.find_first_not_of(" \n", part.text_end) == std::string::npos;
  return std::max(part.sample_begin, last ? sound_.size() : sample_at(part.text_end));
}

bool LiveSoundtrack::lacks_sound(const Part& part) const {
  return sound_.size() < part.text_end * kSamplesALetter / 2;
}

std::vector<speech::WordMark> LiveSoundtrack::marks(const Part& part) const {
  std::vector<speech::WordMark> marks;
  const std::size_t letters = part.text_end - part.text_begin;
  const std::size_t samples = end_of(part) - part.sample_begin;
  for (std::size_t i = 1; i <= letters; ++i) {
    const bool ends = i == letters || words_[part.text_begin + i] == ' ';
    if (ends && words_[part.text_begin + i - 1] != ' ')
      marks.push_back({.text_end = i, .sample_end = static_cast<std::uint32_t>(i * samples / letters)});
  }
  return marks;
}

}  // namespace attendant::call
