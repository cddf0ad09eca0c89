// The listening loop of one call: windows with their voice probability in, events and decode jobs out. A pure
// state machine: its only time is the capture time of the audio. One thread at a time; owned by the Ear of a
// call.
//
//   idle -> speaking (two voiced windows) -> silent (pause) -> speaking again, or idle (turn taken, or Final)
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "audio/frame.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "speech/hearing_event.hpp"
#include "speech/stir_watch.hpp"
#include "speech/transcriber.hpp"
#include "speech/turn_judge.hpp"
#include "speech/voice_fade.hpp"

namespace attendant::speech {

struct ListenPolicy {
  audio::SampleRate sample_rate = audio::kTelephoneRate;
  float voice_on = 0.5F;                // probability that opens an utterance
  float voice_off = 0.35F;              // and below which a window of it is silence
  std::chrono::milliseconds onset{64};  // voiced time that opens an utterance
  std::chrono::milliseconds pre_roll{
      400};  // audio kept before the first voiced window: the detector is slow to warm
  std::chrono::milliseconds post_roll{200};  // and after the last
  std::chrono::milliseconds partial_every{400};
  double partial_stretch = 0.4;                  // of what was decoded last, added to partial_every
  std::chrono::milliseconds pause{220};          // silence at which the utterance is decoded speculatively
  std::chrono::milliseconds settle{240};         // after which a stir in a silence was no voice
  std::chrono::milliseconds close{1500};         // silence that ends an utterance which nobody took
  std::chrono::milliseconds close_digits{2500};  // the same while digits are expected
  std::chrono::milliseconds soft_cap{10'000};    // from here on the next short pause ends the utterance
  std::chrono::milliseconds soft_pause{160};
  std::chrono::milliseconds hard_cap{14'000};  // here it ends in any case
  // Silences at which a judge is asked whether the turn is over, where there is one.
  bool judged = false;
  std::array<std::chrono::milliseconds, 3> judge_at{
      std::chrono::milliseconds(200), std::chrono::milliseconds(500), std::chrono::milliseconds(1000)};
  AdvicePolicy advice;
};

// Decode `audio`. The result comes back through on_decoded with the same id, unless the id was cancelled.
struct Decode {
  std::uint32_t id = 0;
  Care care = Care::draft;
  audio::Samples audio;
};
struct CancelDecode {
  std::uint32_t id = 0;
};
// Ask the judge about `audio`. The result comes back through on_judged with the same id; one that comes too
// late is ignored.
struct AskJudge {
  std::uint32_t id = 0;
  audio::Samples audio;
};
using ListenEffect = std::variant<HearingEvent, Decode, CancelDecode, AskJudge>;

class Listener {
 public:
  explicit Listener(ListenPolicy policy);

  // The next window of audio at the policy's rate. `busy`: the decoders are behind, so partials and
  // judgements are left out.
  std::vector<ListenEffect> on_window(audio::SamplesView samples, float probability, Instant begin,
                                      bool busy);
  std::vector<ListenEffect> on_decoded(std::uint32_t id, const Result<Transcript>& result);
  // A better reading of the silence that firm_reading() names.
  std::vector<ListenEffect> on_read_again(std::uint32_t id, Transcript better);
  // The decode whose result was told of the silence that lasts; it may be read again as long as it is.
  std::optional<std::uint32_t> firm_reading() const;
  std::vector<ListenEffect> on_judged(std::uint32_t id, float probability);
  std::vector<ListenEffect> take_turn();
  std::vector<ListenEffect> finish();  // no more audio
  void expect_digits(bool expected) { digits_expected_ = expected; }

  const ListenPolicy& policy() const { return policy_; }
  bool in_utterance() const { return utterance_.has_value(); }
  Instant now() const { return now_; }  // end of the last window
  // Nothing is open and nothing is being decoded.
  bool at_rest() const { return !utterance_ && closing_.empty(); }

 private:
  struct Decoding {
    std::uint32_t id = 0;
    Care care = Care::draft;
    Instant until;            // end of the decoded audio
    std::size_t samples = 0;  // of the utterance's audio
  };
  struct Utterance {
    Instant begin;
    Instant last_voiced;
    Instant last_decode;             // when a decode was last asked for
    std::size_t voiced_samples = 0;  // of audio_, up to the last voiced one
    bool silent = false;             // a firm decode of this silence was asked for
    std::optional<Decoding> decoding;
    std::optional<Transcript> firm;          // of the current silence
    std::uint32_t firm_id = 0;               // its decode
    bool reported = false;                   // as Paused
    std::size_t paused_samples = 0;          // what the last Paused covered
    Instant resumed;                         // first voiced window after it
    StirWatch stir;                          // of the current silence
    std::optional<Instant> stirred;          // Resumed was told for it; no voice so far
    std::size_t judgements = 0;              // asked for in the current silence
    std::optional<std::uint32_t> judging;    // the last of them, until it is answered
    TurnAdvice advice = TurnAdvice::unsure;  // of the current silence
  };
  // An utterance that was closed while its last decode was still running.
  struct Closing {
    std::uint32_t id = 0;
    Final event;
  };

  void open(Instant begin, Instant now, std::vector<ListenEffect>& out);
  void on_voiced(Instant begin, Instant end, std::vector<ListenEffect>& out);
  void on_silent(Instant end, bool busy, std::vector<ListenEffect>& out);
  void watch_for_stirs(float level, Instant begin, Instant end, std::vector<ListenEffect>& out);
  void tell_pause(const Transcript& firm, std::vector<ListenEffect>& out);
  void ask_judge(std::vector<ListenEffect>& out);
  void decode_partial(Instant end, std::vector<ListenEffect>& out);
  std::uint32_t decode_firm(Instant end, std::vector<ListenEffect>& out);  // the id of its decode
  void cancel_decoding(std::vector<ListenEffect>& out);
  void close(bool capped, std::vector<ListenEffect>& out);
  void forget_utterance(bool capped);
  void forget_audio(std::size_t samples);
  std::size_t samples_in(Duration duration) const;
  Utterance& current();                // there must be one
  Duration length(Instant end) const;  // of the open utterance

  ListenPolicy policy_;
  bool digits_expected_ = false;
  // Pre-roll while idle; from the pre-roll on while an utterance is open. In small pieces, so that a call
  // keeps no more than it needs after a long utterance.
  std::deque<std::int16_t> audio_;
  VoiceFade fade_;
  Duration voiced_run_{0};  // voiced windows in a row while idle
  Instant run_begin_;
  Instant now_;  // end of the last window
  std::optional<Utterance> utterance_;
  std::vector<Closing> closing_;  // oldest first; rarely more than one
  std::uint32_t next_id_ = 1;
};

}  // namespace attendant::speech
