#include "call/desk.hpp"

#include <utility>
#include <vector>

#include "security/random.hpp"

namespace attendant::call {
namespace {

constexpr std::chrono::seconds kTryAgainAfter{10};

}  // namespace

Desk::Desk(Services services) : services_(std::move(services)) {}
Desk::~Desk() = default;

void Desk::take(std::unique_ptr<telephony::Leg> leg) {
  if (!open_) return refuse(*leg, telephony::Rejection::Why::overloaded);
  const auto id = security::new_call_id(services_.clock.wall());
  auto key = services_.keys.new_call_key(id);
  auto journal = services_.journal.admit(id, key);
  if (!journal) {
    if (services_.observer != nullptr) services_.observer->on_problem(id, "admission", journal.error());
    return refuse(*leg, telephony::Rejection::Why::overloaded);
  }
  leg->belongs_to(id);
  auto call = std::make_unique<Call>(services_, id, std::move(key), std::move(leg), *std::move(journal),
                                     [this, id] { calls_.erase(id); });
  auto& live = *calls_.emplace(id, std::move(call)).first->second;
  if (const auto begun = live.begin(); !begun) {
    if (services_.observer != nullptr) services_.observer->on_problem(id, "answer", begun.error());
    live.end("could not be answered");
  }
}

void Desk::end_all(std::string_view reason) {
  std::vector<Call*> live;
  for (const auto& [id, call] : calls_) live.push_back(call.get());
  for (auto* call : live) call->end(reason);
}

void Desk::line_closing(telephony::MediaPortId port) {
  for (const auto& [id, call] : calls_) call->line_closing(port);
}

void Desk::refuse(telephony::Leg& leg, telephony::Rejection::Why why) {
  const auto rejected = leg.reject({.why = why, .retry_after = kTryAgainAfter});
  if (!rejected && services_.observer != nullptr)
    services_.observer->on_problem(CallId("refused"), "reject", rejected.error());
}

}  // namespace attendant::call
