// A Voice that keeps the sound of fixed phrases (greeting, "One moment.") ready, for each sample rate that a
// codec wants. keep() at start, then render() on any thread.
#pragma once

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <tuple>

#include "speech/voice.hpp"

namespace attendant::speech {

class CachedVoice final : public Voice {
 public:
  // `voice` outlives the instance.
  explicit CachedVoice(Voice& voice) : voice_(voice) {}

  // Renders every clause of `text` and keeps it for good; what is kept already costs nothing.
  Status keep(std::string_view text, audio::SampleRate sample_rate, float rate = 1.0F);

  Result<RenderedClause> render(std::string_view clause, float rate, audio::SampleRate sample_rate,
                                std::stop_token stop) override;
  bool has_ready(std::string_view clause, float rate, audio::SampleRate sample_rate) const override;
  std::size_t size() const;

 private:
  using Key = std::tuple<std::string, int, int>;  // text, samples a second, rate in percent
  static Key key_of(std::string_view clause, audio::SampleRate sample_rate, float rate);
  std::shared_ptr<const RenderedClause> find(const Key& key) const;

  Voice& voice_;
  mutable std::shared_mutex lock_;
  std::map<Key, std::shared_ptr<const RenderedClause>> kept_;
};

}  // namespace attendant::speech
