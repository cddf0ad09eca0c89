#include "brain/model/model_attempt.hpp"

#include <utility>

#include <fmt/format.h>

#include "net/retry_after.hpp"

namespace attendant::brain {
namespace {

constexpr std::size_t kLongestErrorBody = 1U << 16;
// An error's body names its cause, but its status is known: nobody waits long for it.
constexpr std::chrono::milliseconds kErrorBodyTime{250};
// After the answer's end the response's own end follows at once, and the connection can be used again.
constexpr std::chrono::milliseconds kEndTime{1000};

RateLimits limits_of(const net::ResponseHead& head) {
  return rate_limits({.remaining_requests = head.header("x-ratelimit-remaining-requests"),
                      .remaining_tokens = head.header("x-ratelimit-remaining-tokens"),
                      .reset_requests = head.header("x-ratelimit-reset-requests"),
                      .reset_tokens = head.header("x-ratelimit-reset-tokens")});
}

}  // namespace

ModelAttempt::ModelAttempt(runtime::Loop& loop, net::HttpClient& client, net::ClientRequest request,
                           std::unique_ptr<AnswerStream> reader, AttemptEvents events)
    : loop_(loop), events_(std::move(events)), reader_(std::move(reader)) {
  exchange_ = client.start(std::move(request), {.head = [this](const net::ResponseHead& h) { head(h); },
                                                .body = [this](std::string_view piece) { body(piece); },
                                                .done = [this](const Status& status) { done(status); }});
}

void ModelAttempt::give_up() {
  over_ = true;
  closed_ = true;
  patience_.cancel();
  exchange_.reset();
}

void ModelAttempt::head(const net::ResponseHead& head) {
  status_ = head.status;
  const bool answered = status_ >= 200 && status_ < 300;
  kind_ =
      answered && !head.header("content-type").starts_with("application/json") ? Body::stream : Body::other;
  if (kind_ == Body::stream) return events_.limits(limits_of(head));
  retry_after_ =
      net::retry_after(head.header("retry-after-ms"), head.header("retry-after"), loop_.clock().wall());
  patience_ = loop_.after(kErrorBodyTime, [this] { fail_by_body(); });
}

void ModelAttempt::body(std::string_view piece) {
  if (over_) return;
  if (kind_ == Body::other) {
    other_body_ += piece;
    if (other_body_.size() > kLongestErrorBody) fail_by_body();
    return;
  }
  const auto events = sse_.read(piece);
  if (!events) return end_with({.kind = FaultKind::malformed, .message = events.error().message});
  for (const net::SseEvent& event : *events) {
    if (over_) return;
    tell(reader_->read(event.data));
  }
}

void ModelAttempt::done(const Status& status) {
  if (!over_) {
    if (kind_ == Body::unknown)
      end_with({.kind = FaultKind::unreachable,
                .message = status ? "a response without a head" : status.error().message});
    else if (kind_ == Body::other)
      fail_by_body();
    else
      tell(reader_->close());
  }
  patience_.cancel();
  close();
}

void ModelAttempt::tell(std::vector<ChatItem> items) {
  for (ChatItem& item : items) {
    if (over_) return;
    if (auto* fault = std::get_if<AttemptFault>(&item)) return end_with(std::move(*fault));
    if (auto* end = std::get_if<AnswerEnd>(&item)) {
      over();
      return events_.ended(*end);
    }
    if (auto* text = std::get_if<TextDelta>(&item)) events_.spoke(std::move(*text));
    if (auto* refusal = std::get_if<RefusalDelta>(&item)) events_.spoke(std::move(*refusal));
    if (auto* call = std::get_if<ToolCallDelta>(&item)) events_.spoke(std::move(*call));
  }
}

void ModelAttempt::fail_by_body() {
  // An error may come with 200, too; what holds none is an answer that nobody can use.
  if (status_ < 300 && !other_body_.contains("\"error\""))
    return end_with({.kind = FaultKind::malformed, .message = "the answer is no stream of events"});
  end_with(fault_of_response(status_, other_body_, retry_after_));
}

void ModelAttempt::end_with(AttemptFault fault) {
  over();
  events_.failed(std::move(fault));
  if (kind_ == Body::stream) close();  // who breaks a stream may go on for long
}

void ModelAttempt::over() {
  over_ = true;
  patience_ = loop_.after(kEndTime, [this] { close(); });
}

void ModelAttempt::close() {
  if (!std::exchange(closed_, true)) events_.closed();
}

}  // namespace attendant::brain
