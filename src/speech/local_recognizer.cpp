#include "speech/local_recognizer.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "runtime/thread_name.hpp"
#include "speech/local_stream.hpp"

namespace attendant::speech {

class LocalRecognizer::Hearing {
 public:
  Hearing(Options options, VoiceDetector& detector, Transcriber& transcriber, runtime::Pool& decoders)
      : options_(std::move(options)),
        detector_(detector),
        transcriber_(transcriber),
        decoders_(decoders),
        inbox_(std::make_shared<Inbox>()),
        frames_(std::make_shared<FramePool>(options_.streams * FrameRing::blocks(audio::kSpeechRate))) {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  // Decodes that still run keep their inbox alive, and nobody reads it. The transcriber must outlive them:
  // the pool is drained by its owner.
  ~Hearing() {
    thread_.request_stop();
    thread_.join();
    for (const auto& stream : streams_) stop_decodes(*stream);
    decoders_.drain();
    if (options_.second != nullptr) options_.second_decoders->drain();
  }
  Hearing(const Hearing&) = delete;
  Hearing& operator=(const Hearing&) = delete;

  Result<std::unique_ptr<RecognizerStream>> open(audio::SampleRate sample_rate, HearingSink sink) {
    ListenPolicy policy = options_.policy;
    policy.sample_rate = sample_rate;
    policy.judged = options_.judge != nullptr;
    TRY_ASSIGN(Ear ear, Ear::create(policy));
    auto stream = std::make_shared<LocalStream>(std::move(ear), frames_, std::move(sink));
    const std::lock_guard hold(inbox_->lock);
    if (open_streams_ + inbox_->opened.size() >= options_.streams) {
      return fail(ErrorCode::exhausted, "no more calls can be listened to");
    }
    inbox_->opened.push_back(stream);
    return std::make_unique<LocalStreamHandle>(std::move(stream));
  }

 private:
  using Streams = std::vector<std::shared_ptr<LocalStream>>;
  struct Decoded {
    std::shared_ptr<LocalStream> stream;
    std::uint32_t id = 0;
    Result<Transcript> transcript;
    audio::Samples audio = {};  // of a first reading that a second may follow; empty: none shall
    bool second = false;
  };
  struct Judged {
    std::shared_ptr<LocalStream> stream;
    std::uint32_t id = 0;
    Result<float> finished;
  };
  // What other threads leave for the hearing thread.
  struct Inbox {
    std::mutex lock;
    std::condition_variable_any arrived;
    Streams opened;
    std::vector<Decoded> decoded;
    std::vector<Judged> judged;

    bool has_results() const { return !decoded.empty() || !judged.empty(); }
  };

  void run(const std::stop_token& stop) {
    runtime::name_this_thread("hearing");
    bool more = false;  // somebody may have another window
    while (!stop.stop_requested()) {
      std::vector<Decoded> decoded;
      std::vector<Judged> judged;
      {
        std::unique_lock hold(inbox_->lock);
        inbox_->arrived.wait_for(hold, stop, options_.tick, [&] { return more || inbox_->has_results(); });
        std::ranges::move(inbox_->opened, std::back_inserter(streams_));
        inbox_->opened.clear();
        decoded.swap(inbox_->decoded);
        judged.swap(inbox_->judged);
        std::erase_if(streams_, [](const auto& stream) {
          if (!stream->closed) return false;
          stop_decodes(*stream);
          return true;
        });
        open_streams_ = streams_.size();
      }
      for (Decoded& result : decoded) take_decoded(result);
      for (const Judged& result : judged) take_judged(result);
      for (const auto& stream : streams_) take_commands(stream);
      for (const auto& stream : streams_) end_doubts(stream);
      more = listen_to_all();
      if (more) continue;
      for (const auto& stream : streams_) take_finish(stream);
    }
  }

  void take_decoded(Decoded& result) {
    if (!result.transcript && result.transcript.error().code != ErrorCode::cancelled)
      options_.on_error(result.transcript.error());
    if (result.second) return take_second(result);
    auto& stream = result.stream;
    const bool wanted = stream->decodes.erase(result.id) > 0;
    if (!wanted || !result.transcript || result.audio.empty())
      return carry_out(stream, stream->ear.listener().on_decoded(result.id, result.transcript));
    const auto& first = *result.transcript;
    LocalStream::Doubt doubt{.first = first, .expected = stream->judge(), .until = {}};
    const auto& policy = options_.doubt;
    const bool doubted = in_doubt(first, doubt.expected, policy);
    if (doubted)
      doubt.until = stream->ear.listener().now() + (doubt.expected ? policy.time_for_answers : policy.time);
    const bool read_again = (doubted || !is_busy()) && ask_again(result, std::move(doubt));
    if (!doubted || !read_again)
      return carry_out(stream, stream->ear.listener().on_decoded(result.id, result.transcript));
    // Words that interrupt us do not wait.
    stream->deliver(
        Partial{.text = first.text, .confidence = first.confidence, .at = stream->ear.listener().now()});
  }

  // Whether a second reading is under way.
  bool ask_again(Decoded& result, LocalStream::Doubt doubt) {
    auto& stream = result.stream;
    if (!options_.second->ready() || options_.second_decoders->stats().waiting > 0) return false;
    std::stop_source stop;
    auto job = [inbox = inbox_, stream, id = result.id, rate = stream->ear.sample_rate(),
                token = stop.get_token(), audio = std::move(result.audio), first = result.transcript->tokens,
                second = options_.second] {
      if (token.stop_requested()) return;
      hand_in(*inbox,
              {.stream = stream,
               .id = id,
               .transcript = second->transcribe(audio, rate, {.care = Care::firm, .guess = first}, token),
               .second = true});
    };
    if (!options_.second_decoders->post(std::move(job))) return false;
    stream->decodes.emplace(result.id, std::move(stop));
    stream->doubts.emplace(result.id, std::move(doubt));
    return true;
  }

  // It may have been cancelled or come too late: then nobody waits for it.
  void take_second(Decoded& result) {
    const auto doubt = result.stream->doubts.extract(result.id);
    if (!doubt) return;
    result.stream->decodes.erase(result.id);
    auto& [first, expected, until] = doubt.mapped();
    Transcript better = result.transcript
                            ? better_of(std::move(first), *std::move(result.transcript), expected)
                            : std::move(first);
    auto& listener = result.stream->ear.listener();
    carry_out(result.stream, until ? listener.on_decoded(result.id, std::move(better))
                                   : listener.on_read_again(result.id, std::move(better)));
  }

  // The time for second readings is over: the first ones hold. So do those that were told, when the silence
  // is over.
  void end_doubts(const std::shared_ptr<LocalStream>& stream) {
    while (true) {
      const auto due = std::ranges::find_if(stream->doubts, [&](const auto& doubt) {
        const auto& [id, of] = doubt;
        const auto& listener = stream->ear.listener();
        return of.until ? *of.until <= listener.now() : listener.firm_reading() != id;
      });
      if (due == stream->doubts.end()) return;
      const auto ended = stream->doubts.extract(due);
      if (auto running = stream->decodes.extract(ended.key())) running.mapped().request_stop();
      if (ended.mapped().until)
        carry_out(stream, stream->ear.listener().on_decoded(ended.key(), ended.mapped().first));
    }
  }

  void take_judged(const Judged& result) {
    if (!result.finished) return options_.on_error(result.finished.error());
    carry_out(result.stream, result.stream->ear.listener().on_judged(result.id, *result.finished));
  }

  void take_commands(const std::shared_ptr<LocalStream>& stream) {
    stream->ear.listener().expect_digits(stream->digits_expected() > 0);
    if (const std::uint32_t taken = stream->turns_taken; taken != stream->turns_seen) {
      stream->turns_seen = taken;
      carry_out(stream, stream->ear.listener().take_turn());
    }
  }

  void take_finish(const std::shared_ptr<LocalStream>& stream) {
    if (!stream->finished || stream->finish_seen) return;
    stream->finish_seen = true;
    carry_out(stream, stream->ear.listener().finish());
  }

  // One window of every call that has one; what else arrived stays in its ring. false: nobody has.
  bool listen_to_all() {
    questions_.clear();
    asked_.clear();
    silent_.clear();
    for (const auto& stream : streams_) {
      while (!stream->ear.has_window() && stream->frames.pop(frame_))
        stream->ear.push(frame_.view(), frame_.captured, frame_.sent);
      const auto window = stream->ear.window();
      if (!window) continue;
      if (window->silent) {
        silent_.push_back(stream);
      } else {
        questions_.push_back(window->question);
        asked_.push_back(stream);
      }
    }
    if (const Status status = detector_.detect(questions_); !status) options_.on_error(status.error());
    const bool busy = is_busy();
    for (std::size_t i = 0; i < asked_.size(); ++i)
      carry_out(asked_[i], asked_[i]->ear.heard(questions_[i].probability, busy));
    for (const auto& stream : silent_) carry_out(stream, stream->ear.heard(0.0F, busy));
    return !asked_.empty() || !silent_.empty();
  }

  // More decodes wait than callers speak: partials would only delay what is acted upon.
  bool is_busy() const {
    const auto speaking =
        std::ranges::count_if(streams_, [](const auto& s) { return s->ear.listener().in_utterance(); });
    return decoders_.stats().waiting > static_cast<std::size_t>(std::max<std::ptrdiff_t>(speaking, 2));
  }

  void carry_out(const std::shared_ptr<LocalStream>& stream, std::vector<ListenEffect> effects) {
    for (ListenEffect& effect : effects) {
      if (const auto* event = std::get_if<HearingEvent>(&effect)) {
        stream->deliver(*event);
      } else if (auto* decode = std::get_if<Decode>(&effect)) {
        start(stream, std::move(*decode));
      } else if (const auto* cancel = std::get_if<CancelDecode>(&effect)) {
        if (auto running = stream->decodes.extract(cancel->id)) running.mapped().request_stop();
        stream->doubts.erase(cancel->id);
      } else if (auto* question = std::get_if<AskJudge>(&effect)) {
        ask_judge(stream, std::move(*question));
      }
    }
  }

  void start(const std::shared_ptr<LocalStream>& stream, Decode decode) {
    const std::uint32_t id = decode.id;
    const auto priority =
        decode.care == Care::firm ? runtime::Priority::urgent : runtime::Priority::background;
    const audio::SampleRate rate = stream->ear.sample_rate();
    std::stop_source stop;
    const bool may_ask_again = options_.second != nullptr && decode.care == Care::firm;
    auto job = [inbox = inbox_, stream, rate, token = stop.get_token(), decode = std::move(decode),
                may_ask_again, &transcriber = transcriber_]() mutable {
      if (token.stop_requested()) return;
      Decoded result{.stream = stream,
                     .id = decode.id,
                     .transcript = transcriber.transcribe(decode.audio, rate, {.care = decode.care}, token)};
      if (may_ask_again) result.audio = std::move(decode.audio);
      hand_in(*inbox, std::move(result));
    };
    stream->decodes.emplace(id, std::move(stop));
    if (!decoders_.post(std::move(job), priority)) {
      Decoded refused{.stream = stream,
                      .id = id,
                      .transcript = fail(ErrorCode::exhausted, "too many utterances wait to be recognised")};
      take_decoded(refused);
    }
  }

  // Advice that finds no room is not missed.
  void ask_judge(const std::shared_ptr<LocalStream>& stream, AskJudge question) {
    auto job = [inbox = inbox_, stream, rate = stream->ear.sample_rate(), question = std::move(question),
                judge = options_.judge] {
      Judged result{.stream = stream, .id = question.id, .finished = judge->finished(question.audio, rate)};
      {
        const std::lock_guard hold(inbox->lock);
        inbox->judged.push_back(std::move(result));
      }
      inbox->arrived.notify_one();
    };
    std::ignore = decoders_.post(std::move(job), runtime::Priority::normal);
  }

  static void hand_in(Inbox& inbox, Decoded result) {
    {
      const std::lock_guard hold(inbox.lock);
      inbox.decoded.push_back(std::move(result));
    }
    inbox.arrived.notify_one();
  }

  static void stop_decodes(LocalStream& stream) {
    for (auto& [id, stop] : stream.decodes) stop.request_stop();
    stream.decodes.clear();
    stream.doubts.clear();
  }

  Options options_;
  VoiceDetector& detector_;
  Transcriber& transcriber_;
  runtime::Pool& decoders_;
  std::shared_ptr<Inbox> inbox_;
  std::size_t open_streams_ = 0;  // guarded by inbox_->lock
  const std::shared_ptr<FramePool> frames_;

  // Of the hearing thread alone; all but the first are kept between windows so that listening allocates
  // nothing.
  Streams streams_;
  WaitingFrame frame_;
  std::vector<VoiceWindow> questions_;
  Streams asked_, silent_;

  std::jthread thread_;
};

LocalRecognizer::LocalRecognizer(Options options, VoiceDetector& detector, Transcriber& transcriber,
                                 runtime::Pool& decoders)
    : hearing_(std::make_unique<Hearing>(std::move(options), detector, transcriber, decoders)) {}
LocalRecognizer::~LocalRecognizer() = default;

Result<std::unique_ptr<RecognizerStream>> LocalRecognizer::open(audio::SampleRate sample_rate,
                                                                HearingSink sink) {
  return hearing_->open(sample_rate, std::move(sink));
}

}  // namespace attendant::speech
