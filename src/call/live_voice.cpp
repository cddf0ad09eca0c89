#include "call/live_voice.hpp"

#include <algorithm>
#include <utility>

namespace attendant::call {
namespace {

std::chrono::milliseconds duration_of(std::int64_t samples) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(audio::kTelephoneRate.duration_of(samples));
}

}  // namespace

// One clause being handed over, as far as its sound has come.
class LiveVoice::Clause final : public speech::Speaking {
 public:
  Clause(LiveVoice& voice, LiveSoundtrack& track, LiveSoundtrack::Part part, speech::SpeakRequest request,
         speech::SynthesisSink sink)
      : voice_(voice),
        track_(track),
        part_(std::move(part)),
        next_(part_.sample_begin),
        request_(std::move(request)),
        sink_(std::move(sink)) {}
  ~Clause() override {
    if (voice_.current_ == this) voice_.current_ = nullptr;
  }

  void hand_over() {
    if (over_) return;
    const std::size_t end = track_.ready_end(part_);
    if (next_ < end) {
      const audio::SamplesView some = track_.sound().subspan(next_, end - next_);
      next_ = end;
      auto words = track_.marks(part_, words_told_, end);
      words_told_ += words.size();
      sink_(speech::SpokenChunk{.pcm = {some.begin(), some.end()}, .words = std::move(words)});
    }
    if (!track_.end_is_known(part_)) return;
    over_ = true;
    if (next_ == part_.sample_begin) {
      // Its sound never came: the words are said all the same. Or the clauses before it took its share.
      if (track_.lacks_sound(part_)) {
        instead_ = voice_.ordinary_.speak(std::move(request_), std::move(sink_));
        return;
      }
      sink_(speech::SpokenChunk{.pcm = audio::Samples(audio::kFrameSamples), .words = {}});
    }
    sink_(speech::SpokenAll{});
  }

 private:
  LiveVoice& voice_;
  LiveSoundtrack& track_;  // until over_
  const LiveSoundtrack::Part part_;
  std::size_t next_;  // sample
  std::size_t words_told_ = 0;
  bool over_ = false;
  speech::SpeakRequest request_;
  speech::SynthesisSink sink_;
  std::unique_ptr<speech::Speaking> instead_;
};

std::unique_ptr<speech::Speaking> LiveVoice::speak(speech::SpeakRequest request, speech::SynthesisSink sink) {
  for (LiveSoundtrack& track : tracks_) {
    const auto part = track.find(request.text);
    if (!part) continue;
    asked_[request.utterance] = {.track = &track, .part = *part};
    auto clause = std::make_unique<Clause>(*this, track, *part, std::move(request), std::move(sink));
    current_ = clause.get();
    clause->hand_over();
    return clause;
  }
  return ordinary_.speak(std::move(request), std::move(sink));
}

void LiveVoice::begin_turn() {
  finish();  // what is still being handed over ends with what came of it
  current_ = nullptr;
  asked_.clear();
  tracks_.clear();
}

void LiveVoice::begin_answer() {
  finish();
  tracks_.emplace_back();
}

void LiveVoice::add_words(std::string_view text) {
  if (!tracks_.empty()) tracks_.back().add_words(text);
}

void LiveVoice::add_sound(audio::SamplesView pcm) {
  if (tracks_.empty()) return;
  tracks_.back().add_sound(pcm);
  if (current_ != nullptr) current_->hand_over();
}

void LiveVoice::finish() {
  if (!tracks_.empty()) tracks_.back().finish();
  if (current_ != nullptr) current_->hand_over();
}

std::chrono::milliseconds LiveVoice::break_off(std::size_t unsaid) {
  if (tracks_.empty()) return {};
  tracks_.back().break_off(unsaid);
  const auto end = static_cast<std::int64_t>(tracks_.back().left_out() + tracks_.back().end_of_words());
  if (current_ != nullptr) current_->hand_over();
  return duration_of(end);
}

std::optional<std::chrono::milliseconds> LiveVoice::played(UtteranceId utterance, std::int64_t samples) {
  const auto at = asked_.find(utterance);
  if (at == asked_.end()) return std::nullopt;
  auto& [track, part] = at->second;
  if (track != &tracks_.back()) return std::chrono::milliseconds(0);  // the last one was not begun
  const auto begin = static_cast<std::int64_t>(part.sample_begin);
  const auto end = static_cast<std::int64_t>(track->end_of(part));
  const auto left_out = static_cast<std::int64_t>(track->left_out());
  return duration_of(left_out + begin + std::clamp<std::int64_t>(samples, 0, end - begin));
}

}  // namespace attendant::call
