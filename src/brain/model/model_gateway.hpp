// What asks language models: a pool of endpoints behind one question. The shell around the pool's core
// (pool_gateway.hpp) is the real one; tests answer themselves. On one shard.
#pragma once

#include <functional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "brain/model/chat_request.hpp"
#include "brain/model/pool_effect.hpp"

namespace attendant::brain {

struct ModelQuestion {
  ChatRequest request;
  std::string pool;          // of the configuration; empty: the first
  std::string call, agent;   // whom it is charged to
  std::string consumer;      // whose quota it takes from
  std::string prefix_key;    // see AnswerWanted
  std::string cache_key;     // see AnswerWanted
  std::string trace_parent;  // of who asks (W3C Trace Context), passed on; empty: the call's own trace
  Instant deadline{};        // of the whole turn
};

// What comes of a question, in order. Exactly one of `finished` and `failed` ends it, unless it is dropped
// first.
struct AnswerEvents {
  std::function<void(const AnswerDelta&)> delta;
  std::function<void()> restart;  // what came so far is void: it begins anew
  std::function<void(const AnswerEnd&, const Served&)> finished;
  std::function<void(const Error&, bool committed, const Served&)> failed;
};

class ModelGateway {
 public:
  virtual ~ModelGateway() = default;

  // The events may come before `ask` returns.
  virtual ModelRequestId ask(ModelQuestion question, AnswerEvents events) = 0;
  // Before the first word leaves for the synthesiser, or a tool of it starts: from now on nothing is tried
  // again.
  virtual void commit(ModelRequestId request) = 0;
  // It is not wanted any more: its streams are closed and nothing more is heard of it.
  virtual void drop(ModelRequestId request) = 0;
  // What a call's questions have cost so far; a request under way is not in it. Of a gateway that keeps no
  // accounts: nothing.
  virtual Spent spent(const std::string& call) const;
  // The call has ended.
  virtual void forget(const std::string& /*call*/) {}
};

inline Spent ModelGateway::spent(const std::string& /*call*/) const { return {}; }

}  // namespace attendant::brain
