// Whether this process lives, and whether it should be given calls. Parts add a check each; readiness is all
// of them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace attendant::admin {

class Health {
 public:
  // Returns why not, in one sentence, or nothing when all is well. Called on the admin listener's shard at
  // every probe: it must be quick and safe on that thread.
  using Check = std::function<std::optional<std::string>()>;

  void add(std::string name, Check check);  // before the listener starts
  struct Finding {
    std::string name;
    std::optional<std::string> problem;
  };
  std::vector<Finding> look() const;

 private:
  struct Entry {
    std::string name;
    Check check;
  };
  std::vector<Entry> checks_;
};

// Not ready while a loop runs what is due later than `limit`.
Health::Check loop_lag_check(std::function<Duration()> lag, Duration limit);

}  // namespace attendant::admin
