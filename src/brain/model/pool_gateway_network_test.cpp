// The gateway on real sockets: what keeps a connection from coming about gives way to the next endpoint, and
// is named in the record.
#include <future>
#include <mutex>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "brain/model/pool_gateway.hpp"
#include "net/asio_http_client.hpp"
#include "net/scripted_server.hpp"
#include "runtime/shard.hpp"
#include "telemetry/redact.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class Lines final : public telemetry::LogSink {
 public:
  void write(std::string line) override {
    const std::lock_guard lock(mutex_);
    all_ += line + "\n";
  }
  std::string all() const {
    const std::lock_guard lock(mutex_);
    return all_;
  }

 private:
  mutable std::mutex mutex_;
  std::string all_;
};

std::string chunk(const std::string& data) { return fmt::format("{:x}\r\n{}\r\n", data.size(), data); }

void answer(net::ScriptedConnection& c) {
  c.hear_head();
  c.say(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n" +
      chunk("data: "
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Paid.\"},\"finish_reason\":null}]}\n\n") +
      chunk(
          "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n") +
      "0\r\n\r\n");
}

class PoolGatewayNetworkTest : public testing::Test {
 protected:
  ~PoolGatewayNetworkTest() override { shard.stop(); }

  // What a caller hears when the first endpoint is at `origin` and the second answers.
  std::string ask(const std::string& origin) {
    const net::ScriptedServer good(answer);
    auto made = net::AsioHttpClient::make(shard, {});
    EXPECT_TRUE(made);
    client = *std::move(made);
    ModelPoolOptions pool{.name = "talk"};
    pool.endpoints = {{.endpoint = {.name = "first"}, .dialect = {.model = "m"}, .origin = origin},
                      {.endpoint = {.name = "second", .priority = 1},
                       .dialect = {.model = "m"},
                       .origin = fmt::format("http://127.0.0.1:{}", good.port())}};
    pool.policy.longest_first_token = 500ms;
    gateway = std::make_unique<PoolGateway>(shard, *client, std::vector{pool}, registry,
                                            telemetry::Logger(lines, clock, telemetry::Level::debug,
                                                              std::make_shared<const telemetry::Redactor>()));
    shard.start();
    std::promise<std::string> over;
    std::string heard;
    shard.post([&] {
      ModelQuestion question{.call = "c-1", .deadline = clock.now() + 20s};
      question.request.messages = {{.role = ChatRole::user, .text = "Paid?"}};
      gateway->ask(
          std::move(question),
          {.delta = [&](const AnswerDelta& delta) { heard += std::get<TextDelta>(delta).text; },
           .restart = [&] { heard.clear(); },
           .finished = [&](const AnswerEnd&, const Served&) { over.set_value(heard); },
           .failed = [&](const Error& error, bool, const Served&) { over.set_value(error.message); }});
    });
    std::string told = over.get_future().get();
    shard.stop();
    return told;
  }

  SystemClock clock;
  runtime::Shard shard{"models", clock};
  telemetry::Registry registry;
  Lines lines;
  std::unique_ptr<net::AsioHttpClient> client;
  std::unique_ptr<PoolGateway> gateway;
};

TEST_F(PoolGatewayNetworkTest, GoesOnWhereAConnectionIsRefused) {
  std::uint16_t free_port = 0;
  {
    const net::ScriptedServer gone([](net::ScriptedConnection&) {});
    free_port = gone.port();
  }
  EXPECT_EQ(ask(fmt::format("http://127.0.0.1:{}", free_port)), "Paid.");
  EXPECT_THAT(lines.all(), HasSubstr("\"fault\":\"unreachable\""));
  EXPECT_THAT(lines.all(), HasSubstr("cannot connect: Connection refused"));
}

TEST_F(PoolGatewayNetworkTest, GoesOnWhereANameIsNotKnown) {
  EXPECT_EQ(ask("http://" + std::string(70, 'x')), "Paid.");
  EXPECT_THAT(lines.all(), HasSubstr("cannot resolve the name"));
}

TEST_F(PoolGatewayNetworkTest, GoesOnWhereTlsHangs) {
  const net::ScriptedServer silent([](net::ScriptedConnection& c) { c.wait_for_its_end(); });
  EXPECT_EQ(ask(fmt::format("https://127.0.0.1:{}", silent.port())), "Paid.");
  EXPECT_THAT(lines.all(), HasSubstr("\"fault\":\"late\""));
}

TEST_F(PoolGatewayNetworkTest, GoesOnWhereTheOtherSideSpeaksNoTls) {
  const net::ScriptedServer plain([](net::ScriptedConnection& c) { c.say("SSH-2.0-OpenSSH_9.2\r\n"); });
  EXPECT_EQ(ask(fmt::format("https://127.0.0.1:{}", plain.port())), "Paid.");
  EXPECT_THAT(lines.all(), HasSubstr("no TLS: "));
}

}  // namespace
}  // namespace attendant::brain
