#include "journal_times.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "app/stored_data.hpp"
#include "call/projection.hpp"
#include "conversation/core.hpp"

namespace attendant::bench {
namespace {

using namespace conversation;

class Moments {
 public:
  // `state`: after the step.
  void add(const Event& event, const std::vector<Effect>& effects, const State& state) {
    at_ = event.at.count();
    asked_ = to_string(state.listen.asked);
    std::visit([this](const auto& body) { heard(body); }, event.body);
    for (const auto& effect : effects) std::visit([this](const auto& e) { decided(e); }, effect);
  }
  boost::json::object take() { return {{"number", number_}, {"moments", std::move(moments_)}}; }

 private:
  void heard(const CallStarted& started) { number_ = started.caller_number; }
  void heard(const SpeechStarted&) { note({{"what", "voice"}}); }
  void heard(const SpeechResumed&) { note({{"what", "voice"}}); }
  void heard(const SpeechPaused& paused) {
    pause(paused.text, paused.last_voiced, paused.confidence);
    if (paused.completeness) moments_.back().as_object()["completeness"] = *paused.completeness;
  }
  void heard(const SpeechFinal& final) { pause(final.text, final.last_voiced, final.confidence); }
  void heard(const BrainGuessed& guessed) { note({{"what", "guess"}, {"acts", guessed.acts.size()}}); }
  void heard(const ClauseStarted&) { note({{"what", "sound"}}); }
  void heard(const PlaybackCut& cut) { note({{"what", "cut"}, {"heard", cut.heard}}); }
  void heard(const auto&) {}

  void decided(const StartTimer& timer) {
    if (timer.timer == Timer::end_of_turn) note({{"what", "due"}, {"due", at_ + timer.after.count()}});
  }
  void decided(const Think& think) {
    if (std::holds_alternative<Heard>(think.input)) note({{"what", "turn"}});
  }
  void decided(const KeepGuess&) { note({{"what", "turn"}}); }  // it was thought about already
  void decided(const StopSpeaking&) { note({{"what", "stop"}}); }
  void decided(const auto&) {}

  void pause(const std::string& text, CallTime last_voiced, float confidence) {
    note({{"what", "pause"},
          {"text", text},
          {"last_voiced", last_voiced.count()},
          {"confidence", confidence},
          {"asked", asked_}});
  }
  void note(boost::json::object moment) {
    moment["at"] = at_;
    moments_.push_back(std::move(moment));
  }

  std::int64_t at_ = 0;
  std::string asked_;
  std::string number_;
  boost::json::array moments_;
};

Result<boost::json::object> moments_of(const std::vector<store::JournalRecord>& records) {
  Moments moments;
  State state;
  const Policy policy;  // as shipped
  for (const auto& record : records) {
    if (record.type != call::kEventRecord) continue;
    const std::string_view text(reinterpret_cast<const char*>(record.payload.data()), record.payload.size());
    boost::system::error_code error;
    const auto value = boost::json::parse(text, error);
    if (error) return fail(ErrorCode::invalid, "record " + std::to_string(record.sequence) + " is no JSON");
    TRY_ASSIGN(const auto event, event_from_json(value));
    const auto effects = step(state, event, policy);
    moments.add(event, effects, state);
  }
  return moments.take();
}

}  // namespace

Status read_journals(const std::filesystem::path& data,
                     const std::function<void(const boost::json::object&)>& take) {
  TRY_ASSIGN(auto keys, security::KeyRing::load(app::key_file_of(data, {})));
  TRY_ASSIGN(const auto stored, app::StoredData::open(data, std::move(keys)));
  TRY_ASSIGN(const auto calls, stored->store().history().list({.limit = 10'000}));
  for (const auto& call : calls) {
    TRY_ASSIGN(const auto records, stored->store().read_journal(call.call));
    TRY_ASSIGN(const auto moments, moments_of(records));
    take(moments);
  }
  return {};
}

}  // namespace attendant::bench
