#include "speech/cached_voice.hpp"

#include <cmath>
#include <mutex>

#include "speech/clauses.hpp"

namespace attendant::speech {

CachedVoice::Key CachedVoice::key_of(std::string_view clause, audio::SampleRate sample_rate, float rate) {
  return {std::string(clause), sample_rate.hertz(), static_cast<int>(std::lround(rate * 100.0F))};
}

std::shared_ptr<const RenderedClause> CachedVoice::find(const Key& key) const {
  const std::shared_lock hold(lock_);
  const auto kept = kept_.find(key);
  return kept == kept_.end() ? nullptr : kept->second;
}

Status CachedVoice::keep(std::string_view text, audio::SampleRate sample_rate, float rate) {
  for (const std::string_view clause : split_clauses(text)) {
    Key key = key_of(clause, sample_rate, rate);
    if (find(key)) continue;
    TRY_ASSIGN(auto rendered, voice_.render(clause, rate, sample_rate, {}));
    auto sound = std::make_shared<const RenderedClause>(std::move(rendered));
    const std::unique_lock hold(lock_);
    kept_.insert_or_assign(std::move(key), std::move(sound));
  }
  return {};
}

Result<RenderedClause> CachedVoice::render(std::string_view clause, float rate, audio::SampleRate sample_rate,
                                           std::stop_token stop) {
  if (const auto sound = find(key_of(clause, sample_rate, rate))) return *sound;
  return voice_.render(clause, rate, sample_rate, std::move(stop));
}

bool CachedVoice::has_ready(std::string_view clause, float rate, audio::SampleRate sample_rate) const {
  return find(key_of(clause, sample_rate, rate)) != nullptr;
}

std::size_t CachedVoice::size() const {
  const std::shared_lock hold(lock_);
  return kept_.size();
}

}  // namespace attendant::speech
