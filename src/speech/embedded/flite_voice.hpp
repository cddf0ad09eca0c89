// flite's own voice "slt": plain, but it needs no download (`voice: flite`). render() is serialised by
// Flite's lock.
#pragma once

#include "speech/embedded/flite.hpp"
#include "speech/voice.hpp"

namespace attendant::speech::embedded {

class FliteVoice final : public Voice {
 public:
  // `flite` outlives the instance.
  explicit FliteVoice(Flite& flite) : flite_(flite) {}

  Result<RenderedClause> render(std::string_view clause, float rate, audio::SampleRate sample_rate,
                                std::stop_token stop) override;

 private:
  Flite& flite_;
};

}  // namespace attendant::speech::embedded
