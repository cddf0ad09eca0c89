#include "brain/model/local/local_gateway.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "brain/model/local/local_answer.hpp"
#include "brain/model/local/local_question.hpp"

namespace attendant::brain {

using std::chrono::milliseconds;

struct LocalGateway::Open {
  ModelRequestId id;
  std::string call, agent;
  AnswerEvents events;
  LocalAnswer answer;
  std::shared_ptr<Generation> generation;
  Instant asked{};
  std::optional<milliseconds> first_token;
  bool committed = false;
  TextCounts counts;
  runtime::Timer silence;  // first token, then each further one
  runtime::Timer whole;

  Served served(Instant now) const {
    Served told{.endpoint = 0, .attempts = 1, .first_token = first_token};
    told.took = std::chrono::duration_cast<milliseconds>(now - asked);
    return told;
  }
};

LocalGateway::LocalGateway(runtime::Loop& loop, TextModel& model, OnModelThread run, LocalOptions options,
                           telemetry::Registry& registry, telemetry::Logger log)
    : loop_(loop),
      model_(model),
      run_(std::move(run)),
      options_(std::move(options)),
      log_(std::move(log)),
      metrics_(registry, options_.name,
               {{.name = options_.name, .provider = "llama.cpp", .model = options_.model}}),
      alive_(std::make_shared<LocalGateway*>(this)) {}

LocalGateway::~LocalGateway() {
  for (const auto& [id, open] : open_) open->generation->stop.request_stop();
  if (lingering_) lingering_->stop.request_stop();
}

ModelRequestId LocalGateway::ask(ModelQuestion question, AnswerEvents events) {
  const ModelRequestId id(++last_request_);
  if (!question.pool.empty() && question.pool != options_.name) {
    events.failed({.code = ErrorCode::not_found,
                   .message = fmt::format("there is no model pool '{}'; models.pools and models.local list "
                                          "them",
                                          question.pool)},
                  false, {});
    return id;
  }
  auto generation = std::make_shared<Generation>();
  const auto now = loop_.clock().now();
  auto open = std::make_shared<Open>(
      Open{.id = id,
           .call = question.call,
           .agent = question.agent,
           .events = std::move(events),
           .answer = LocalAnswer(fmt::format("call_{}", id.value()), !question.request.tools.empty()),
           .generation = generation,
           .asked = now});
  open_[id] = open;
  if (auto text = text_question(question); text) {
    generation->question = *std::move(text);
  } else {
    fail_with(open, {.kind = FaultKind::bad_request, .message = text.error().message});
    return id;
  }
  if (lingering_) lingering_->stop.request_stop();
  runtime::Job job = [this, &loop = loop_, &model = model_, generation, id, alive = std::weak_ptr(alive_)] {
    generate(model, *generation, [&](Generated generated) {
      loop.post([this, alive, id, generated = std::move(generated)] {
        if (!alive.expired()) hear(id, generated);
      });
    });
  };
  if (open_.size() > options_.most_questions || !run_(std::move(job))) {
    fail_with(open, {.kind = FaultKind::throttled, .message = "too many questions wait for it"});
    return id;
  }
  const auto until_deadline = std::max(question.deadline - now, Duration(0));
  open->silence = loop_.after(std::min<Duration>(until_deadline, options_.first_token),
                              [this, id] { stalled(id, FaultKind::late); });
  open->whole = loop_.after(options_.longest_answer, [this, id] { stalled(id, FaultKind::stalled); });
  return id;
}

void LocalGateway::commit(ModelRequestId request) {
  if (const auto open = find(request)) open->committed = true;
}

void LocalGateway::drop(ModelRequestId request) {
  const auto open = find(request);
  if (!open) return;
  open_.erase(request);
  let_go(*open);
  charge(*open, false);
  metrics_.attempt_ended(0, "given_up");
}

void LocalGateway::hear(ModelRequestId request, const Generated& generated) {
  const auto open = find(request);
  if (!open) return;
  open->counts = generated.counts;
  if (generated.error) {
    const bool wrong =
        generated.error->code == ErrorCode::invalid || generated.error->code == ErrorCode::refused;
    return fail_with(open, {.kind = wrong ? FaultKind::bad_request : FaultKind::overloaded,
                            .message = generated.error->message});
  }
  open->silence = loop_.after(options_.stall, [this, request] { stalled(request, FaultKind::stalled); });
  auto items = open->answer.add(generated.text);
  if (generated.end) std::ranges::move(open->answer.finish(*generated.end), std::back_inserter(items));
  for (const auto& item : items) {
    if (!find(request)) return;  // what it heard made the session drop it
    take(open, item);
  }
}

void LocalGateway::take(const std::shared_ptr<Open>& open, const ChatItem& item) {
  if (const auto* end = std::get_if<AnswerEnd>(&item)) return finish(open, *end);
  if (const auto* fault = std::get_if<AttemptFault>(&item)) return fail_with(open, *fault);
  if (!open->first_token)
    open->first_token = std::chrono::duration_cast<milliseconds>(loop_.clock().now() - open->asked);
  if (const auto* text = std::get_if<TextDelta>(&item)) open->events.delta(*text);
  if (const auto* call = std::get_if<ToolCallDelta>(&item)) open->events.delta(*call);
}

void LocalGateway::finish(const std::shared_ptr<Open>& open, AnswerEnd end) {
  open_.erase(open->id);
  open->generation->stop.request_stop();  // it may go on behind a call
  end.usage = {
      .prompt = open->counts.prompt, .cached = open->counts.reused, .completion = open->counts.answered};
  const auto served = open->served(loop_.clock().now());
  charge(*open, true);
  metrics_.attempt_ended(0, "answered");
  metrics_.served(served, nullptr);
  open->events.finished(end, served);
}

void LocalGateway::fail_with(const std::shared_ptr<Open>& open, AttemptFault fault) {
  open_.erase(open->id);
  let_go(*open);
  const auto served = open->served(loop_.clock().now());
  const auto error = to_error(fault);
  charge(*open, false);
  metrics_.attempt_ended(0, to_string(fault.kind));
  metrics_.served(served, &error);
  log_.warning("the local model did not answer", {{"pool", options_.name},
                                                  {"model", options_.model},
                                                  {"call", CallId(open->call)},
                                                  {"fault", to_string(fault.kind)},
                                                  {"why", fault.message}});
  open->events.failed(error, open->committed, served);
}

void LocalGateway::stalled(ModelRequestId request, FaultKind kind) {
  if (const auto open = find(request))
    fail_with(open,
              {.kind = kind,
               .message = fmt::format("{} ms after it was asked", to_ms(loop_.clock().now() - open->asked))});
}

void LocalGateway::let_go(Open& open) {
  open.silence.cancel();
  open.whole.cancel();
  if (lingering_) lingering_->stop.request_stop();
  lingering_ = nullptr;
  if (!open_.empty() || open.first_token) {
    open.generation->stop.request_stop();
    return;
  }
  open.generation->wanted = false;
  lingering_ = open.generation;
}

void LocalGateway::charge(const Open& open, bool whole) {
  metrics_.charged({.call = open.call,
                    .agent = open.agent,
                    .endpoint = 0,
                    .usage = {.prompt = open.counts.prompt,
                              .cached = open.counts.reused,
                              .completion = open.counts.answered},
                    .estimated = !whole,
                    .cost = 0});
}

std::shared_ptr<LocalGateway::Open> LocalGateway::find(ModelRequestId request) const {
  const auto found = open_.find(request);
  return found == open_.end() ? nullptr : found->second;
}

}  // namespace attendant::brain
