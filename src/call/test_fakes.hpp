// Fakes at the seams of a call, for tests: they do at once what they are told and keep what they were asked.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "brain/brain.hpp"
#include "media/line.hpp"
#include "speech/recognizer.hpp"
#include "speech/synthesizer.hpp"
#include "store/journal.hpp"
#include "telephony/leg.hpp"

namespace attendant::call::testing {

class FakeLeg final : public telephony::Leg {
 public:
  struct Log {
    telephony::LegEvents* events = nullptr;
    std::vector<std::string> done;
    bool transfer_works = true;
  };
  explicit FakeLeg(Log& log) : log_(log) {
    party_ = {.caller_number = "+13125550180", .called_number = "100"};
  }

  void listen(telephony::LegEvents* events) override { log_.events = events; }
  const telephony::Party& party() const override { return party_; }
  std::optional<telephony::MediaPortId> media_port() const override { return telephony::MediaPortId(1); }
  Status ring() override { return note("ring"); }
  Status answer() override { return note("answer"); }
  Status reject(const telephony::Rejection&) override { return note("reject"); }
  Status hang_up() override { return note("hang_up"); }
  Status hold(bool on) override { return note(on ? "hold" : "resume"); }
  Status transfer(std::string_view target) override {
    if (!log_.transfer_works) return fail(ErrorCode::unavailable, "cannot refer");
    return note("transfer " + std::string(target));
  }
  Result<boost::json::object> snapshot() const override { return boost::json::object{}; }

 private:
  Status note(std::string what) {
    log_.done.push_back(std::move(what));
    return {};
  }
  Log& log_;
  telephony::Party party_;
};

class FakeLine final : public media::Line {
 public:
  media::Endpoint local() const override { return {}; }
  void set_remote(const media::Remote&) override {}
  void play(UtteranceId utterance, audio::SamplesView samples, bool last) override {
    played[utterance] += static_cast<std::int64_t>(samples.size());
    if (last) ended.push_back(utterance);
  }
  void stop() override { ++stops; }
  void duck(float level) override { this->level = level; }
  Status send_keys(std::string_view) override { return {}; }
  void key_from_signalling(char key) override { events.push_back(media::KeyPressed{.key = key, .at = {}}); }
  bool next_frame(media::CallerFrame&) override { return false; }
  std::optional<media::LineEvent> next_event() override {
    if (events.empty()) return std::nullopt;
    auto event = events.front();
    events.pop_front();
    return event;
  }
  void start_recording(std::unique_ptr<audio::RecordingSink>, RecordingFinished) override {}
  void pause_recording() override { recording = false; }
  void resume_recording() override { recording = true; }
  void stop_recording() override {}
  media::LineStats stats() const override { return {}; }

  std::map<UtteranceId, std::int64_t> played;
  std::vector<UtteranceId> ended;
  std::deque<media::LineEvent> events;
  int stops = 0;
  float level = 1.0F;
  bool recording = true;
};

class FakeEar final : public speech::Recognizer {
 public:
  class Stream final : public speech::RecognizerStream {
   public:
    explicit Stream(FakeEar& ear) : ear_(ear) {}
    ~Stream() override {  // no event is delivered any more
      ear_.hear = [](const speech::HearingEvent&) {};
    }
    void push(audio::SamplesView, Instant, const audio::Sketch&) override {}
    void expect(speech::Expectation) override {}
    void take_turn() override {}
    void finish() override {}

   private:
    FakeEar& ear_;
  };
  Result<std::unique_ptr<speech::RecognizerStream>> open(audio::SampleRate,
                                                         speech::HearingSink sink) override {
    hear = std::move(sink);
    return std::make_unique<Stream>(*this);
  }
  speech::HearingSink hear;
};

// 100 samples for each character, one word mark for each word.
class FakeVoice final : public speech::Synthesizer {
 public:
  std::unique_ptr<speech::Speaking> speak(speech::SpeakRequest request, speech::SynthesisSink sink) override {
    said.push_back(request.text);
    if (broken) {
      sink(Error{.code = ErrorCode::unavailable, .message = "no voice"});
      return std::make_unique<speech::Speaking>();
    }
    speech::SpokenChunk chunk{.pcm = audio::Samples(request.text.size() * 100), .words = {}};
    for (std::size_t i = 1; i <= request.text.size(); ++i)
      if (i == request.text.size() || request.text[i] == ' ')
        chunk.words.push_back({.text_end = i, .sample_end = static_cast<std::uint32_t>(i * 100)});
    sink(std::move(chunk));
    sink(speech::SpokenAll{});
    return std::make_unique<speech::Speaking>();
  }
  std::vector<std::string> said;
  bool broken = false;
};

class FakeJournal final : public store::Journal {
 public:
  struct Record {
    std::string type, payload;
  };
  class Call final : public store::CallJournal {
   public:
    Call(FakeJournal& journal, CallId id) : journal_(journal), id_(std::move(id)) {}
    Result<store::JournalPosition> append(std::string_view type, BytesView payload) override {
      if (journal_.full) return fail(ErrorCode::exhausted, "no space");
      journal_.records.push_back({std::string(type), std::string(payload.begin(), payload.end())});
      return journal_.records.size();
    }
    Result<store::JournalPosition> close(std::string_view) override {
      journal_.closed = true;
      return journal_.records.size();
    }
    const CallId& call() const override { return id_; }
    std::uint64_t last_sequence() const override { return journal_.records.size(); }

   private:
    FakeJournal& journal_;
    CallId id_;
  };
  Result<std::unique_ptr<store::CallJournal>> admit(const CallId& call, const security::CallKey&) override {
    if (full) return fail(ErrorCode::exhausted, "no space");
    return std::make_unique<Call>(*this, call);
  }
  void when_synced(store::JournalPosition, std::function<void()> then) override {
    waiting.push_back(std::move(then));
  }
  void deliver_synced() override {
    for (auto& then : std::exchange(waiting, {})) then();
  }
  Status sync() override { return {}; }
  store::JournalPosition synced_up_to() const override { return 0; }

  std::vector<Record> records;
  std::vector<std::function<void()>> waiting;
  bool full = false, closed = false;
};

// Answers each input with what the test's function says.
class FakeBrain final : public brain::BrainSession {
 public:
  using Answer = std::function<std::vector<conversation::Act>(const conversation::BrainInput&)>;
  explicit FakeBrain(Answer& answer) : answer_(answer) {}
  void take(conversation::BrainInput input, Tell tell) override { tell(answer_(input), false); }

 private:
  Answer& answer_;
};

}  // namespace attendant::call::testing
