#include "askers.hpp"

#include <list>
#include <utility>

#include "brain/model/model_attempt.hpp"
#include "brain/model/model_wire.hpp"

namespace attendant::bench {
namespace {

constexpr int kEndpoints = 4;
constexpr int kSpokenAfter = 3;  // tokens
constexpr std::chrono::milliseconds kTurn{2000};
constexpr std::chrono::seconds kPatience{60};

brain::ChatRequest question() {
  brain::ChatRequest request;
  request.messages = {{.role = brain::ChatRole::system, .text = "You answer members of a health plan."},
                      {.role = brain::ChatRole::user, .text = "Has my claim from March been paid?"}};
  request.max_tokens = 60;
  return request;
}

// What is under way with one question, until it is over.
struct Question {
  std::function<void(Outcome)> done;
  Instant asked{};
  int tokens = 0;
  Outcome outcome;
};

class ByGateway final : public Asker {
 public:
  ByGateway(runtime::Loop& loop, net::HttpClient& client, const std::string& faults,
            telemetry::Registry& registry, const telemetry::Logger& log)
      : loop_(loop), gateway_(loop, client, pools(faults), registry, log) {}

  void ask(std::function<void(Outcome)> done) override {
    const auto q =
        std::make_shared<Question>(Question{.done = std::move(done), .asked = loop_.clock().now()});
    const auto id = std::make_shared<brain::ModelRequestId>();
    *id = gateway_.ask({.request = question(),
                        .call = "c",
                        .agent = "bench",
                        .consumer = "phone",
                        .deadline = q->asked + kTurn},
                       {.delta =
                            [this, q, id](const brain::AnswerDelta&) {
                              if (q->tokens++ == 0) q->outcome.first_token = loop_.clock().now() - q->asked;
                              if (q->tokens == kSpokenAfter) gateway_.commit(*id);
                            },
                        .restart =
                            [q] {
                              q->tokens = 0;
                              q->outcome.first_token.reset();
                            },
                        .finished =
                            [this, q](const brain::AnswerEnd&, const brain::Served&) {
                              q->outcome.whole = true;
                              end(*q);
                            },
                        .failed =
                            [this, q](const Error&, bool committed, const brain::Served&) {
                              if (!committed) q->outcome.first_token.reset();
                              end(*q);
                            }});
  }

 private:
  static std::vector<brain::ModelPoolOptions> pools(const std::string& faults) {
    brain::ModelPoolOptions pool{.name = "bench"};
    for (int i = 0; i < kEndpoints; ++i)
      pool.endpoints.push_back({.endpoint = {.name = "endpoint-" + std::to_string(i)},
                                .dialect = {.base_path = "/attendant/" + std::to_string(i), .model = "m"},
                                .origin = faults,
                                .key = "k"});
    return {pool};
  }
  void end(Question& q) {
    q.outcome.known = q.outcome.first_token.value_or(loop_.clock().now() - q.asked);
    q.done(q.outcome);
  }

  runtime::Loop& loop_;
  brain::PoolGateway gateway_;
};

class ByProxy final : public Asker {
 public:
  ByProxy(runtime::Loop& loop, net::HttpClient& client, std::string proxy, std::string model)
      : loop_(loop), client_(client), proxy_(std::move(proxy)), model_(std::move(model)) {}

  void ask(std::function<void(Outcome)> done) override {
    const auto q =
        std::make_shared<Question>(Question{.done = std::move(done), .asked = loop_.clock().now()});
    brain::ModelWire wire =
        brain::model_wire(question(), {.model = model_, .old_max_tokens = true}, "sk-bench");
    const auto at = attempts_.emplace(attempts_.end());
    const auto over = [this, q](bool whole) {
      q->outcome.whole = whole;
      q->outcome.known = q->outcome.first_token.value_or(loop_.clock().now() - q->asked);
      q->done(q->outcome);
    };
    *at = std::make_unique<brain::ModelAttempt>(
        loop_, client_,
        net::ClientRequest{.method = "POST",
                           .url = proxy_ + wire.path,
                           .headers = std::move(wire.headers),
                           .body = std::move(wire.body),
                           .deadline = q->asked + kPatience},
        std::move(wire.reader),
        brain::AttemptEvents{.limits = [](const brain::RateLimits&) {},
                             .spoke =
                                 [this, q](const brain::AnswerDelta&) {
                                   if (q->tokens++ == 0)
                                     q->outcome.first_token = loop_.clock().now() - q->asked;
                                 },
                             .ended = [over](const brain::AnswerEnd&) { over(true); },
                             .failed = [over](const brain::AttemptFault&) { over(false); },
                             .closed =
                                 [this, at] {
                                   (*at)->give_up();
                                   loop_.post([this, at] { attempts_.erase(at); });
                                 }});
  }

 private:
  runtime::Loop& loop_;
  net::HttpClient& client_;
  std::string proxy_, model_;
  std::list<std::unique_ptr<brain::ModelAttempt>> attempts_;
};

}  // namespace

std::unique_ptr<Asker> ask_by_gateway(runtime::Loop& loop, net::HttpClient& client, const std::string& faults,
                                      telemetry::Registry& registry, const telemetry::Logger& log) {
  return std::make_unique<ByGateway>(loop, client, faults, registry, log);
}

std::unique_ptr<Asker> ask_by_proxy(runtime::Loop& loop, net::HttpClient& client, const std::string& proxy,
                                    const std::string& model) {
  return std::make_unique<ByProxy>(loop, client, proxy, model);
}

}  // namespace attendant::bench
