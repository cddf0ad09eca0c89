// At most so many second requests: each request earns a fraction of one, and no more than a few are saved up.
#pragma once

#include <algorithm>

namespace attendant::brain {

class HedgeBudget {
 public:
  static constexpr double kMostSaved = 5.0;

  // `share`: of requests that may be hedged, 0.05 = 5 %.
  void earn(double share) { saved_ = std::min(saved_ + share, kMostSaved); }
  bool affords() const { return saved_ >= kWhole; }
  void spend() { saved_ = std::max(saved_ - 1.0, 0.0); }

 private:
  static constexpr double kWhole = 1.0 - 1e-9;  // a hundred times 0.01 is a little less than 1

  double saved_ = 0.0;
};

}  // namespace attendant::brain
