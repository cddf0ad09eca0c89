// Several gateways as one: the pool's name in a question says whose it is. On their loop; holds nothing of a
// question.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "brain/model/model_gateway.hpp"

namespace attendant::brain {

class NamedGateways final : public ModelGateway {
 public:
  struct One {
    std::string name;  // of the pool that it serves
    ModelGateway* gateway = nullptr;
  };
  // At least one; they outlive it. What no name fits, and a question without a pool, is the last one's.
  explicit NamedGateways(std::vector<One> gateways);

  ModelRequestId ask(ModelQuestion question, AnswerEvents events) override;
  void commit(ModelRequestId request) override;
  void drop(ModelRequestId request) override;
  Spent spent(const std::string& call) const override;  // at all of them
  void forget(const std::string& call) override;

 private:
  // A request's number among all is its number at its gateway times their count, plus the gateway's.
  std::pair<ModelGateway*, ModelRequestId> at_gateway(ModelRequestId request) const;

  std::vector<One> gateways_;
};

}  // namespace attendant::brain
