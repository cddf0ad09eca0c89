#include "speech/clause_synthesizer.hpp"

#include <mutex>
#include <stop_token>
#include <utility>

#include "speech/clauses.hpp"
#include "speech/lead_in.hpp"
#include "speech/opening.hpp"

namespace attendant::speech {
namespace {

// The first clause is short, so that its listener waits little; unless its sound is there already.
std::vector<std::string_view> clauses_of(const SpeakRequest& request, const Voice& voice) {
  auto clauses = split_clauses(request.text);
  if (clauses.empty() || voice.has_ready(clauses[0], request.rate, request.sample_rate)) return clauses;
  const auto opening = split_opening(clauses[0]);
  clauses[0] = opening[0];
  clauses.insert(clauses.begin() + 1, opening.begin() + 1, opening.end());
  return clauses;
}

// A request on its way through the pool: each job renders one clause and posts the next, so that requests
// take turns.
class Request : public std::enable_shared_from_this<Request> {
 public:
  Request(Voice& voice, runtime::Pool& pool, SpeakRequest request, SynthesisSink sink)
      : voice_(voice),
        pool_(pool),
        request_(std::move(request)),
        sink_(std::move(sink)),
        clauses_(clauses_of(request_, voice)) {}

  void post_next() {
    const auto priority = next_ == 0 ? runtime::Priority::urgent : runtime::Priority::normal;
    if (!pool_.post([self = shared_from_this()] { self->render_next(); }, priority)) {
      deliver(Error{.code = ErrorCode::exhausted,
                    .message = "too much is waiting to be spoken",
                    .retry = Retry::after});
    }
  }

  void cancel() {
    stop_.request_stop();
    const std::lock_guard hold(delivery_);
    sink_ = nullptr;
  }

 private:
  void render_next() {
    if (stop_.stop_requested()) return;
    if (next_ == clauses_.size()) return deliver(SpokenAll{});
    const bool opens = next_ == 0;
    const std::string_view clause = clauses_[next_++];
    auto rendered = voice_.render(clause, request_.rate, request_.sample_rate, stop_.get_token());
    if (stop_.stop_requested()) return;
    if (!rendered) return deliver(std::move(rendered).error());
    if (opens) trim_lead_in(*rendered, request_.sample_rate);

    SpokenChunk chunk{.pcm = std::move(rendered->pcm), .words = std::move(rendered->words)};
    const auto offset = static_cast<std::size_t>(clause.data() - request_.text.data());
    for (WordMark& word : chunk.words) {
      word.text_end += offset;
      word.sample_end += samples_before_;
    }
    samples_before_ += static_cast<std::uint32_t>(chunk.pcm.size());
    deliver(std::move(chunk));
    if (next_ == clauses_.size()) return deliver(SpokenAll{});
    post_next();
  }

  void deliver(SynthesisEvent event) {
    const std::lock_guard hold(delivery_);
    if (sink_) sink_(std::move(event));
  }

  Voice& voice_;
  runtime::Pool& pool_;
  const SpeakRequest request_;
  std::mutex delivery_;
  SynthesisSink sink_;  // null once cancelled
  std::stop_source stop_;
  const std::vector<std::string_view> clauses_;  // into request_.text
  // Touched by one job at a time.
  std::size_t next_ = 0;
  std::uint32_t samples_before_ = 0;
};

class Handle final : public Speaking {
 public:
  explicit Handle(std::shared_ptr<Request> request) : request_(std::move(request)) {}
  ~Handle() override { request_->cancel(); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

 private:
  std::shared_ptr<Request> request_;
};

}  // namespace

std::unique_ptr<Speaking> ClauseSynthesizer::speak(SpeakRequest request, SynthesisSink sink) {
  auto state = std::make_shared<Request>(voice_, pool_, std::move(request), std::move(sink));
  auto handle = std::make_unique<Handle>(state);
  state->post_next();
  return handle;
}

}  // namespace attendant::speech
