#include "call/live_conversation.hpp"

#include <limits>
#include <utility>

namespace attendant::call {
namespace {

// A voice is known to be one a little after it began.
constexpr std::size_t kPreRollSamples = std::size_t{8} * 600;

// Tells the conversation that a turn was taken: what is heard from then on belongs to the next one.
class TurnWatch final : public brain::BrainSession {
 public:
  TurnWatch(std::unique_ptr<LiveBrain> brain, bool& talking) : brain_(std::move(brain)), talking_(talking) {}
  void take(conversation::BrainInput input, Tell tell) override {
    if (std::holds_alternative<conversation::Heard>(input)) talking_ = false;
    brain_->take(std::move(input), std::move(tell));
  }

 private:
  const std::unique_ptr<LiveBrain> brain_;
  bool& talking_;
};

}  // namespace

LiveConversation::LiveConversation(runtime::Loop& loop, speech::LiveModel& model,
                                   speech::Synthesizer& ordinary, LiveBrain::OpenRescue open_rescue,
                                   Options options)
    : loop_(loop),
      model_(model),
      open_rescue_(std::move(open_rescue)),
      options_(std::move(options)),
      voice_(ordinary) {}

std::unique_ptr<brain::BrainSession> LiveConversation::open_brain() {
  auto brain = std::make_unique<LiveBrain>(loop_, voice_, options_.brain, open_rescue_);
  brain_ = brain.get();
  session_ =
      model_.open(options_.setting, [this](speech::LiveEvent event) { brain_->on_event(std::move(event)); });
  brain->attach(session_.get());
  return std::make_unique<TurnWatch>(std::move(brain), talking_);
}

void LiveConversation::hear(audio::SamplesView frame) {
  if (!session_ || brain_->rescued()) return;
  if (talking_ || options_.all_sound) return session_->hear(frame);
  before_.insert(before_.end(), frame.begin(), frame.end());
  if (before_.size() > kPreRollSamples)
    before_.erase(before_.begin(),
                  before_.begin() + static_cast<std::ptrdiff_t>(before_.size() - kPreRollSamples));
}

void LiveConversation::on_hearing(const speech::HearingEvent& event) {
  if (!session_ || talking_ || options_.all_sound || !std::holds_alternative<speech::SpeechStarted>(event))
    return;
  talking_ = true;
  const audio::Samples sound(before_.begin(), before_.end());
  before_.clear();
  if (!brain_->rescued()) session_->hear(sound);
}

void LiveConversation::played_all(UtteranceId utterance) {
  played(utterance, std::numeric_limits<std::int64_t>::max());
}

void LiveConversation::played(UtteranceId utterance, std::int64_t samples) {
  const auto played = voice_.played(utterance, samples);
  if (played && brain_ != nullptr) brain_->on_cut(*played);
}

}  // namespace attendant::call
