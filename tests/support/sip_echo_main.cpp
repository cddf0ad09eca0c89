// A SIP server and client for the system tests of signalling: answers, and sends the caller's audio back.
// What it does with a call depends on the number called:
//   ringing   rings and never answers
//   hold      holds the caller after 300 ms and takes the call back 300 ms later
//   transfer  refers the caller to sip:person@127.0.0.1 and hangs up when the outcome is known
//   snapshot  writes the leg's snapshot to the file given by --snapshot
//   other     rings and answers
// Each thing that happens is one line on standard output.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <signal.h>

#include "base/clock.hpp"
#include "sip_echo_media.hpp"
#include "telephony/admission.hpp"
#include "telephony/sip/sip_gateway.hpp"

namespace attendant::test_support {
namespace {

namespace asio = boost::asio;
using namespace telephony;
using std::chrono::milliseconds;

struct Arguments {
  sip_gateway::SipOptions sip;
  std::size_t max_calls = 1000;
  std::string snapshot_file;
  std::string restore_file;
  std::string call_uri;
};

void say(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

class Calls;

class EchoCall final : public LegEvents {
 public:
  EchoCall(asio::io_context& io, Calls& calls, const Arguments& arguments, std::unique_ptr<Leg> leg)
      : timer_(io), calls_(calls), arguments_(arguments), leg_(std::move(leg)) {
    leg_->listen(this);
  }

  void begin_incoming() {
    called_ = leg_->party().called_number;
    say(fmt::format("incoming {} from {} by {}", called_, leg_->party().caller_number, leg_->party().trunk));
    must(leg_->ring(), "ring");
    if (called_ != "ringing") must(leg_->answer(), "answer");
  }

  void begin_restored() {
    say("restored");
    must(leg_->hold(false), "hold");
    after(milliseconds(400), [this] { must(leg_->hang_up(), "hang up"); });
  }

  void begin_outgoing() { called_ = "outgoing"; }

  void on_ringing() override { say("ringing"); }
  void on_answered() override {
    say("answered");
    if (called_ == "transfer") must(leg_->transfer("sip:person@127.0.0.1:5999"), "transfer");
    if (called_ == "hold") {
      after(milliseconds(300), [this] {
        must(leg_->hold(true), "hold");
        after(milliseconds(300), [this] { must(leg_->hold(false), "resume"); });
      });
    }
    if (called_ == "outgoing") after(milliseconds(500), [this] { must(leg_->hang_up(), "hang up"); });
  }
  void on_hold(bool held) override { say(held ? "held" : "resumed"); }
  void on_digit(char digit, milliseconds duration) override {
    say(fmt::format("digit {} {} ms", digit, duration.count()));
  }
  void on_transfer(const TransferProgress& progress) override {
    const char* stages[] = {"trying", "ringing", "succeeded", "failed"};
    say(fmt::format("transfer {} {}", stages[static_cast<int>(progress.stage)], progress.status));
    if (progress.stage == TransferStage::succeeded || progress.stage == TransferStage::failed) {
      after(milliseconds(50), [this] { must(leg_->hang_up(), "hang up"); });
    }
  }
  void on_snapshot(const boost::json::object& snapshot) override {
    if (called_ != "snapshot" || arguments_.snapshot_file.empty()) return;
    const std::string part = arguments_.snapshot_file + ".part";
    std::ofstream(part) << boost::json::serialize(snapshot);
    std::rename(part.c_str(), arguments_.snapshot_file.c_str());
  }
  void on_ended(const Ended& ended) override;

 private:
  static void must(const Status& status, const char* what) {
    if (!status) say(fmt::format("cannot {}: {}", what, status.error().message));
  }
  template <class Then>
  void after(milliseconds delay, Then then) {
    timer_.expires_after(delay);
    timer_.async_wait([then](boost::system::error_code error) {
      if (!error) then();
    });
  }

  asio::steady_timer timer_;
  Calls& calls_;
  const Arguments& arguments_;
  std::unique_ptr<Leg> leg_;
  std::string called_;
};

class Calls final : public CallTaker {
 public:
  Calls(asio::io_context& io, const Arguments& arguments) : io_(io), idle_(io), arguments_(arguments) {}

  EchoCall& add(std::unique_ptr<Leg> leg) {
    calls_.push_back(std::make_unique<EchoCall>(io_, *this, arguments_, std::move(leg)));
    return *calls_.back();
  }
  void take(std::unique_ptr<Leg> leg) override { add(std::move(leg)).begin_incoming(); }
  void remove(EchoCall* call) {
    asio::post(io_, [this, call] {
      calls_.remove_if([call](const auto& one) { return one.get() == call; });
      if (!stop_when_idle || !calls_.empty()) return;
      idle_.expires_after(milliseconds(200));  // the last messages still have to go out
      idle_.async_wait([this](boost::system::error_code) { io_.stop(); });
    });
  }
  bool stop_when_idle = false;

 private:
  asio::io_context& io_;
  asio::steady_timer idle_;
  const Arguments& arguments_;
  std::list<std::unique_ptr<EchoCall>> calls_;
};

void EchoCall::on_ended(const Ended& ended) {
  say(fmt::format("ended {} {}", to_string(ended.end), ended.status));
  timer_.cancel();
  calls_.remove(this);
}

Result<Arguments> parse_arguments(int count, char** values) {
  Arguments arguments;
  arguments.sip.trunks = {{"test", {"127.0.0.1"}}};
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name = values[i];
    const std::string value = values[i + 1];
    if (name == "--port") {
      arguments.sip.udp_port = arguments.sip.tcp_port = static_cast<std::uint16_t>(std::stoi(value));
    } else if (name == "--max-calls") {
      arguments.max_calls = std::stoul(value);
    } else if (name == "--snapshot") {
      arguments.snapshot_file = value;
    } else if (name == "--restore") {
      arguments.restore_file = value;
    } else if (name == "--login") {
      const auto colon = value.find(':');
      arguments.sip.trunks[0].username = value.substr(0, colon);
      arguments.sip.trunks[0].password = value.substr(colon + 1);
    } else if (name == "--call") {
      arguments.call_uri = value;
    } else {
      return fail(ErrorCode::invalid, fmt::format("unknown argument {}", name));
    }
  }
  return arguments;
}

Status run(const Arguments& arguments) {
  asio::io_context io(1);
  const SystemClock clock;
  EchoMedia media(io);
  Admission admission(arguments.max_calls, std::chrono::seconds(5));
  Calls calls(io, arguments);
  TRY_ASSIGN(const auto gateway,
             sip_gateway::SipGateway::open(io, clock, arguments.sip, media, admission, calls));
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](boost::system::error_code, int) { io.stop(); });
  if (!arguments.restore_file.empty()) {
    std::ifstream file(arguments.restore_file);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto json = boost::json::parse(text);
    TRY_ASSIGN(auto leg, gateway->restore(json.as_object()));
    calls.stop_when_idle = true;
    calls.add(std::move(leg)).begin_restored();
  }
  if (!arguments.call_uri.empty()) {
    TRY_ASSIGN(auto leg, gateway->call({arguments.call_uri, "+15550100"}));
    calls.stop_when_idle = true;
    calls.add(std::move(leg)).begin_outgoing();
  }
  say(fmt::format("listening on {}", gateway->udp_port()));
  io.run();
  say(fmt::format("strangers {} {}", gateway->counters().stranger_datagrams,
                  gateway->counters().stranger_connections));
  return {};
}

}  // namespace
}  // namespace attendant::test_support

int main(int count, char** values) {
  using namespace attendant::test_support;
  const auto arguments = parse_arguments(count, values);
  const auto status = arguments ? run(*arguments) : attendant::Status(attendant::fail(arguments.error()));
  if (status) return 0;
  std::fprintf(stderr, "sip_echo: %s\n", status.error().message.c_str());
  return 1;
}
