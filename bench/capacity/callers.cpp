#include "callers.hpp"

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "call/line_ports.hpp"
#include "media/media_plane.hpp"
#include "runtime/shard.hpp"
#include "telephony/sip/sip_gateway.hpp"

namespace attendant::bench {
namespace {

constexpr std::uint32_t kCycle = std::chrono::seconds(5) / runtime::kTick;
constexpr std::chrono::milliseconds kBetweenCalls{15};
constexpr std::chrono::seconds kSettle{8};  // the greetings are over

// Nobody calls the callers.
class NoCalls final : public telephony::CallTaker {
 public:
  void take(std::unique_ptr<telephony::Leg>) override {}
};

class Caller final : public telephony::LegEvents {
 public:
  Caller(std::unique_ptr<telephony::Leg> leg, const call::LinePorts& ports, const audio::Samples& speech)
      : leg_(std::move(leg)), ports_(ports), speech_(speech) {
    leg_->listen(this);
  }
  ~Caller() override { leg_->listen(nullptr); }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  void tick(std::uint32_t tick) {
    if (line_ == nullptr) return;
    if (tick % kCycle == 0) line_->play(UtteranceId(tick / kCycle + 1), speech_, true);
    media::CallerFrame frame;
    while (line_->next_frame(frame)) {
    }
    while (line_->next_event()) {
    }
  }
  // Adds this call to the figures, and hangs up.
  void finish(CallerFigures& sum) {
    sum.answered += answered_ ? 1 : 0;
    sum.ended += answered_ && line_ == nullptr ? 1 : 0;
    if (line_ != nullptr) {
      const media::LineStats stats = line_->stats();
      sum.sent += stats.sent;
      sum.received += stats.received;
      sum.lost += stats.lost;
      line_ = nullptr;
      (void)leg_->hang_up();
    }
  }

  void on_answered() override {
    answered_ = true;
    if (const auto port = leg_->media_port()) line_ = ports_.line(*port);
  }
  void on_hold(bool) override {}
  void on_digit(char, std::chrono::milliseconds) override {}
  void on_transfer(const telephony::TransferProgress&) override {}
  void on_snapshot(const boost::json::object&) override {}
  void on_ended(const telephony::Ended&) override { line_ = nullptr; }

 private:
  std::unique_ptr<telephony::Leg> leg_;
  const call::LinePorts& ports_;
  const audio::Samples& speech_;
  media::Line* line_ = nullptr;
  bool answered_ = false;
};

// All of it lives on the shard.
struct Crowd {
  std::unique_ptr<telephony::sip_gateway::SipGateway> gateway;
  std::vector<std::unique_ptr<Caller>> callers;
  runtime::TickToken tick;
  std::uint32_t ticks = 0;

  void on_tick() {
    for (std::size_t i = 0; i < callers.size(); ++i)
      callers[i]->tick(ticks + static_cast<std::uint32_t>(i) * 7);
    ++ticks;
  }
};

template <class F>
void on_shard(runtime::Shard& shard, F function) {
  std::promise<void> done;
  shard.post([&] {
    function();
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace

Result<CallerFigures> place_calls(const CallerOptions& options, const std::function<void()>& all_up,
                                  const std::function<void()>& before_end) {
  const SystemClock clock;
  TRY_ASSIGN(const auto plane, media::MediaPlane::start({.first_port = 25000,
                                                         .last_port = 29999,
                                                         .realtime = options.realtime,
                                                         .pin_to_core = options.core},
                                                        clock));
  call::LinePorts ports(*plane, media::LineOptions{});
  telephony::Admission admission(static_cast<std::size_t>(options.calls), std::chrono::seconds(1));
  NoCalls no_calls;
  runtime::Shard shard("callers", clock);
  Crowd crowd;
  Status status;
  shard.start();
  on_shard(shard, [&] {
    auto gateway = telephony::sip_gateway::SipGateway::open(
        shard.context(), clock,
        {.udp_port = 0, .tcp = false, .trunks = {{.name = "server", .addresses = {"127.0.0.1"}}}}, ports,
        admission, no_calls);
    if (!gateway) return void(status = fail(gateway.error()));
    crowd.gateway = *std::move(gateway);
    crowd.tick = shard.on_tick([&crowd](Instant) { crowd.on_tick(); });
  });
  for (int i = 0; i < options.calls && status; ++i) {
    on_shard(shard, [&] {
      auto leg = crowd.gateway->call({.target = fmt::format("sip:100@127.0.0.1:{}", options.sip_port),
                                      .from_number = fmt::format("+1312555{:04}", i)});
      if (!leg) return void(status = fail(leg.error()));
      crowd.callers.push_back(std::make_unique<Caller>(*std::move(leg), ports, options.speech));
    });
    std::this_thread::sleep_for(kBetweenCalls);
  }
  CallerFigures figures{.realtime = plane->realtime()};
  if (status) {
    std::this_thread::sleep_for(kSettle);
    all_up();
    std::this_thread::sleep_for(options.time);
    before_end();
    on_shard(shard, [&] {
      for (const auto& caller : crowd.callers) caller->finish(figures);
    });
    std::this_thread::sleep_for(std::chrono::seconds(1));  // the answers to our BYEs
  }
  on_shard(shard, [&] {
    crowd.tick.reset();
    crowd.callers.clear();
    crowd.gateway.reset();
  });
  shard.stop();
  figures.late_p99_us = plane->lateness().quantile(0.99).count();
  if (!status) return fail(status.error());
  return figures;
}

}  // namespace attendant::bench
