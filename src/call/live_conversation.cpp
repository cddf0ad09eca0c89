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
  TurnWatch(std::unique_ptr<brain::BrainSession> brain, bool& talking)
      : brain_(std::move(brain)), talking_(talking) {}
  void take(conversation::BrainInput input, Tell tell) override {
    if (std::holds_alternative<conversation::Heard>(input)) talking_ = false;
    brain_->take(std::move(input), std::move(tell));
  }

 private:
  const std::unique_ptr<brain::BrainSession> brain_;
  bool& talking_;
};

}  // namespace

// The model as the brain that is rescued.
class LiveConversation::ModelSeam final : public brain::RescuableBrain {
 public:
  explicit ModelSeam(LiveConversation& conversation) : conversation_(conversation) {}
  std::unique_ptr<brain::RescuableSession> open(const brain::CallSetting&) override {
    return conversation_.open_model();
  }
  std::string version() const override { return "live " + conversation_.needs_.model.name(); }

 private:
  LiveConversation& conversation_;
};

LiveConversation::LiveConversation(const Needs& needs, Options options)
    : needs_(needs),
      options_(std::move(options)),
      voice_(needs.ordinary),
      seam_(std::make_unique<ModelSeam>(*this)),
      rescued_(*seam_, needs.rescue, *needs.catalogue) {}

LiveConversation::~LiveConversation() = default;

std::unique_ptr<brain::BrainSession> LiveConversation::open_brain(const brain::CallSetting& call) {
  return std::make_unique<TurnWatch>(rescued_.open(call), talking_);
}

std::unique_ptr<brain::RescuableSession> LiveConversation::open_model() {
  auto brain = std::make_unique<LiveBrain>(needs_.loop, voice_, *needs_.catalogue, options_.brain);
  brain_ = brain.get();
  const LiveTeam& team = *options_.brain.team;
  session_ = needs_.model.open(team.agents.find(team.first)->second.setting,
                               [this](speech::LiveEvent event) { on_event(std::move(event)); });
  brain->attach(session_.get());
  return brain;
}

void LiveConversation::on_event(speech::LiveEvent event) {
  const auto* speech = std::get_if<speech::LiveSpeech>(&event);
  if (speech != nullptr && !speech->talking && advise_) advise_(TurnAdvice::done);
  brain_->on_event(std::move(event));
}

void LiveConversation::hear(audio::SamplesView frame) {
  if (!session_ || !brain_->listens()) return;
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
  if (brain_->listens()) session_->hear(sound);
}

void LiveConversation::played_all(UtteranceId utterance) {
  played(utterance, std::numeric_limits<std::int64_t>::max());
}

void LiveConversation::played(UtteranceId utterance, std::int64_t samples) {
  const auto played = voice_.played(utterance, samples);
  if (played && brain_ != nullptr) brain_->on_cut(*played);
}

}  // namespace attendant::call
