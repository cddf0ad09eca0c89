// A page calls: the gateway is driven through its route as the listener would drive it.
#include "telephony/browser/browser_gateway.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "media/recorder.hpp"
#include "runtime/fake_loop.hpp"

namespace attendant::telephony::browser {
namespace {

using namespace std::chrono_literals;

// What the page got.
class Page final : public net::WebSocket {
 public:
  void send_text(std::string text) override { texts.push_back(boost::json::parse(text).as_object()); }
  void send_binary(std::vector<std::byte> bytes) override { sound_bytes += bytes.size(); }
  void close(std::uint16_t code, std::string_view) override { closed = code; }
  std::size_t unsent_bytes() const override { return 0; }

  std::vector<boost::json::object> texts;
  std::size_t sound_bytes = 0;
  std::optional<std::uint16_t> closed;
};

// The call at the other end of the leg.
class Conversation final : public CallTaker, public LegEvents {
 public:
  void take(std::unique_ptr<Leg> taken) override {
    leg = std::move(taken);
    leg->listen(this);
    leg->belongs_to(id);
    if (refuses)
      ASSERT_TRUE(leg->reject({}));
    else
      ASSERT_TRUE(leg->answer());
  }
  void on_answered() override { answered = true; }
  void on_hold(bool) override {}
  void on_digit(char, std::chrono::milliseconds) override {}
  void on_transfer(const TransferProgress&) override {}
  void on_snapshot(const boost::json::object&) override {}
  void on_ended(const Ended& how) override {
    ended = how.end;
    leg.reset();
  }

  const CallId id{"c-1"};
  std::unique_ptr<Leg> leg;
  bool refuses = false;
  bool answered = false;
  std::optional<LegEnd> ended;
};

class Gateway : public testing::Test {
 protected:
  Gateway() { gateway.add_routes(router); }

  net::Request request(std::string token) const {
    net::Request made;
    made.method = "GET";
    made.path = "/talk/call";
    made.query["link"] = std::move(token);
    made.headers = {{"host", "desk.test:8443"},
                    {"origin", "https://desk.test:8443"},
                    {"sec-websocket-protocol", "attendant.talk.1"}};
    return made;
  }
  std::string fresh_token() const { return gateway.new_link().substr(std::string_view("#link=").size()); }

  std::shared_ptr<net::SocketEvents> accept(net::Request made) {
    const auto answer = router.handle_socket(std::move(made));
    if (!answer || !std::holds_alternative<net::SocketAcceptance>(*answer)) return nullptr;
    return std::get<net::SocketAcceptance>(*answer).events;
  }
  int refused_with(net::Request made) {
    const auto answer = router.handle_socket(std::move(made));
    return answer && std::holds_alternative<net::Response>(*answer) ? std::get<net::Response>(*answer).status
                                                                    : 0;
  }
  // A page with a fresh link.
  std::shared_ptr<net::SocketEvents> call() {
    auto events = accept(request(fresh_token()));
    if (events) events->on_open(page);
    loop.run_posted();
    return events;
  }

