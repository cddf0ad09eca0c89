#include "brain/model/named_gateways.hpp"

namespace attendant::brain {

NamedGateways::NamedGateways(std::vector<One> gateways) : gateways_(std::move(gateways)) {
  CHECK(!gateways_.empty());
}

ModelRequestId NamedGateways::ask(ModelQuestion question, AnswerEvents events) {
  std::size_t index = 0;
  while (index + 1 < gateways_.size() && (question.pool.empty() || gateways_[index].name != question.pool))
    ++index;
  const auto id = gateways_[index].gateway->ask(std::move(question), std::move(events));
  return ModelRequestId(id.value() * gateways_.size() + index);
}

void NamedGateways::commit(ModelRequestId request) {
  const auto [gateway, id] = at_gateway(request);
  gateway->commit(id);
}

void NamedGateways::drop(ModelRequestId request) {
  const auto [gateway, id] = at_gateway(request);
  gateway->drop(id);
}

Spent NamedGateways::spent(const std::string& call) const {
  Spent sum;
  for (const One& one : gateways_) sum += one.gateway->spent(call);
  return sum;
}

void NamedGateways::forget(const std::string& call) {
  for (const One& one : gateways_) one.gateway->forget(call);
}

std::pair<ModelGateway*, ModelRequestId> NamedGateways::at_gateway(ModelRequestId request) const {
  return {gateways_[request.value() % gateways_.size()].gateway,
          ModelRequestId(request.value() / gateways_.size())};
}

}  // namespace attendant::brain
