#include "call/live_voice.hpp"

#include <algorithm>
#include <utility>

namespace attendant::call {

// One clause being handed over, as far as its sound has come.
class LiveVoice::Clause final : public speech::Speaking {
 public:
  Clause(LiveVoice& voice, const LiveSoundtrack& track, LiveSoundtrack::Part part,
         speech::SpeakRequest request, speech::SynthesisSink sink)
      : voice_(voice),
        track_(track),
        part_(part),
        next_(part.sample_begin),
        request_(std::move(request)),
        sink_(std::move(sink)) {}
  ~Clause() override {
    if (voice_.current_ == this) voice_.current_ = nullptr;
  }

  void hand_over() {
    if (over_) return;
    const std::size_t end = std::min(track_.end_of(part_), track_.sound().size());
    if (next_ < end) {
      const audio::SamplesView some = track_.sound().subspan(next_, end - next_);
      const bool first = next_ == part_.sample_begin;
      next_ = end;
      sink_(speech::SpokenChunk{.pcm = {some.begin(), some.end()},
                                .words = first ? track_.marks(part_) : std::vector<speech::WordMark>()});
    }
    if (next_ < track_.end_of(part_) && !track_.whole()) return;
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
  const LiveSoundtrack& track_;  // until over_
  const LiveSoundtrack::Part part_;
  std::size_t next_;  // sample
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

std::optional<std::chrono::milliseconds> LiveVoice::played(UtteranceId utterance,
                                                           std::int64_t samples) const {
  const auto at = asked_.find(utterance);
  if (at == asked_.end()) return std::nullopt;
  const auto& [track, part] = at->second;
  if (track != &tracks_.back()) return std::chrono::milliseconds(0);  // the last one was not begun
  const auto begin = static_cast<std::int64_t>(part.sample_begin);
  const auto end = static_cast<std::int64_t>(track->end_of(part));
  const std::int64_t played = begin + std::clamp<std::int64_t>(samples, 0, end - begin);
  return std::chrono::duration_cast<std::chrono::milliseconds>(audio::kTelephoneRate.duration_of(played));
}

}  // namespace attendant::call
