// The mouth of one call: sentences in order, each synthesised and played; and, when playback is cut, which
// words were heard. One sentence is synthesised at a time, so that they cannot overtake each other;
// synthesis runs far ahead of playback. Sentences of a turn that is not over yet are prepared: their sound
// waits here until they are spoken or forgotten. Lives on the call's shard; a synthesiser's thread only posts
// to it.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/named.hpp"
#include "conversation/effect.hpp"
#include "media/line.hpp"
#include "runtime/loop.hpp"
#include "speech/synthesizer.hpp"

namespace attendant::call {

class Mouth {
 public:
  struct Listener {
    std::function<void(UtteranceId)> queued;  // its first audio went to the line
    std::function<void(UtteranceId, const Error&)>
        failed;  // it cannot be spoken; nothing of it will be played
  };

  Mouth(runtime::Loop& loop, speech::Synthesizer& voice, Listener listener);
  ~Mouth();

  void attach(media::Line& line) { line_ = &line; }
  // From the next clause on; outlives the mouth.
  void use(speech::Synthesizer& voice) { voice_ = &voice; }
  // The line goes away: what is being said ends here.
  void detach();
  void speak(const conversation::Speak& speak);
  // The same without playing: a speak() of the same utterance plays it, in the order prepared.
  void prepare(const conversation::Speak& speak);
  // What was prepared and not spoken is not wanted; its synthesis is cancelled.
  void forget_prepared();
  // Stops synthesis and playback; the line answers with a Cut.
  void stop();

  // The words of an utterance that were heard when `samples` of it were played.
  std::string heard(UtteranceId utterance, std::int64_t samples) const;
  // It was played to its end, or is not of interest any more.
  void forget(UtteranceId utterance);

 private:
  struct Clause {
    UtteranceId id;
    std::string text;
    std::vector<speech::WordMark> words;
  };
  struct Job {
    conversation::Speak speak;
    bool ahead = false;  // prepared: its sound waits
  };
  // The sound of what was prepared.
  struct Prepared {
    UtteranceId id;
    std::vector<audio::Samples> sound;
    bool complete = false;       // nothing more comes
    std::optional<Error> error;  // because of this
  };
  struct Synthesis;

  void synthesise(const conversation::Speak& speak, bool ahead);
  void play(UtteranceId id, audio::SamplesView sound, bool first);
  void end(UtteranceId id, bool queued, const std::optional<Error>& error);
  void start_next();
  void on_event(std::uint32_t run, speech::SynthesisEvent event);

  runtime::Loop& loop_;
  speech::Synthesizer* voice_;
  Listener listener_;
  media::Line* line_ = nullptr;
  std::deque<Job> waiting_;
  std::vector<Prepared> prepared_;
  std::unique_ptr<Synthesis> current_;
  std::uint32_t runs_ = 0;
  std::vector<Clause> clauses_;
  std::shared_ptr<Mouth*> self_;  // lets posted events find out whether the mouth still is
};

}  // namespace attendant::call
