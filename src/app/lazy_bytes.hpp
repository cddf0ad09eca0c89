// A ByteSink that is opened with its first bytes, on the thread that writes them: a shard may hand one over
// without touching the disk.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "audio/byte_sink.hpp"
#include "base/result.hpp"

namespace attendant::app {

class LazyBytes final : public audio::ByteSink {
 public:
  using Open = std::function<Result<std::unique_ptr<audio::ByteSink>>()>;
  explicit LazyBytes(Open open) : open_(std::move(open)) {}

  Status append(BytesView bytes) override {
    TRY(opened());
    return sink_->append(bytes);
  }
  Status rewrite_head(BytesView head) override {
    TRY(opened());
    return sink_->rewrite_head(head);
  }
  Status close() override { return sink_ ? sink_->close() : Status(); }

 private:
  Status opened() {
    if (sink_) return {};
    TRY_ASSIGN(sink_, open_());
    return {};
  }

  Open open_;
  std::unique_ptr<audio::ByteSink> sink_;
};

}  // namespace attendant::app
