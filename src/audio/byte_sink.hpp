// Where a recording's bytes go: a file, memory, or a file encrypted underneath. One owner, one thread at a
// time.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace attendant::audio {

class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual Status append(BytesView bytes) = 0;
  // Replaces the first bytes of what was appended (the sizes in a WAV header, known only at the end). A sink
  // that cannot go back says ErrorCode::unsupported; the stream stays readable, with "until the end" as its
  // size.
  virtual Status rewrite_head(BytesView head) = 0;
  // Nothing may be appended afterwards. Says whether all of it is stored.
  virtual Status close() = 0;
};

// In memory, for tests and for short recordings. `bytes` stays readable through bytes().
class MemorySink final : public ByteSink {
 public:
  Status append(BytesView bytes) override {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return {};
  }
  Status rewrite_head(BytesView head) override;
  Status close() override { return {}; }
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

}  // namespace attendant::audio
