#include "fault_server.hpp"

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::bench {
namespace asio = boost::asio;
using asio::ip::tcp;
template <class T>
using Task = asio::awaitable<T>;

namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
constexpr auto* kStreamHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

// What one request gets. Always the same number of draws, so that the order of faults does not depend on
// them.
struct Fate {
  enum class Kind { good, throttled, silent, stalled, cut } kind = Kind::good;
  bool for_a_day = false, malformed = false, delta_less = false;
  std::chrono::milliseconds first_token{0};
};

class Fates {
 public:
  Fates(const FaultPlan& plan, std::uint64_t seed) : plan_(plan), random_(seed) {}

  Fate next() {
    const double luck = draw(), second = draw(), garnish = draw(), tail = draw();
    double milliseconds =
        std::lognormal_distribution<double>(std::log(plan_.median_ms), plan_.sigma)(random_);
    if (tail < plan_.tail) milliseconds *= plan_.tail_factor;
    Fate fate{.for_a_day = second < plan_.for_a_day,
              .malformed = garnish < plan_.malformed,
              .delta_less = garnish >= plan_.malformed && garnish < plan_.malformed + plan_.delta_less,
              .first_token = std::chrono::milliseconds(static_cast<int>(milliseconds))};
    if (luck < plan_.throttled)
      fate.kind = Fate::Kind::throttled;
    else if (luck < plan_.throttled + plan_.stalled)
      fate.kind = second < 0.5 ? Fate::Kind::silent : Fate::Kind::stalled;
    else if (luck < plan_.throttled + plan_.stalled + plan_.cut)
      fate.kind = Fate::Kind::cut;
    return fate;
  }

 private:
  double draw() { return std::uniform_real_distribution<double>()(random_); }

  const FaultPlan& plan_;
  std::mt19937_64 random_;
};

std::string chunk(const std::string& data) { return fmt::format("{:x}\r\n{}\r\n", data.size(), data); }

std::string event(const std::string& choices) {
  return chunk(fmt::format(
      R"(data: {{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{}]}})"
      "\n\n",
      choices));
}

std::string token(int number) {
  return event(fmt::format(R"({{"index":0,"delta":{{"content":"word{} "}},"finish_reason":null}})", number));
}

Task<void> wait(std::chrono::milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(kAsTuple);
}

Task<bool> say(tcp::socket& socket, std::string text) {
  const auto [error, size] = co_await asio::async_write(socket, asio::buffer(text), kAsTuple);
  co_return !error;
}

// Returns when the client has closed the connection: it is tired of waiting.
Task<void> say_nothing(tcp::socket& socket) {
  char byte = 0;
  co_await asio::async_read(socket, asio::buffer(&byte, 1), kAsTuple);
}

}  // namespace

struct FaultServer::Impl {
  Impl(const FaultPlan& fault_plan, std::uint64_t fault_seed)
      : plan(fault_plan), seed(fault_seed), acceptor(context, {asio::ip::make_address("127.0.0.1"), 0}) {}

  Task<void> accept();
  Task<void> serve(tcp::socket socket);
  Task<bool> answer(tcp::socket& socket, const Fate& fate) const;
  Task<bool> stream(tcp::socket& socket, const Fate& fate) const;

  const FaultPlan plan;
  const std::uint64_t seed;
  asio::io_context context{1};
  tcp::acceptor acceptor;
  std::map<std::string, Fates> sides;
  std::thread thread;
};

Task<void> FaultServer::Impl::accept() {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(kAsTuple);
    if (error) co_return;
    asio::co_spawn(context, serve(std::move(socket)), asio::detached);
  }
}

Task<void> FaultServer::Impl::serve(tcp::socket socket) {
  std::string heard;
  for (;;) {
    const auto [error, head_size] =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(heard), "\r\n\r\n", kAsTuple);
    if (error) co_return;
    const std::string head = lower(heard.substr(0, head_size));
    heard.erase(0, head_size);
    const std::size_t at = head.find("content-length:");
    if (at == std::string::npos) co_return;
    const auto length = static_cast<std::size_t>(std::strtoul(head.c_str() + at + 15, nullptr, 10));
    if (heard.size() < length) {
      const auto [cut, size] = co_await asio::async_read(
          socket, asio::dynamic_buffer(heard), asio::transfer_exactly(length - heard.size()), kAsTuple);
      if (cut) co_return;
    }
    heard.erase(0, length);
    const std::size_t path = head.find('/');
    const std::string side = head.substr(path + 1, head.find('/', path + 1) - path - 1);
    Fates& fates = sides.try_emplace(side, plan, seed).first->second;
    const Fate fate = fates.next();
    if (!co_await answer(socket, fate)) co_return;
  }
}

Task<bool> FaultServer::Impl::answer(tcp::socket& socket, const Fate& fate) const {
  if (fate.kind == Fate::Kind::throttled) {
    const std::string body =
        R"({"error":{"code":"rate_limit_exceeded","message":"too many","type":"tokens"}})";
    co_await wait(std::chrono::milliseconds(30));
    co_return co_await say(socket,
                           fmt::format("HTTP/1.1 429 Too Many Requests\r\nRetry-After: {}\r\nContent-Type: "
                                       "application/json\r\nContent-Length: {}\r\n\r\n{}",
                                       fate.for_a_day ? 86400 : 1, body.size(), body));
  }
  co_return co_await stream(socket, fate);
}

Task<bool> FaultServer::Impl::stream(tcp::socket& socket, const Fate& fate) const {
  std::string opening = kStreamHead;
  opening += event(R"({"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null})");
  if (fate.kind == Fate::Kind::silent) {
    co_await say(socket, opening);
    co_await say_nothing(socket);
    co_return false;
  }
  co_await wait(fate.first_token);
  if (!co_await say(socket, opening)) co_return false;
  for (int i = 0; i < plan.tokens; ++i) {
    if (i == 5 && fate.kind == Fate::Kind::cut) co_return false;
    if (i == 5 && fate.kind == Fate::Kind::stalled) {
      co_await say_nothing(socket);
      co_return false;
    }
    std::string said = token(i);
    if (i == 3 && fate.malformed) said += chunk("data: {\"choices\":[{\"del\n\n");
    if (i == 3 && fate.delta_less)
      said += event(R"({"index":0,"content_filter_results":{},"finish_reason":null})");
    if (!co_await say(socket, std::move(said))) co_return false;
    co_await wait(std::chrono::milliseconds(plan.token_ms));
  }
  co_return co_await say(socket, event(R"({"index":0,"delta":{},"finish_reason":"stop"})") +
                                     chunk("data: [DONE]\n\n") + "0\r\n\r\n");
}

FaultServer::FaultServer(const FaultPlan& plan, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(plan, seed)) {
  asio::co_spawn(impl_->context, impl_->accept(), asio::detached);
  impl_->thread = std::thread([impl = impl_.get()] { impl->context.run(); });
}

FaultServer::~FaultServer() {
  impl_->context.stop();
  impl_->thread.join();
}

std::uint16_t FaultServer::port() const { return impl_->acceptor.local_endpoint().port(); }

}  // namespace attendant::bench
