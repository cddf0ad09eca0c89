#include "sip/sdp.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sip/offer_answer.hpp"

namespace attendant::sip {
namespace {

using ::testing::HasSubstr;

std::string sdp(const std::string& media) {
  return "v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n" + media;
}

LocalMedia ours() { return {.ip = "192.0.2.9", .port = 30000}; }

Result<Answer> answer_to(const std::string& media, Direction wanted = Direction::sendrecv) {
  return answer_offer(*parse_sdp(sdp(media)), ours(), wanted, {1, 1});
}

TEST(Sdp, what_we_build_is_read_back_the_same) {
  const SessionDescription offer = make_offer(ours(), Direction::sendrecv, {7, 8});
  EXPECT_EQ(*parse_sdp(to_string(offer)), offer);
}

TEST(Sdp, every_fault_names_its_line) {
  const struct {
    std::string text;
    const char* place;
  } cases[] = {
      {"", "SDP"},
      {"v=1\r\n", "line 1"},
      {"o=- 1 1 IN IP4 1.2.3.4\r\n", "line 1"},
      {"v=0\r\no=- x 1 IN IP4 1.2.3.4\r\n", "line 2"},
      {"v=0\r\no=- 1 99999999999999999999 IN IP4 1.2.3.4\r\n", "line 2"},
      {sdp("m=audio 70000 RTP/AVP 0\r\n"), "line 6"},
      {sdp("m=audio 4000 RTP/AVP 128\r\n"), "line 6"},
      {sdp("m=audio 4000 RTP/AVP\r\n"), "line 6"},
      {sdp("m=audio 4000 RTP/AVP 97\r\na=rtpmap:97 x/y/z\r\n"), "line 7"},
      {sdp("m=audio 4000 RTP/AVP 0\r\na=ptime:zero\r\n"), "line 7"},
      {sdp("c=IN IP5 x\r\n"), "line 6"},
      {sdp("nonsense\r\n"), "line 6"},
      {sdp("a=" + std::string(2000, 'x') + "\r\n"), "line 6"},
  };
  for (const auto& one : cases) {
    const auto description = parse_sdp(one.text);
    ASSERT_FALSE(description) << one.text;
    EXPECT_THAT(description.error().message, HasSubstr(one.place)) << one.text;
  }
}

TEST(Sdp, too_much_of_anything_is_refused) {
  std::string many_media;
  for (int i = 0; i < 17; ++i) many_media += "m=audio 4000 RTP/AVP 0\r\n";
  EXPECT_FALSE(parse_sdp(sdp(many_media)));
  std::string many_attributes = "m=audio 4000 RTP/AVP 0\r\n";
  for (int i = 0; i < 65; ++i) many_attributes += "a=x:y\r\n";
  EXPECT_FALSE(parse_sdp(sdp(many_attributes)));
  std::string long_text;
  for (int i = 0; i < 20; ++i) long_text += "i=" + std::string(900, 'x') + "\r\n";
  EXPECT_FALSE(parse_sdp(sdp(long_text)));
}

TEST(OfferAnswer, the_far_ends_order_of_codecs_decides) {
  const auto answer = answer_to("m=audio 4000 RTP/AVP 18 8 0 96\r\na=rtpmap:96 telephone-event/8000\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->media.codec, AudioCodec::pcma);
  EXPECT_EQ(answer->media.telephone_event, 96);
  EXPECT_THAT(to_string(answer->description), HasSubstr("m=audio 30000 RTP/AVP 8 96\r\n"));
}

TEST(OfferAnswer, a_codec_on_a_dynamic_payload_type_is_recognised) {
  const auto answer = answer_to("m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 pcmu/8000\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->media.payload_type, 101);
}

TEST(OfferAnswer, events_at_another_rate_are_not_ours) {
  const auto answer = answer_to("m=audio 4000 RTP/AVP 0 96\r\na=rtpmap:96 telephone-event/16000\r\n");
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->media.telephone_event);
}

TEST(OfferAnswer, directions_follow_rfc_3264) {
  const struct {
    const char* offered;
    Direction wanted;
    Direction answered;
  } cases[] = {
      {"sendrecv", Direction::sendrecv, Direction::sendrecv},
      {"sendonly", Direction::sendrecv, Direction::recvonly},
      {"recvonly", Direction::sendrecv, Direction::sendonly},
      {"inactive", Direction::sendrecv, Direction::inactive},
      {"sendrecv", Direction::sendonly, Direction::sendonly},
      {"sendonly", Direction::sendonly, Direction::inactive},
      {"recvonly", Direction::sendonly, Direction::sendonly},
      {"sendrecv", Direction::inactive, Direction::inactive},
      {"sendrecv", Direction::recvonly, Direction::recvonly},
      {"inactive", Direction::inactive, Direction::inactive},
  };
  for (const auto& one : cases) {
    const auto answer =
        answer_to(std::string("m=audio 4000 RTP/AVP 0\r\na=") + one.offered + "\r\n", one.wanted);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->media.direction, one.answered) << one.offered << " " << to_string(one.wanted);
  }
}

TEST(OfferAnswer, an_address_of_zero_means_do_not_send_to_me) {
  const auto answer = answer_to("m=audio 4000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->media.direction, Direction::recvonly);
  EXPECT_FALSE(answer->media.we_send());
}

TEST(OfferAnswer, other_streams_are_refused_in_their_place) {
  const auto answer = answer_to(
      "m=video 5000 RTP/AVP 31\r\nm=audio 4000 RTP/AVP 0\r\nm=audio 4002 RTP/AVP 0\r\nm=image 6000 udptl "
      "t38\r\n");
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->description.media.size(), 4u);
  EXPECT_EQ(answer->description.media[0].port, 0);
  EXPECT_EQ(answer->description.media[1].port, 30000);
  EXPECT_EQ(answer->description.media[2].port, 0);
  EXPECT_THAT(to_string(answer->description), HasSubstr("m=image 0 udptl t38\r\n"));
}

TEST(OfferAnswer, nothing_in_common_is_unsupported) {
  for (const char* media :
       {"m=audio 4000 RTP/AVP 18\r\n", "m=audio 0 RTP/AVP 0\r\n", "m=audio 4000 RTP/SAVP 0\r\n",
        "m=video 4000 RTP/AVP 0\r\n", "", "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 media.example.com\r\n",
        "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/16000\r\n"}) {
    const auto answer = answer_to(media);
    ASSERT_FALSE(answer) << media;
    EXPECT_EQ(answer.error().code, ErrorCode::unsupported);
  }
}

TEST(OfferAnswer, an_answer_must_take_something_that_we_offered) {
  const SessionDescription offer = make_offer(ours(), Direction::sendrecv, {1, 1});
  EXPECT_TRUE(accept_answer(offer, *parse_sdp(sdp("m=audio 4000 RTP/AVP 8\r\n"))));
  EXPECT_FALSE(accept_answer(offer, *parse_sdp(sdp("m=audio 4000 RTP/AVP 9\r\n"))));
  EXPECT_FALSE(accept_answer(offer, *parse_sdp(sdp("m=audio 0 RTP/AVP 8\r\n"))));
  EXPECT_FALSE(accept_answer(offer, *parse_sdp(sdp(""))));
  EXPECT_FALSE(accept_answer(offer, *parse_sdp(sdp("m=audio 4000 RTP/AVP 8\r\nm=audio 4002 RTP/AVP 8\r\n"))));
}

}  // namespace
}  // namespace attendant::sip
