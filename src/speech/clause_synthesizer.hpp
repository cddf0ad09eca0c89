// A Synthesizer over any Voice: cuts the text into clauses and renders them one after the other on a pool,
// the first one ahead of everybody's later ones. `voice` and `pool` outlive the instance. Any thread.
#pragma once

#include "runtime/pool.hpp"
#include "speech/synthesizer.hpp"

namespace attendant::speech {

class ClauseSynthesizer final : public Synthesizer {
 public:
  ClauseSynthesizer(Voice& voice, runtime::Pool& pool) : voice_(voice), pool_(pool) {}

  // When the pool is full, the sink gets ErrorCode::exhausted before this returns.
  std::unique_ptr<Speaking> speak(SpeakRequest request, SynthesisSink sink) override;

 private:
  Voice& voice_;
  runtime::Pool& pool_;
};

}  // namespace attendant::speech
