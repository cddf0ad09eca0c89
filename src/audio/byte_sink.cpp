#include "audio/byte_sink.hpp"

#include <algorithm>

namespace attendant::audio {

Status MemorySink::rewrite_head(BytesView head) {
  CHECK(head.size() <= bytes_.size());
  std::ranges::copy(head, bytes_.begin());
  return {};
}

}  // namespace attendant::audio
