#include "crowd.hpp"

#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "app/files.hpp"
#include "audio/wav.hpp"
#include "call/line_ports.hpp"
#include "media/media_plane.hpp"
#include "runtime/shard.hpp"
#include "telephony/sip/sip_gateway.hpp"

namespace attendant::bench {
namespace {

constexpr std::chrono::milliseconds kBetweenFirstCalls{1300};
constexpr std::chrono::milliseconds kBeforeNextCall{500};

// Nobody calls the callers.
class NoCalls final : public telephony::CallTaker {
 public:
  void take(std::unique_ptr<telephony::Leg>) override {}
};

Result<audio::Samples> load_speech(const std::filesystem::path& file) {
  TRY_ASSIGN(const auto bytes, app::read_file(file));
  const auto wav = audio::parse_wav(bytes);
  if (!wav) return fail(wav.error().in(file.string()));
  if (wav->rate != audio::kTelephoneRate)
    return fail(ErrorCode::invalid, file.string() + ": is not at 8 kHz");
  return wav->channel(0);
}

struct ReadyCall {
  const PlannedCall* plan = nullptr;
  std::vector<audio::Samples> speech;  // by step
};

Result<std::vector<ReadyCall>> load_calls(const std::vector<PlannedCall>& plan) {
  std::vector<ReadyCall> calls;
  for (const auto& call : plan) {
    ReadyCall ready{.plan = &call, .speech = {}};
    for (const auto& step : call.steps) {
      TRY_ASSIGN(auto speech, load_speech(step.file));
      ready.speech.push_back(std::move(speech));
    }
    calls.push_back(std::move(ready));
  }
  return calls;
}

// Lives on the shard; `all_done` is fulfilled after the last call.
class Crowd {
 public:
  Crowd(runtime::Shard& shard, const Clock& clock, call::LinePorts& ports, telephony::Admission& admission,
        const CrowdOptions& options, std::vector<ReadyCall> calls, std::function<void(const CallSeen&)> seen)
      : shard_(shard),
        clock_(clock),
        ports_(ports),
        admission_(admission),
        options_(options),
        calls_(std::move(calls)),
        seen_(std::move(seen)) {}

  std::future<Status> finished() { return all_done_.get_future(); }

  void open() {
    auto gateway = telephony::sip_gateway::SipGateway::open(
        shard_.context(), clock_,
        {.udp_port = 0, .tcp = false, .trunks = {{.name = "server", .addresses = {"127.0.0.1"}}}}, ports_,
        admission_, no_calls_);
    if (!gateway) return all_done_.set_value(fail(gateway.error()));
    gateway_ = *std::move(gateway);
    ports_.on_closing([this](telephony::MediaPortId port) {
      for (auto& [number, caller] : callers_)
        if (caller->owns(port)) caller->line_closing();
    });
    for (int lane = 0; lane < options_.at_once; ++lane)
      start_timers_.push_back(shard_.after(kBetweenFirstCalls * lane, [this] { start_next(); }));
  }

  void close() {
    callers_.clear();
    gateway_.reset();
  }

 private:
  void start_next() {
    if (next_ == calls_.size()) {
      if (callers_.empty()) all_done_.set_value({});
      return;
    }
    auto& call = calls_[next_++];
    auto leg = gateway_->call(
        {.target = fmt::format("sip:100@127.0.0.1:{}", options_.sip_port), .from_number = call.plan->number});
    if (!leg) return all_done_.set_value(fail(leg.error()));
    auto* raw = leg->get();
    const auto line = [raw, this]() -> media::Line* {
      const auto port = raw->media_port();
      return port ? ports_.line(*port) : nullptr;
    };
    const auto place = next_;
    callers_[place] =
        std::make_unique<Caller>(shard_, *std::move(leg), line, *call.plan, std::move(call.speech),
                                 [this, place](const CallSeen& seen) { on_done(place, seen); });
  }

  void on_done(std::size_t place, const CallSeen& seen) {
    seen_(seen);
    callers_.erase(place);
    next_timers_[place] = shard_.after(kBeforeNextCall, [this] { start_next(); });
  }

  runtime::Shard& shard_;
  const Clock& clock_;
  call::LinePorts& ports_;
  telephony::Admission& admission_;
  const CrowdOptions& options_;
  std::vector<ReadyCall> calls_;
  std::function<void(const CallSeen&)> seen_;
  NoCalls no_calls_;
  std::unique_ptr<telephony::sip_gateway::SipGateway> gateway_;
  std::map<std::size_t, std::unique_ptr<Caller>> callers_;
  std::vector<runtime::Timer> start_timers_;
  std::map<std::size_t, runtime::Timer> next_timers_;
  std::size_t next_ = 0;
  std::promise<Status> all_done_;
};

}  // namespace

Status place_calls(const CrowdOptions& options, const std::vector<PlannedCall>& plan,
                   const std::function<void(const CallSeen&)>& seen) {
  TRY_ASSIGN(auto calls, load_calls(plan));
  const SystemClock clock;
  TRY_ASSIGN(const auto plane, media::MediaPlane::start({.first_port = 31000, .last_port = 31998}, clock));
  call::LinePorts ports(*plane, media::LineOptions{});
  telephony::Admission admission(static_cast<std::size_t>(options.at_once), std::chrono::seconds(1));
  runtime::Shard shard("callers", clock);
  Crowd crowd(shard, clock, ports, admission, options, std::move(calls), seen);
  auto finished = crowd.finished();
  shard.start();
  shard.post([&] { crowd.open(); });
  const Status status = finished.get();
  shard.post([&] { crowd.close(); });
  shard.stop();
  return status;
}

}  // namespace attendant::bench
