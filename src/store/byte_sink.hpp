// Where a stream of bytes goes that is written once, from front to back (a recording on its way to the disk).
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace attendant::store {

class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual Status append(BytesView bytes) = 0;
  virtual Status close() = 0;  // the stream is complete; destroying without it leaves it marked as broken off
};

}  // namespace attendant::store
