// The gateway to a language model of this process: one question at a time on the model's own thread, the
// others wait in a queue. It speaks to sessions as the pools do: deadlines, commit, drop, a failure that lets
// the dialogue engine take the turn. On one loop; nothing here blocks it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "brain/model/answer_stream.hpp"
#include "brain/model/gateway_metrics.hpp"
#include "brain/model/local/generation.hpp"
#include "brain/model/local/text_model.hpp"
#include "brain/model/model_gateway.hpp"
#include "runtime/loop.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::brain {

struct LocalOptions {
  std::string name = "local";   // what agents and keys call it: a pool's name
  std::string model = "local";  // metric label: the file's name
  // From the question, waiting included; or the question's own deadline, if that is sooner.
  std::chrono::milliseconds first_token{1500};
  std::chrono::milliseconds stall{2000};  // no further token for so long
  std::chrono::milliseconds longest_answer{30000};
  std::size_t most_questions = 4;  // the one under way included; one more fails at once
};

// Runs a job on the model's thread, behind those before it; false: it was not taken.
using OnModelThread = std::function<bool(runtime::Job)>;

class LocalGateway final : public ModelGateway {
 public:
  // All of it outlives the gateway; `model` outlives the jobs of `run` too, which may run when the gateway is
  // gone. Destroyed on the loop's thread, or when the loop has stopped.
  LocalGateway(runtime::Loop& loop, TextModel& model, OnModelThread run, LocalOptions options,
               telemetry::Registry& registry, telemetry::Logger log);
  ~LocalGateway() override;
  LocalGateway(const LocalGateway&) = delete;
  LocalGateway& operator=(const LocalGateway&) = delete;

  ModelRequestId ask(ModelQuestion question, AnswerEvents events) override;
  void commit(ModelRequestId request) override;
  // A prompt that is being evaluated is evaluated to its end while nobody waits: the call's next turn begins
  // with it.
  void drop(ModelRequestId request) override;

 private:
  struct Open;  // a question under way

  void hear(ModelRequestId request, const Generated& generated);
  void take(const std::shared_ptr<Open>& open, const ChatItem& item);
  void finish(const std::shared_ptr<Open>& open, AnswerEnd end);
  void fail_with(const std::shared_ptr<Open>& open, AttemptFault fault);
  void stalled(ModelRequestId request, FaultKind kind);
  void let_go(Open& open);  // of the model's thread
  void charge(const Open& open, bool whole);
  std::shared_ptr<Open> find(ModelRequestId request) const;

  runtime::Loop& loop_;
  TextModel& model_;
  OnModelThread run_;
  const LocalOptions options_;
  telemetry::Logger log_;
  GatewayMetrics metrics_;
  std::map<ModelRequestId, std::shared_ptr<Open>> open_;
  std::shared_ptr<Generation> lingering_;  // let go of, may still evaluate its prompt
  std::uint64_t last_request_ = 0;
  std::shared_ptr<LocalGateway*> alive_;
};

}  // namespace attendant::brain
