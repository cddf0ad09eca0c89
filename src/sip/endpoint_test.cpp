#include "sip/endpoint.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sip/endpoint_test_support.hpp"

namespace attendant::sip::testing {
namespace {

using ::testing::HasSubstr;

TEST(Endpoint, a_call_rings_is_answered_and_ended_by_the_caller) {
  Network net;
  const LegId calling = net.call();
  net.run(milliseconds(50));
  ASSERT_EQ(net.b.all<IncomingCall>().size(), 1u);
  EXPECT_EQ(net.b.last<IncomingCall>().from.uri.user, "+15551234");
  ASSERT_TRUE(net.b.endpoint->ring(net.incoming(), net.now));
  net.run(milliseconds(50));
  EXPECT_EQ(net.a.last<Ringing>().status, 180);
  ASSERT_TRUE(net.b.endpoint->answer(net.incoming(), Network::media_of(net.b), net.now));
  net.run(milliseconds(50));
  EXPECT_EQ(net.a.last<Answered>().media.remote_ip, "192.0.2.2");
  EXPECT_EQ(net.a.last<Answered>().media.codec, AudioCodec::pcmu);
  EXPECT_EQ(net.a.last<Answered>().media.telephone_event, 101);
  EXPECT_EQ(net.b.all<Established>().size(), 1u);
  ASSERT_TRUE(net.a.endpoint->bye(calling, net.now));
  net.run(milliseconds(50));
  EXPECT_EQ(net.a.last<Ended>().cause, EndCause::we_hung_up);
  EXPECT_EQ(net.b.last<Ended>().cause, EndCause::far_end_hung_up);
  EXPECT_EQ(net.a.endpoint->calls() + net.b.endpoint->calls(), 0u);
}

TEST(Endpoint, over_tcp_nothing_is_retransmitted) {
  Network net(Transport::tcp);
  net.connect();
  net.run(seconds(60));
  EXPECT_EQ(net.carried["INVITE"], 1);
  EXPECT_EQ(net.carried["200 INVITE"], 1);
  EXPECT_EQ(net.carried["ACK"], 1);
}

TEST(Endpoint, a_lost_invite_is_repeated_with_doubled_gaps_and_given_up_after_64_t1) {
  Network net;
  net.rules.loss = 1;
  net.call();
  net.run(seconds(31));
  EXPECT_EQ(net.carried["INVITE"], 6) << "at 0, 0.5, 1.5, 3.5, 7.5 and 15.5 s";
  net.run(seconds(2));
  EXPECT_EQ(net.carried["INVITE"], 7);
  EXPECT_EQ(net.a.last<Ended>().cause, EndCause::timed_out);
  EXPECT_EQ(net.a.last<Ended>().status, 408);
}

TEST(Endpoint, the_answer_is_repeated_until_it_is_acknowledged) {
  Network net;
  net.call();
  net.run(milliseconds(50));
  net.rules.loss = 1;
  ASSERT_TRUE(net.b.endpoint->answer(net.incoming(), Network::media_of(net.b), net.now));
  net.run(seconds(3));
  EXPECT_EQ(net.carried["200 INVITE"], 3) << "at 0, 0.5 and 1.5 s";
  net.rules.loss = 0;
  net.run(seconds(2));
  EXPECT_EQ(net.b.all<Established>().size(), 1u);
  const int sent = net.carried["200 INVITE"];
  net.run(seconds(30));
  EXPECT_EQ(net.carried["200 INVITE"], sent);
}

TEST(Endpoint, an_answer_that_is_never_acknowledged_ends_the_call) {
  Network net;
  net.call();
  net.run(milliseconds(50));
  net.rules.loss = 1;
  ASSERT_TRUE(net.b.endpoint->answer(net.incoming(), Network::media_of(net.b), net.now));
  net.run(seconds(33));
  EXPECT_EQ(net.b.last<Ended>().cause, EndCause::no_ack);
  EXPECT_GE(net.carried["BYE"], 1);
}

TEST(Endpoint, hanging_up_before_the_acknowledgement_waits_for_it) {
  Network net;
  net.call();
  net.run(milliseconds(50));
  ASSERT_TRUE(net.b.endpoint->answer(net.incoming(), Network::media_of(net.b), net.now));
  ASSERT_TRUE(net.b.endpoint->bye(net.incoming(), net.now));
  net.collect(net.b);
  EXPECT_EQ(net.carried["BYE"], 0);
  net.run(milliseconds(50));
  EXPECT_EQ(net.carried["BYE"], 1);
  EXPECT_EQ(net.a.last<Ended>().cause, EndCause::far_end_hung_up);
}

TEST(Endpoint, cancel_waits_for_a_provisional_response_and_yields_487) {
  Network net;
  const LegId calling = net.call();
  ASSERT_TRUE(net.a.endpoint->cancel(calling, net.now));
  net.collect(net.a);
  EXPECT_EQ(net.carried["CANCEL"], 0);
  net.run(milliseconds(100));
  EXPECT_EQ(net.carried["CANCEL"], 1);
  EXPECT_EQ(net.carried["200 CANCEL"], 1);
  EXPECT_EQ(net.carried["487 INVITE"], 1);
  EXPECT_EQ(net.a.last<Ended>().cause, EndCause::cancelled);
  EXPECT_EQ(net.b.last<Ended>().cause, EndCause::cancelled);
}

TEST(Endpoint, an_answer_that_crosses_our_cancel_is_acknowledged_and_ended) {
  Network net;
  const LegId calling = net.call();
  net.run(milliseconds(50));
  ASSERT_TRUE(net.b.endpoint->answer(net.incoming(), Network::media_of(net.b), net.now));
  ASSERT_TRUE(net.a.endpoint->cancel(calling, net.now));
  net.run(milliseconds(100));
  EXPECT_EQ(net.a.last<Ended>().cause, EndCause::cancelled);
  EXPECT_EQ(net.b.last<Ended>().cause, EndCause::far_end_hung_up);
  EXPECT_EQ(net.carried["ACK"], 1);
  EXPECT_EQ(net.carried["BYE"], 1);
}

TEST(Endpoint, a_rejection_is_acknowledged_and_carries_retry_after) {
  Network net;
  net.call();
  net.run(milliseconds(50));
  ASSERT_TRUE(net.b.endpoint->reject(net.incoming(), 486, net.now, seconds(30)));
  net.run(seconds(10));
  EXPECT_EQ(net.a.last<Ended>().cause, EndCause::rejected);
  EXPECT_EQ(net.a.last<Ended>().status, 486);
  EXPECT_EQ(net.carried["486 INVITE"], 1);
  EXPECT_EQ(net.carried["ACK"], 1);
  EXPECT_THAT(net.log, ::testing::Contains(HasSubstr("Retry-After: 30")));
}

TEST(Endpoint, a_failure_response_is_repeated_until_its_ack_comes) {
  Network net;
  net.call();
  net.run(milliseconds(50));
  net.rules.loss = 1;
  ASSERT_TRUE(net.b.endpoint->reject(net.incoming(), 486, net.now));
  net.run(seconds(2));
  EXPECT_EQ(net.carried["486 INVITE"], 3) << "timer G: at 0, 0.5 and 1.5 s";
  net.rules.loss = 0;
  net.run(seconds(40));
  EXPECT_EQ(net.a.last<Ended>().status, 486);
}

TEST(Endpoint, the_cap_is_exact_and_the_next_call_gets_503_with_retry_after) {
  Network net;
  net.rebuild_b({.max_calls = 3, .retry_after = seconds(7)});
  for (int i = 0; i < 3; ++i) net.call();
  net.run(milliseconds(100));
  EXPECT_EQ(net.b.endpoint->calls(), 3u);
  net.call();
  net.run(milliseconds(100));
  EXPECT_EQ(net.b.all<IncomingCall>().size(), 3u);
  EXPECT_EQ(net.a.last<Ended>().status, 503);
  EXPECT_THAT(net.log, ::testing::Contains(HasSubstr("Retry-After: 7")));
  ASSERT_TRUE(net.b.endpoint->reject(net.incoming(), 486, net.now));
  net.call();
  net.run(milliseconds(100));
  EXPECT_EQ(net.b.all<IncomingCall>().size(), 4u) << "a place that is free again is used";
}

TEST(Endpoint, hold_and_resume_follow_the_direction_rules) {
  Network net;
  const auto [calling, called] = net.connect();
  ASSERT_TRUE(net.a.endpoint->reinvite(calling, Direction::sendonly, net.now));
  net.run(milliseconds(100));
  EXPECT_EQ(net.b.last<MediaChanged>().media.direction, Direction::recvonly);
  EXPECT_EQ(net.a.last<MediaChanged>().media.direction, Direction::sendonly);
  ASSERT_TRUE(net.a.endpoint->reinvite(calling, Direction::inactive, net.now));
  net.run(milliseconds(100));
  EXPECT_EQ(net.b.last<MediaChanged>().media.direction, Direction::inactive);
  ASSERT_TRUE(net.a.endpoint->reinvite(calling, Direction::sendrecv, net.now));
  net.run(milliseconds(100));
  EXPECT_EQ(net.b.last<MediaChanged>().media.direction, Direction::sendrecv);
  EXPECT_EQ(net.a.all<Ended>().size(), 0u);
}

TEST(Endpoint, two_reinvites_at_once_get_491_and_both_succeed_in_the_end) {
  Network net;
  const auto [calling, called] = net.connect();
  ASSERT_TRUE(net.a.endpoint->reinvite(calling, Direction::sendonly, net.now));
  ASSERT_TRUE(net.b.endpoint->reinvite(called, Direction::sendrecv, net.now));
  net.run(seconds(6));
  EXPECT_GE(net.carried["491 INVITE"], 1);
  EXPECT_EQ(net.a.last<MediaChanged>().media.direction, Direction::sendonly);
  EXPECT_EQ(net.b.last<MediaChanged>().media.direction, Direction::recvonly);
  EXPECT_EQ(net.a.all<Ended>().size() + net.b.all<Ended>().size(), 0u);
}

TEST(Endpoint, the_session_is_refreshed_at_half_its_interval) {
  Network net;
  net.rebuild_a({.session_interval = seconds(180)});
  net.connect();
  net.run(seconds(85));
  EXPECT_EQ(net.carried["INVITE"], 1);
  net.run(seconds(10));
  EXPECT_EQ(net.carried["INVITE"], 2);
  net.run(seconds(1800));
  EXPECT_EQ(net.a.all<Ended>().size() + net.b.all<Ended>().size(), 0u);
  EXPECT_EQ(net.a.all<MediaChanged>().size(), 0u) << "a refresh changes nothing";
}

TEST(Endpoint, a_session_that_cannot_be_refreshed_ends_on_both_sides) {
  Network net;
  net.rebuild_a({.session_interval = seconds(180)});
  net.connect();
  net.rules.loss = 1;
  net.run(seconds(200));
  ASSERT_EQ(net.a.all<Ended>().size(), 1u);
  ASSERT_EQ(net.b.all<Ended>().size(), 1u);
}

TEST(Endpoint, too_small_a_session_interval_is_raised_through_422) {
  Network net;
  net.rebuild_a({.session_interval = seconds(90), .min_session_interval = seconds(90)});
  net.rebuild_b({.min_session_interval = seconds(300)});
  net.connect();
  net.run(milliseconds(500));
  EXPECT_EQ(net.carried["422 INVITE"], 1);
  EXPECT_THAT(net.log, ::testing::Contains(HasSubstr("Session-Expires: 300")));
}

TEST(Endpoint, digits_by_info_are_reported_in_both_forms) {
  Network net;
  const auto [calling, called] = net.connect();
  ASSERT_TRUE(
      net.a.endpoint->info(calling, "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", net.now));
  ASSERT_TRUE(net.a.endpoint->info(calling, "application/dtmf", "#", net.now));
  net.run(milliseconds(100));
  const auto digits = net.b.all<DtmfInfo>();
  ASSERT_EQ(digits.size(), 2u);
  EXPECT_EQ(digits[0].digit, '5');
  EXPECT_EQ(digits[0].duration, milliseconds(160));
  EXPECT_EQ(digits[1].digit, '#');
}

TEST(Endpoint, a_refer_to_an_endpoint_like_us_is_declined_and_the_call_goes_on) {
  Network net;
  const auto [calling, called] = net.connect();
  ASSERT_TRUE(net.b.endpoint->refer(called, *parse_uri("sip:person@192.0.2.9"), net.now));
  net.run(milliseconds(100));
  EXPECT_TRUE(net.b.last<ReferProgress>().final);
  EXPECT_EQ(net.b.last<ReferProgress>().status, 603);
  EXPECT_EQ(net.a.endpoint->calls(), 1u);
}

TEST(Endpoint, another_process_goes_on_from_a_snapshot) {
  Network net;
  const auto [calling, called] = net.connect();
  const auto snapshot = net.b.endpoint->snapshot(called);
  ASSERT_TRUE(snapshot);
  const auto copy = leg_snapshot_from_json(to_json(*snapshot));
  ASSERT_TRUE(copy) << copy.error().message;
  net.rebuild_b({});
  const auto restored = net.b.endpoint->restore(*copy, net.now);
  ASSERT_TRUE(restored);
  ASSERT_TRUE(net.b.endpoint->reinvite(*restored, Direction::sendonly, net.now));
  net.run(milliseconds(100));
  EXPECT_EQ(net.a.last<MediaChanged>().media.direction, Direction::recvonly);
  ASSERT_TRUE(net.b.endpoint->bye(*restored, net.now));
  net.run(milliseconds(100));
  EXPECT_EQ(net.a.last<Ended>().cause, EndCause::far_end_hung_up);
}

TEST(Endpoint, a_snapshot_with_a_missing_member_is_refused_by_name) {
  Network net;
  const auto legs = net.connect();
  auto json = to_json(*net.b.endpoint->snapshot(legs.second));
  json.erase("remote_tag");
  const auto broken = leg_snapshot_from_json(json);
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message, HasSubstr("remote_tag"));
}

TEST(Endpoint, a_snapshot_that_would_break_a_message_or_a_timer_is_refused_by_name) {
  Network net;
  const auto legs = net.connect();
  const auto whole = to_json(*net.b.endpoint->snapshot(legs.second));
  const std::vector<std::pair<std::string, boost::json::value>> hostile = {
      {"remote_tag", "r\r\nVia: x"}, {"media_ip", "192.0.2.1\r\na=x"},
      {"media_ptime_ms", 0},         {"media_ptime_ms", 9'000'000'000LL},
      {"session_interval_s", -1},    {"session_interval_s", 1LL << 62}};
  for (const auto& [name, value] : hostile) {
    auto json = whole;
    json[name] = value;
    const auto broken = leg_snapshot_from_json(json);
    ASSERT_FALSE(broken) << name;
    EXPECT_THAT(broken.error().message, HasSubstr(name));
  }
}

TEST(Endpoint, calls_survive_loss_duplication_and_reordering) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Network net(Transport::udp, seed);
    net.rules = {.loss = 0.25, .duplication = 0.2, .delay = milliseconds(5), .jitter = milliseconds(60)};
    const LegId calling = net.call();
    net.run(seconds(5));
    if (net.b.all<IncomingCall>().empty()) net.run(seconds(20));
    ASSERT_EQ(net.b.all<IncomingCall>().size(), 1u) << "seed " << seed;
    ASSERT_TRUE(net.b.endpoint->answer(net.incoming(), Network::media_of(net.b), net.now));
    net.run(seconds(25));
    ASSERT_EQ(net.b.all<Established>().size(), 1u) << "seed " << seed;
    ASSERT_EQ(net.a.all<Answered>().size(), 1u) << "seed " << seed;
    ASSERT_TRUE(net.a.endpoint->reinvite(calling, Direction::sendonly, net.now));
    net.run(seconds(25));
    EXPECT_EQ(net.b.last<MediaChanged>().media.direction, Direction::recvonly) << "seed " << seed;
    ASSERT_TRUE(net.a.endpoint->bye(calling, net.now));
    net.run(seconds(60));
    EXPECT_EQ(net.b.all<Ended>().size(), 1u) << "seed " << seed;
    EXPECT_EQ(net.a.endpoint->calls() + net.b.endpoint->calls(), 0u) << "seed " << seed;
  }
}

}  // namespace
}  // namespace attendant::sip::testing
