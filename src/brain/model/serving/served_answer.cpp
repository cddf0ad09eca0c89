#include "brain/model/serving/served_answer.hpp"

#include <utility>

#include "brain/model/serving/served_response.hpp"
#include "net/http.hpp"

namespace attendant::brain {
namespace {

constexpr int kClientWent = 499;

std::size_t bytes_of(const AnswerDelta& delta) {
  if (const auto* piece = std::get_if<ToolCallDelta>(&delta))
    return piece->name.size() + piece->arguments.size();
  if (const auto* refusal = std::get_if<RefusalDelta>(&delta)) return refusal->text.size();
  return std::get<TextDelta>(delta).text.size();
}

}  // namespace

ServedAnswer::ServedAnswer(ModelGateway& gateway, const Clock& clock, std::string id,
                           std::unique_ptr<AnswerWriter> writer, std::shared_ptr<net::Responder> responder,
                           bool stream, Told told)
    : gateway_(gateway),
      clock_(clock),
      id_(std::move(id)),
      writer_(std::move(writer)),
      responder_(std::move(responder)),
      stream_(stream),
      told_(std::move(told)),
      began_(clock.now()) {}

ServedAnswer::~ServedAnswer() {
  if (over_) return;
  if (request_) gateway_.drop(*request_);
  over(kClientWent);
}

void ServedAnswer::ask(ModelQuestion question) {
  request_ = gateway_.ask(std::move(question),
                          {.delta = [this](const AnswerDelta& some) { delta(some); },
                           .restart = [this] { writer_->restart(); },
                           .finished = [this](const AnswerEnd& end, const Served&) { finished(end); },
                           .failed = [this](const Error& error, bool, const Served&) { failed(error); }});
  if (streaming_ && !over_) gateway_.commit(*request_);
}

// The head of a stream waits for the first token, so that a failure before it is told by its status.
void ServedAnswer::delta(const AnswerDelta& delta) {
  if (!outcome_.first_token) outcome_.first_token = clock_.now() - began_;
  outcome_.completion_bytes += static_cast<std::int64_t>(bytes_of(delta));
  if (!stream_) {
    writer_->delta(delta);
    return;
  }
  begin_stream();
  responder_->send(writer_->delta(delta));
}

void ServedAnswer::begin_stream() {
  if (std::exchange(streaming_, true)) return;
  if (request_) gateway_.commit(*request_);
  responder_->begin(
      {.content_type = "text/event-stream", .body = writer_->begin(), .headers = {{"X-Request-Id", id_}}});
}

void ServedAnswer::finished(const AnswerEnd& end) {
  outcome_.usage = end.usage;
  if (stream_) {
    begin_stream();  // an answer may be nothing but its end: stopped by a limit or a filter
    responder_->send(writer_->end(end));
    responder_->finish();
  } else {
    responder_->answer({.body = writer_->whole(end), .headers = {{"X-Request-Id", id_}}});
  }
  over(200);
}

void ServedAnswer::failed(const Error& error) {
  const ServedError served = served_error(error);
  if (streaming_) {
    responder_->send(writer_->fail(error));
    responder_->finish();
  } else {
    net::Response response = response_of(served);
    response.headers.emplace_back("X-Request-Id", id_);
    responder_->answer(std::move(response));
  }
  over(served.status);
}

void ServedAnswer::over(int status) {
  over_ = true;
  outcome_.status = status;
  outcome_.took = clock_.now() - began_;
  told_(outcome_);
}

}  // namespace attendant::brain
