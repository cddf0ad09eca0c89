#include "call/mouth.hpp"

#include <algorithm>
#include <utility>

namespace attendant::call {
namespace {

void amplify(audio::Samples& samples, float level) {
  if (level == 1.0F) return;
  for (auto& sample : samples)
    sample = static_cast<std::int16_t>(std::clamp(static_cast<float>(sample) * level, -32768.0F, 32767.0F));
}

}  // namespace

struct Mouth::Synthesis {
  std::uint32_t run = 0;
  conversation::Speak speak;
  bool queued = false;
  std::unique_ptr<speech::Speaking> speaking;
};

Mouth::Mouth(runtime::Loop& loop, speech::Synthesizer& voice, Listener listener)
    : loop_(loop), voice_(voice), listener_(std::move(listener)), self_(std::make_shared<Mouth*>(this)) {}

Mouth::~Mouth() = default;

void Mouth::speak(const conversation::Speak& speak) {
  clauses_.push_back({.id = speak.utterance, .text = speak.text, .words = {}});
  waiting_.push_back(speak);
  if (!current_) start_next();
}

void Mouth::stop() {
  waiting_.clear();
  current_.reset();
  if (line_ != nullptr) line_->stop();
}

void Mouth::detach() {
  waiting_.clear();
  current_.reset();
  line_ = nullptr;
}

std::string Mouth::heard(UtteranceId utterance, std::int64_t samples) const {
  const auto at = std::ranges::find(clauses_, utterance, &Clause::id);
  if (at == clauses_.end() || samples <= 0) return {};
  return std::string(speech::heard_text(at->text, at->words, static_cast<std::uint32_t>(samples)));
}

void Mouth::forget(UtteranceId utterance) {
  std::erase_if(clauses_, [&](const Clause& clause) { return clause.id.value() <= utterance.value(); });
}

void Mouth::start_next() {
  if (waiting_.empty()) return;
  current_ = std::make_unique<Synthesis>(Synthesis{.run = ++runs_, .speak = std::move(waiting_.front())});
  waiting_.pop_front();
  const speech::SpeakRequest request{
      .text = current_->speak.text, .rate = current_->speak.rate, .voice = current_->speak.voice};
  current_->speaking = voice_.speak(request, [&loop = loop_, self = std::weak_ptr<Mouth*>(self_),
                                              run = runs_](speech::SynthesisEvent event) {
    loop.post([self, run, event = std::move(event)]() mutable {
      if (const auto mouth = self.lock()) (*mouth)->on_event(run, std::move(event));
    });
  });
}

void Mouth::on_event(std::uint32_t run, speech::SynthesisEvent event) {
  if (!current_ || current_->run != run || line_ == nullptr) return;
  const auto id = current_->speak.utterance;
  if (auto* chunk = std::get_if<speech::SpokenChunk>(&event)) {
    if (const auto clause = std::ranges::find(clauses_, id, &Clause::id); clause != clauses_.end())
      clause->words.insert(clause->words.end(), chunk->words.begin(), chunk->words.end());
    amplify(chunk->pcm, current_->speak.level);
    line_->play(id, chunk->pcm, false);
    if (!std::exchange(current_->queued, true)) listener_.queued(id);
    return;
  }
  const bool queued = current_->queued;
  current_.reset();
  if (queued) line_->play(id, {}, true);
  start_next();
  if (const auto* error = std::get_if<Error>(&event)) {
    if (!queued) listener_.failed(id, *error);
  } else if (!queued) {
    listener_.failed(id, Error{.code = ErrorCode::internal, .message = "the voice gave no audio"});
  }
}

}  // namespace attendant::call
