// One request of another program under way, from the question to the gateway to the last event of the answer.
// Owned by the connection; destroyed when its client goes, it gives the question up. On the server's shard.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "brain/model/model_gateway.hpp"
#include "brain/model/serving/answer_writer.hpp"
#include "net/responder.hpp"

namespace attendant::brain {

class ServedAnswer final : public net::PendingAnswer {
 public:
  // How it ended, for quotas, metrics and the log.
  struct Outcome {
    int status = 200;  // 499: the client went
    std::optional<TokenUsage> usage;
    std::int64_t completion_bytes = 0;  // sent, where the usage is not known
    std::optional<Duration> first_token;
    Duration took{};
  };
  using Told = std::function<void(const Outcome&)>;  // once

  ServedAnswer(ModelGateway& gateway, const Clock& clock, std::string id,
               std::unique_ptr<AnswerWriter> writer, std::shared_ptr<net::Responder> responder, bool stream,
               Told told);
  ~ServedAnswer() override;

  void ask(ModelQuestion question);

 private:
  void delta(const AnswerDelta& delta);
  void begin_stream();
  void finished(const AnswerEnd& end);
  void failed(const Error& error);
  void over(int status);

  ModelGateway& gateway_;
  const Clock& clock_;
  const std::string id_;
  const std::unique_ptr<AnswerWriter> writer_;
  const std::shared_ptr<net::Responder> responder_;
  const bool stream_;
  Told told_;
  const Instant began_;

  std::optional<ModelRequestId> request_;
  bool streaming_ = false;  // something left
  bool over_ = false;
  Outcome outcome_;
};

}  // namespace attendant::brain
