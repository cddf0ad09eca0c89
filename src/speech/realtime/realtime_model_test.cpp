#include "speech/realtime/realtime_model.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "runtime/fake_loop.hpp"
#include "speech/realtime/realtime_sound.hpp"

namespace attendant::speech {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

class FakeSocket final : public net::WebSocket {
 public:
  void send_text(std::string text) override {
    sent.emplace_back(std::string_view(json::parse(text).at("type").as_string()));
  }
  void send_binary(std::vector<std::byte>) override {}
  void close(std::uint16_t, std::string_view) override { closed = true; }
  std::size_t unsent_bytes() const override { return unsent; }

  std::vector<std::string> sent;
  bool closed = false;
  std::size_t unsent = 0;
};

class RealtimeModelTest : public testing::Test {
 protected:
  RealtimeModelTest() {
    session = model.open({}, [this](LiveEvent event) {
      if (std::holds_alternative<LiveFailed>(event)) failed = std::get<LiveFailed>(event).error.message;
      if (auto* sound = std::get_if<LiveSound>(&event)) heard += sound->pcm.size();
      if (std::holds_alternative<LiveReady>(event)) ready = true;
    });
  }
  void be_ready() {
    events->on_open(socket);
    events->on_text(R"({"type":"session.updated"})");
    EXPECT_TRUE(ready);
  }

  FakeClock clock;
  runtime::FakeLoop loop{clock};
  std::shared_ptr<FakeSocket> socket = std::make_shared<FakeSocket>();
  std::shared_ptr<net::SocketEvents> events;
  RealtimeModel model{
      loop,
      [this](const std::string&, const RealtimeModel::Headers&, std::shared_ptr<net::SocketEvents> dialled) {
        events = std::move(dialled);
        return nullptr;
      },
      {.dialect = {.model = "m"}, .key = "k"},
      {}};
  std::string failed;
  std::size_t heard = 0;
  bool ready = false;
  std::unique_ptr<LiveSession> session;
};

TEST_F(RealtimeModelTest, CarriesSoundBothWays) {
  be_ready();
  session->hear(audio::Samples(1600));
  session->answer();
  events->on_text(json::serialize(json::object{
      {"type", "response.output_audio.delta"}, {"item_id", "i"}, {"delta", to_base64(Bytes(160, 0xFF))}}));
  EXPECT_EQ(heard, 160U);
  EXPECT_EQ(socket->sent, (std::vector<std::string>{"session.update", "input_audio_buffer.append",
                                                    "input_audio_buffer.commit", "response.create"}));
}

TEST_F(RealtimeModelTest, FailsWhenItIsNotReadyInTime) {
  events->on_open(socket);
  loop.advance(6s);
  EXPECT_EQ(failed, "the live model hung up: it is not ready in time");
  EXPECT_TRUE(socket->closed);
}

TEST_F(RealtimeModelTest, FailsWhenTheServiceHangsUpOrFallsBehind) {
  be_ready();
  socket->unsent = 1U << 20U;
  session->hear(audio::Samples(160));
  EXPECT_EQ(failed, "");
  loop.run_posted();
  EXPECT_EQ(failed, "the live model hung up: it takes sound too slowly");
  failed.clear();
  events->on_closed(net::close_code::kVanished);
  EXPECT_EQ(failed, "") << "it was told once";
}

TEST_F(RealtimeModelTest, TellsNothingOnceItsSessionWasDestroyed) {
  be_ready();
  session.reset();
  EXPECT_TRUE(socket->closed);
  events->on_text(R"({"type":"error"})");
  events->on_closed(net::close_code::kNormal);
  EXPECT_EQ(failed, "");
}

TEST(RealtimeCodec, ConvertsBetweenTheTelephoneAndTwentyFourKilohertz) {
  auto codec = RealtimeCodec::create(RealtimeSound::pcm_24k);
  ASSERT_TRUE(codec);
  Bytes coded;
  for (int i = 0; i < 50; ++i) {
    const Bytes some = codec->encode(audio::Samples(160, 1000));
    coded.insert(coded.end(), some.begin(), some.end());
  }
  EXPECT_NEAR(static_cast<double>(coded.size()), 50.0 * 480 * 2, 500);
  // Cut in the middle of a sample.
  audio::Samples back = codec->decode(BytesView(coded).first(1001));
  const audio::Samples rest = codec->decode(BytesView(coded).subspan(1001));
  back.insert(back.end(), rest.begin(), rest.end());
  EXPECT_NEAR(static_cast<double>(back.size()), 8000, 100);
  EXPECT_NEAR(back.at(4000), 1000, 30);
}

}  // namespace
}  // namespace attendant::speech
