// std::ranges::contains, which this standard library does not have yet.
#pragma once

#include <algorithm>

namespace attendant::insurance {

template <class Range, class Value>
bool contains(const Range& range, const Value& value) {
  return std::ranges::find(range, value) != std::ranges::end(range);
}

}  // namespace attendant::insurance
