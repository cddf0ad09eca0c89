// Our gateway and, where one is given, a proxy with its two models ("litellm", as its guide has it, and
// "litellm-tuned"), on the same failing service in the same run: a question to each in turn. Prints a JSON
// object a side.
//
//   gateway_bench --serve                     the service alone: prints its port, until standard input ends
//   gateway_bench --faults URL [--proxy URL]  asks
#include <algorithm>
#include <cstdio>
#include <future>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "askers.hpp"
#include "fault_server.hpp"
#include "net/asio_http_client.hpp"
#include "runtime/shard.hpp"

namespace attendant::bench {
namespace {

struct Options {
  bool serve = false;
  std::string faults, proxy;
  int warm_up = 20;  // to each side before, one after another: imports, connections, p95s
  int questions = 300;
  int apart_ms = 200;
  std::uint64_t seed = 1;
};

double ms(Duration d) { return std::chrono::duration<double, std::milli>(d).count(); }

double quantile(std::vector<double>& values, double q) {
  if (values.empty()) return -1;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

class Side {
 public:
  Side(std::string name, std::unique_ptr<Asker> asker) : name_(std::move(name)), asker_(std::move(asker)) {}

  // On the shard.
  void ask(std::function<void()> done) {
    asker_->ask([this, done = std::move(done)](const Outcome& outcome) {
      outcomes_.push_back(outcome);
      done();
    });
  }
  void forget_outcomes() { outcomes_.clear(); }
  void forget_asker() { asker_.reset(); }

  void print() const {
    std::vector<double> first, known, failed;
    int whole = 0;
    for (const Outcome& outcome : outcomes_) {
      known.push_back(ms(outcome.known));
      whole += outcome.whole ? 1 : 0;
      if (outcome.first_token)
        first.push_back(ms(*outcome.first_token));
      else
        failed.push_back(ms(outcome.known));
    }
    fmt::print(
        "{{\"side\":\"{}\",\"questions\":{},\"answered\":{},\"whole\":{},\"first_token_p50_ms\":{:.0f},"
        "\"first_token_p99_ms\":{:.0f},\"first_token_max_ms\":{:.0f},\"failed\":{},\"failed_after_max_ms\":{:"
        ".0f},"
        "\"wait_p99_ms\":{:.0f},\"wait_max_ms\":{:.0f}}}\n",
        name_, outcomes_.size(), first.size(), whole, quantile(first, 0.5), quantile(first, 0.99),
        quantile(first, 1), failed.size(), quantile(failed, 1), quantile(known, 0.99), quantile(known, 1));
  }

 private:
  std::string name_;
  std::unique_ptr<Asker> asker_;
  std::vector<Outcome> outcomes_;
};

int serve(const Options& options) {
  const FaultServer server({}, options.seed);
  fmt::print("{}\n", server.port());
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) continue;
  return 0;
}

int ask(const Options& options) {
  const SystemClock clock;
  runtime::Shard shard("bench", clock);
  telemetry::Registry registry;
  auto client = net::AsioHttpClient::make(shard, {});
  if (!client) {
    fmt::print(stderr, "gateway_bench: {}\n", client.error().message);
    return 1;
  }
  std::vector<Side> sides;
  sides.emplace_back("attendant",
                     ask_by_gateway(shard, **client, options.faults, registry, telemetry::Logger()));
  for (const auto* model : {"litellm", "litellm-tuned"})
    if (!options.proxy.empty())
      sides.emplace_back(model, ask_by_proxy(shard, **client, options.proxy, model));
  shard.start();

  for (int i = 0; i < options.warm_up; ++i) {
    for (Side& side : sides) {
      std::promise<void> done;
      shard.post([&] { side.ask([&] { done.set_value(); }); });
      done.get_future().wait();
      side.forget_outcomes();
    }
  }
  std::size_t open = sides.size() * static_cast<std::size_t>(options.questions);
  std::promise<void> all;
  const auto one_is_done = [&] {
    if (--open == 0) all.set_value();
  };
  Instant next = clock.now();
  for (int i = 0; i < options.questions; ++i) {
    for (Side& side : sides) {
      shard.post([&side, &one_is_done] { side.ask(one_is_done); });
      next += std::chrono::milliseconds(options.apart_ms) / static_cast<int>(sides.size());
      std::this_thread::sleep_for(next - clock.now());
    }
  }
  all.get_future().wait();
  shard.stop();
  for (const Side& side : sides) side.print();
  for (Side& side : sides) side.forget_asker();
  return 0;
}

}  // namespace
}  // namespace attendant::bench

int main(int argc, char** argv) {
  attendant::bench::Options options;
  CLI::App app("first token through a gateway whose endpoints fail");
  app.add_flag("--serve", options.serve, "the failing service alone");
  app.add_option("--faults", options.faults, "http://HOST:PORT of the service");
  app.add_option("--proxy", options.proxy, "http://HOST:PORT of a proxy before it");
  app.add_option("--warm-up", options.warm_up, "questions to each side that are not counted");
  app.add_option("--questions", options.questions, "to each side");
  app.add_option("--apart-ms", options.apart_ms, "between two questions to a side");
  app.add_option("--seed", options.seed, "of the faults");
  CLI11_PARSE(app, argc, argv);
  if (options.serve) return attendant::bench::serve(options);
  if (options.faults.empty()) return app.exit(CLI::ValidationError("--faults or --serve is needed"));
  return attendant::bench::ask(options);
}