  FakeClock clock;
  runtime::FakeLoop loop{clock};
  media::Recorder recorder;
  Admission admission{2, 10s};
  Conversation conversation;
  BrowserGateway gateway{
      loop,     clock,     {},          security::LinkSigner(security::Key::random(), "talk"),
      recorder, admission, conversation};
  net::Router router;
  std::shared_ptr<Page> page = std::make_shared<Page>();
};

TEST_F(Gateway, ALinkOpensOneCallWithSoundBothWays) {
  const auto events = call();
  ASSERT_TRUE(conversation.answered);
  auto* line = gateway.line(*conversation.leg->media_port());
  ASSERT_NE(line, nullptr);
  const std::vector<std::int16_t> said(320, 1000);  // 20 ms at 16 kHz
  for (int i = 0; i < 10; ++i) {
    events->on_binary(std::as_bytes(std::span(said)));
    loop.advance(20ms);
  }
  media::CallerFrame frame;
  int frames = 0;
  int loud = 0;
  while (line->next_frame(frame)) {
    ++frames;
    loud += frame.samples[80] > 500 ? 1 : 0;
  }
  EXPECT_GE(frames, 9);
  EXPECT_GE(loud, 3);
  line->play(UtteranceId(1), std::vector<std::int16_t>(1600, 1000), true);
  loop.advance(300ms);
  EXPECT_NEAR(static_cast<double>(page->sound_bytes), 200 * 32, 2 * 640);
}

TEST_F(Gateway, ALinkThatWasUsedIsRefusedWithItsReason) {
  const auto token = fresh_token();
  accept(request(token))->on_open(page);
  const auto second = accept(request(token));
  ASSERT_TRUE(second);
  const auto other = std::make_shared<Page>();
  second->on_open(other);
  EXPECT_EQ(other->closed, 4001);
  EXPECT_EQ(admission.calls(), 1U);
}

TEST_F(Gateway, AnExpiredOrForgedLinkIsRefused) {
  const auto token = fresh_token();
  clock.advance(16min);
  for (const auto& bad : {token, token + "0", std::string()}) {
    const auto other = std::make_shared<Page>();
    accept(request(bad))->on_open(other);
    EXPECT_EQ(other->closed, 4001) << bad;
  }
  EXPECT_EQ(admission.calls(), 0U);
}

TEST_F(Gateway, AnotherSitesPageGetsNothing) {
  auto foreign = request(fresh_token());
  foreign.headers["origin"] = "https://evil.test";
  EXPECT_EQ(refused_with(foreign), 403);
  foreign.headers.erase("origin");
  EXPECT_EQ(refused_with(foreign), 403);
  auto unknown = request(fresh_token());
  unknown.headers["sec-websocket-protocol"] = "chat";
  EXPECT_EQ(refused_with(unknown), 400);
}

TEST_F(Gateway, TheCallThatIsOneTooManyIsToldToComeAgainAndKeepsItsLink) {
  const auto first = call();
  const auto place = admission.admit();
  const auto token = fresh_token();
  const auto other = std::make_shared<Page>();
  accept(request(token))->on_open(other);
  EXPECT_EQ(other->closed, 1013);
  page->closed.reset();
  first->on_closed(1000);
  loop.run_posted();
  EXPECT_NE(accept(request(token)), nullptr);
}

TEST_F(Gateway, KeysAndHangUpComeAsMessages) {
  const auto events = call();
  auto* line = gateway.line(*conversation.leg->media_port());
  events->on_text(R"({"type":"key","key":"7"})");
  loop.advance(40ms);
  std::optional<char> key;
  while (const auto event = line->next_event())
    if (const auto* pressed = std::get_if<media::KeyPressed>(&*event)) key = pressed->key;
  EXPECT_EQ(key, '7');
  events->on_text("{nonsense");
  EXPECT_EQ(page->texts.back().at("type"), "problem");
  events->on_text(R"({"type":"hang_up"})");
  loop.run_posted();
  EXPECT_EQ(conversation.ended, LegEnd::far_end_hung_up);
  EXPECT_EQ(page->closed, 1000);
  EXPECT_EQ(admission.calls(), 0U);
}

TEST_F(Gateway, WhenTheConnectionGoesTheCallLetsGoOfTheLineFirst) {
  std::vector<std::string> order;
  gateway.on_closing(
      [&](MediaPortId port) { order.emplace_back(gateway.line(port) != nullptr ? "closing" : "gone"); });
  const auto events = call();
  const auto port = *conversation.leg->media_port();
  events->on_closed(1006);
  loop.run_posted();
  EXPECT_EQ(order, std::vector<std::string>{"closing"});
  EXPECT_EQ(gateway.line(port), nullptr);
  EXPECT_EQ(conversation.ended, LegEnd::far_end_hung_up);
}

TEST_F(Gateway, ThePageIsShownItsOwnCallOnly) {
  const auto events = call();
  gateway.show(CallId("c-1"), {{"type", "caller"}, {"text", "hello"}});
  gateway.show(CallId("c-2"), {{"type", "caller"}, {"text", "not yours"}});
  ASSERT_EQ(page->texts.size(), 1U);
  EXPECT_EQ(page->texts[0].at("text"), "hello");
}

TEST_F(Gateway, ACallThatTheDeskRefusesIsClosed) {
  conversation.refuses = true;
  const auto events = call();
  EXPECT_EQ(page->closed, 1013);
  EXPECT_EQ(admission.calls(), 0U);
}

TEST_F(Gateway, ALegThatIsDroppedHangsUp) {
  const auto events = call();
  conversation.leg.reset();
  EXPECT_EQ(page->closed, 1000);
  EXPECT_EQ(admission.calls(), 0U);
}

}  // namespace
}  // namespace attendant::telephony::browser
