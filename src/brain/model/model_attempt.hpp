// One request on its way to one endpoint: the wire's bytes in, the attempt's events out. Owned by the
// gateway, on its loop.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "brain/model/answer_stream.hpp"
#include "brain/model/model_wire.hpp"
#include "brain/model/rate_limits.hpp"
#include "net/http_client.hpp"
#include "net/sse_reader.hpp"
#include "runtime/loop.hpp"

namespace attendant::brain {

// In this order; exactly one of `ended` and `failed`, and after it only `closed`.
struct AttemptEvents {
  std::function<void(const RateLimits&)> limits;
  std::function<void(AnswerDelta)> spoke;
  std::function<void(AnswerEnd)> ended;
  std::function<void(AttemptFault)> failed;
  // Once, unless it was given up: the connection is done with, and was kept where it could be.
  std::function<void()> closed;
};

class ModelAttempt {
 public:
  // `loop` and `client` outlive it. Events come in later jobs.
  ModelAttempt(runtime::Loop& loop, net::HttpClient& client, net::ClientRequest request,
               std::unique_ptr<AnswerStream> reader, AttemptEvents events);

  // Closes the connection; no event comes any more. It may be called by an event, in which the attempt must
  // not be destroyed.
  void give_up();

 private:
  enum class Body { unknown, stream, other };  // other: an error's, or no stream of events

  void head(const net::ResponseHead& head);
  void body(std::string_view piece);
  void done(const Status& status);
  void tell(std::vector<ChatItem> items);
  void fail_by_body();
  void end_with(AttemptFault fault);
  void over();
  void close();

  runtime::Loop& loop_;
  AttemptEvents events_;
  std::unique_ptr<AnswerStream> reader_;
  net::SseReader sse_;
  Body kind_ = Body::unknown;
  int status_ = 0;
  std::optional<std::chrono::milliseconds> retry_after_;
  std::string other_body_;
  bool over_ = false;    // ended or failed was told, or nobody wants to know
  bool closed_ = false;  // that was told, likewise
  runtime::Timer patience_;
  std::unique_ptr<net::Exchange> exchange_;  // last: nothing is heard once it is gone
};

}  // namespace attendant::brain
