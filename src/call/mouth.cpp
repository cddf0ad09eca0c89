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
  Job job;
  bool queued = false;  // sound of it went to the line
  std::unique_ptr<speech::Speaking> speaking;
};

Mouth::Mouth(runtime::Loop& loop, speech::Synthesizer& voice, Listener listener)
    : loop_(loop), voice_(&voice), listener_(std::move(listener)), self_(std::make_shared<Mouth*>(this)) {}

Mouth::~Mouth() = default;

void Mouth::speak(const conversation::Speak& speak) {
  const auto at = std::ranges::find(prepared_, speak.utterance, &Prepared::id);
  if (at == prepared_.end()) return synthesise(speak, false);
  auto prepared = std::move(*at);
  prepared_.erase(at);
  bool queued = false;
  for (const auto& sound : prepared.sound) play(speak.utterance, sound, !std::exchange(queued, true));
  if (prepared.complete) return end(speak.utterance, queued, prepared.error);
  // The rest of its sound is played as it comes.
  if (current_ && current_->job.speak.utterance == speak.utterance) {
    current_->job.ahead = false;
    current_->queued = queued;
  }
  for (auto& job : waiting_)
    if (job.speak.utterance == speak.utterance) job.ahead = false;
}

void Mouth::prepare(const conversation::Speak& speak) {
  prepared_.push_back({.id = speak.utterance, .sound = {}, .error = {}});
  synthesise(speak, true);
}

void Mouth::forget_prepared() {
  std::erase_if(waiting_, [](const Job& job) { return job.ahead; });
  for (const auto& prepared : prepared_)
    std::erase_if(clauses_, [&](const Clause& clause) { return clause.id == prepared.id; });
  prepared_.clear();
  if (!current_ || !current_->job.ahead) return;
  current_.reset();
  start_next();
}

void Mouth::stop() {
  waiting_.clear();
  prepared_.clear();
  current_.reset();
  if (line_ != nullptr) line_->stop();
}

void Mouth::detach() {
  waiting_.clear();
  prepared_.clear();
  current_.reset();
  line_ = nullptr;
}

std::string Mouth::heard(UtteranceId utterance, std::int64_t samples) const {
  const auto at = std::ranges::find(clauses_, utterance, &Clause::id);
  if (at == clauses_.end() || samples <= 0) return {};
  return speech::heard_text(at->text, at->words, static_cast<std::uint32_t>(samples));
}

void Mouth::forget(UtteranceId utterance) {
  std::erase_if(clauses_, [&](const Clause& clause) { return clause.id.value() <= utterance.value(); });
}

void Mouth::synthesise(const conversation::Speak& speak, bool ahead) {
  clauses_.push_back({.id = speak.utterance, .text = speak.text, .words = {}});
  waiting_.push_back({.speak = speak, .ahead = ahead});
  if (!current_) start_next();
}

void Mouth::start_next() {
  if (waiting_.empty()) return;
  current_ = std::make_unique<Synthesis>(Synthesis{.run = ++runs_, .job = std::move(waiting_.front())});
  waiting_.pop_front();
  const auto& speak = current_->job.speak;
  const speech::SpeakRequest request{
      .text = speak.text, .rate = speak.rate, .voice = speak.voice, .utterance = speak.utterance};
  current_->speaking = voice_->speak(request, [&loop = loop_, self = std::weak_ptr<Mouth*>(self_),
                                               run = runs_](speech::SynthesisEvent event) {
    loop.post([self, run, event = std::move(event)]() mutable {
      if (const auto mouth = self.lock()) (*mouth)->on_event(run, std::move(event));
    });
  });
}

void Mouth::on_event(std::uint32_t run, speech::SynthesisEvent event) {
  if (!current_ || current_->run != run || line_ == nullptr) return;
  const auto id = current_->job.speak.utterance;
  const auto prepared = std::ranges::find(prepared_, id, &Prepared::id);
  if (auto* chunk = std::get_if<speech::SpokenChunk>(&event)) {
    if (const auto clause = std::ranges::find(clauses_, id, &Clause::id); clause != clauses_.end())
      clause->words.insert(clause->words.end(), chunk->words.begin(), chunk->words.end());
    amplify(chunk->pcm, current_->job.speak.level);
    if (prepared != prepared_.end())
      prepared->sound.push_back(std::move(chunk->pcm));
    else
      play(id, chunk->pcm, !std::exchange(current_->queued, true));
    return;
  }
  const auto* failed = std::get_if<Error>(&event);
  const auto error = failed == nullptr ? std::nullopt : std::optional(*failed);
  const bool queued = current_->queued;
  current_.reset();
  if (prepared == prepared_.end()) {
    end(id, queued, error);
  } else {
    prepared->complete = true;
    prepared->error = error;
  }
  if (!current_) start_next();
}

void Mouth::play(UtteranceId id, audio::SamplesView sound, bool first) {
  if (line_ == nullptr) return;
  line_->play(id, sound, false);
  if (first) listener_.queued(id);
}

// Nothing more of this utterance comes.
void Mouth::end(UtteranceId id, bool queued, const std::optional<Error>& error) {
  if (queued) {
    if (line_ != nullptr) line_->play(id, {}, true);
    return;
  }
  listener_.failed(id,
                   error.value_or(Error{.code = ErrorCode::internal, .message = "the voice gave no audio"}));
}

}  // namespace attendant::call
