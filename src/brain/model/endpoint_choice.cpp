#include "brain/model/endpoint_choice.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <vector>

#include "brain/model/prefix_affinity.hpp"

namespace attendant::brain {
namespace {

using std::chrono::milliseconds;

class Choice {
 public:
  Choice(std::span<const EndpointState> endpoints, const ChoiceQuery& query, Instant now,
         const PoolPolicy& policy)
      : endpoints_(endpoints), query_(query), now_(now), policy_(policy) {}

  std::optional<std::size_t> make() const {
    std::set<int> priorities;
    for (const EndpointState& state : endpoints_) priorities.insert(state.endpoint.priority);
    std::optional<std::size_t> doubtful;
    for (const int priority : priorities) {
      const auto able = candidates(priority, false);
      if (able.empty()) continue;
      if (const auto good = candidates(priority, true); !good.empty()) return best(good);
      if (!doubtful) doubtful = best(able);
    }
    return doubtful;
  }

 private:
  bool able(std::size_t index) const {
    const EndpointState& state = endpoints_[index];
    if (std::ranges::find(query_.avoid, index) != query_.avoid.end()) return false;
    const int most = state.endpoint.most_requests;
    if (most > 0 && state.running >= most) return false;
    return query_.sure ? state.breaker.state(now_) == CircuitBreaker::State::closed
                       : state.breaker.permits(now_);
  }

  // In time, and not the next 429.
  bool promises_well(const EndpointState& state) const {
    return state.first_token.mean(now_).value_or(milliseconds(0)) <= policy_.first_token_goal &&
           state.headroom.fits(query_.tokens, now_);
  }

  std::vector<std::size_t> candidates(int priority, bool promising) const {
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < endpoints_.size(); ++index) {
      const EndpointState& state = endpoints_[index];
      if (state.endpoint.priority != priority || !able(index)) continue;
      if (promising && !promises_well(state)) continue;
      found.push_back(index);
    }
    return found;
  }

  // An endpoint nothing is known of counts as the quickest, or it would never become known.
  double load(std::size_t index, milliseconds unknown) const {
    const EndpointState& state = endpoints_[index];
    const milliseconds expected = state.first_token.mean(now_).value_or(unknown);
    return static_cast<double>(std::max(expected, milliseconds(1)).count()) * (state.running + 1) /
           state.endpoint.weight;
  }

  std::size_t best(const std::vector<std::size_t>& candidates) const {
    auto unknown = milliseconds::max();
    for (const std::size_t index : candidates)
      unknown = std::min(unknown, endpoints_[index].first_token.mean(now_).value_or(milliseconds::max()));
    if (unknown == milliseconds::max()) unknown = milliseconds(1);

    const auto least = std::ranges::min(candidates, {}, [&](std::size_t index) {
      const EndpointState& state = endpoints_[index];
      return std::pair(load(index, unknown), static_cast<double>(state.started) / state.endpoint.weight);
    });
    if (query_.prefix_key.empty()) return least;
    const auto warm = std::ranges::max(candidates, {}, [&](std::size_t index) {
      const ModelEndpoint& endpoint = endpoints_[index].endpoint;
      return affinity_score(query_.prefix_key, endpoint.name, endpoint.weight);
    });
    return load(warm, unknown) <= load(least, unknown) * policy_.affinity_slack ? warm : least;
  }

  std::span<const EndpointState> endpoints_;
  const ChoiceQuery& query_;
  Instant now_;
  const PoolPolicy& policy_;
};

}  // namespace

std::optional<std::size_t> choose_endpoint(std::span<const EndpointState> endpoints, const ChoiceQuery& query,
                                           Instant now, const PoolPolicy& policy) {
  return Choice(endpoints, query, now, policy).make();
}

std::optional<std::size_t> choose_early_probe(std::span<const EndpointState> endpoints, Instant now,
                                              const PoolPolicy& policy) {
  std::optional<std::size_t> soonest;
  for (std::size_t index = 0; index < endpoints.size(); ++index) {
    const CircuitBreaker& breaker = endpoints[index].breaker;
    if (!breaker.permits_early_probe(now, policy.breaker)) continue;
    if (!soonest || breaker.opens_in(now) < endpoints[*soonest].breaker.opens_in(now)) soonest = index;
  }
  return soonest;
}

}  // namespace attendant::brain
