// Letting go of an answer from inside an event of the gateway, on real sockets: what every interruption does.
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "brain/model/pool_gateway.hpp"
#include "brain/model/scripted_model.hpp"
#include "net/asio_http_client.hpp"
#include "runtime/run_here.hpp"
#include "runtime/shard.hpp"
#include "telemetry/redact.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class NoLines final : public telemetry::LogSink {
 public:
  void write(std::string) override {}
};

class PoolGatewayDropTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = net::AsioHttpClient::make(shard_, {});
    ASSERT_TRUE(made);
    client_ = *std::move(made);
    ModelPoolOptions pool{.name = "talk"};
    pool.endpoints = {
        {.endpoint = {.name = "only"}, .dialect = {.model = "m"}, .origin = model_.origin(), .key = {}}};
    gateway_ =
        std::make_unique<PoolGateway>(shard_, *client_, std::vector{pool}, registry_,
                                      telemetry::Logger(lines_, clock_, telemetry::Level::error,
                                                        std::make_shared<const telemetry::Redactor>()));
  }

  ModelRequestId ask(std::function<void(const std::string&)> on_text) {
    ModelQuestion question{.call = "c-1", .deadline = clock_.now() + 20s};
    question.request.messages = {{.role = ChatRole::user, .text = "Paid?"}};
    // What it captures dies with the question: an event that lets go of it must not use it afterwards.
    return gateway_->ask(std::move(question),
                         {.delta =
                              [this, on_text = std::move(on_text)](const AnswerDelta& delta) {
                                const auto text = std::get<TextDelta>(delta).text;
                                heard_.push_back(text);
                                on_text(text);
                              },
                          .restart = [] {},
                          .finished =
                              [this](const AnswerEnd&, const Served&) {
                                heard_.emplace_back("finished");
                                ++over_;
                              },
                          .failed =
                              [this](const Error&, bool, const Served&) {
                                heard_.emplace_back("failed");
                                ++over_;
                              }});
  }
  void run_until(const std::function<bool()>& enough) { runtime::run_here(shard_, 5s, enough); }

  SystemClock clock_;
  runtime::Shard shard_{"models", clock_};
  telemetry::Registry registry_;
  NoLines lines_;
  ScriptedModel model_;
  std::unique_ptr<net::AsioHttpClient> client_;
  std::unique_ptr<PoolGateway> gateway_;
  std::vector<std::string> heard_;
  int over_ = 0;
};

TEST_F(PoolGatewayDropTest, NothingMoreIsHeardAndTheConnectionIsClosed) {
  model_.then(model_.stalls({"One. ", "Two. ", "Three. "}));
  ModelRequestId id;
  id = ask([&](const std::string&) { gateway_->drop(id); });
  run_until([&] { return model_.dropped() == 1; });
  EXPECT_EQ(model_.dropped(), 1) << "the service is told at once";
  EXPECT_THAT(heard_, ElementsAre("One. "));
}

TEST_F(PoolGatewayDropTest, TheNextQuestionIsAskedInTheSameEvent) {
  model_.then(model_.says({"One. ", "Two. "}));
  model_.then(model_.says({"Three."}));
  ModelRequestId id;
  id = ask([&](const std::string&) {
    gateway_->commit(id);
    gateway_->drop(id);
    ask([](const std::string&) {});
  });
  run_until([&] { return over_ == 1; });
  EXPECT_THAT(heard_, ElementsAre("One. ", "Three.", "finished"));
}

TEST_F(PoolGatewayDropTest, ALastWordThatLetsGoIsNoEnd) {
  model_.then(model_.says({"One. "}));
  model_.then(model_.says({"Two."}));
  ModelRequestId id;
  id = ask([&](const std::string&) { gateway_->drop(id); });
  run_until([&] { return !heard_.empty(); });
  runtime::run_here(shard_, 50ms, [] { return false; });
  EXPECT_THAT(heard_, ElementsAre("One. "));
  ask([](const std::string&) {});
  run_until([&] { return over_ == 1; });
  EXPECT_THAT(heard_, ElementsAre("One. ", "Two.", "finished"));
}

TEST_F(PoolGatewayDropTest, AQuestionIsDroppedBeforeItIsSent) {
  model_.then(model_.says({"One."}));
  gateway_->drop(ask([](const std::string&) {}));
  ask([](const std::string&) {});
  run_until([&] { return over_ == 1; });
  EXPECT_THAT(heard_, ElementsAre("One.", "finished"));
}

TEST_F(PoolGatewayDropTest, TheGatewayGoesWhileAnswersStream) {
  model_.then(model_.stalls({"One. "}));
  ask([](const std::string&) {});
  run_until([&] { return !heard_.empty(); });
  gateway_.reset();
  run_until([&] { return model_.dropped() == 1; });
  EXPECT_EQ(model_.dropped(), 1);
  EXPECT_THAT(heard_, ElementsAre("One. "));
}

}  // namespace
}  // namespace attendant::brain
