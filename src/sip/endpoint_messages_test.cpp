// What an Endpoint answers, message by message: statuses, retransmissions, odd peers.
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "sip/endpoint.hpp"
#include "sip/header_values.hpp"
#include "sip/message.hpp"
#include "sip/scripted_peer_test_support.hpp"

namespace attendant::sip::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

TEST_F(ScriptedPeer, gets_the_precise_status_for_what_is_not_done) {
  const struct {
    Parts parts;
    int expected;
    const char* header;
  } cases[] = {
      {{.method = "OPTIONS"}, 200, "Allow"},
      {{.method = "SUBSCRIBE"}, 405, "Allow"},
      {{.method = "REFER"}, 405, "Allow"},
      {{.method = "FETCH"}, 501, "Allow"},
      {{.method = "BYE", .to_tag = "nobody"}, 481, nullptr},
      {{.method = "INVITE", .to_tag = "nobody", .body = std::string(kSdp)}, 481, nullptr},
      {{.method = "CANCEL"}, 481, nullptr},
      {{.method = "NOTIFY", .more = "Event: refer\r\n"}, 481, nullptr},
      {{.method = "INVITE", .more = "Require: precondition, timer\r\n", .body = std::string(kSdp)},
       420,
       "Unsupported"},
      {{.method = "INVITE", .more = "Content-Type: text/plain\r\n", .body = "x"}, 415, "Accept"},
      {{.method = "INVITE", .more = "Content-Type: application/sdp\r\n", .body = "nonsense"}, 400, nullptr},
      {{.method = "INVITE", .more = "Content-Encoding: gzip\r\n", .body = std::string(kSdp)}, 415, "Accept"},
      {{.method = "INVITE", .more = "Accept: text/plain\r\n", .body = std::string(kSdp)}, 406, nullptr},
      {{.method = "INVITE", .more = "Supported: timer\r\nSession-Expires: 10\r\n", .body = std::string(kSdp)},
       422,
       "Min-SE"},
  };
  int number = 0;
  for (const auto& one : cases) {
    Parts parts = one.parts;
    parts.branch = fmt::format("c{}", ++number);
    parts.call_id = parts.branch;
    const auto answers = receive(parts);
    EXPECT_EQ(status(answers), one.expected) << parts.method << " " << parts.more;
    if (one.header != nullptr && !answers.empty())
      EXPECT_NE(answers.back().headers.find(one.header), nullptr) << one.header;
  }
  EXPECT_EQ(endpoint_->calls(), 0u);
}

TEST_F(ScriptedPeer, sees_no_product_name) {
  for (const Message& message : receive(Parts{})) {
    EXPECT_EQ(message.headers.find("Server"), nullptr);
    EXPECT_EQ(message.headers.find("User-Agent"), nullptr);
  }
}

TEST_F(ScriptedPeer, is_answered_at_its_source_whatever_its_via_says) {
  std::string bytes = text({});
  bytes = replace_all(bytes, "SIP/2.0/UDP 192.0.2.50:5062;",
                      "SIP/2.0/UDP 203.0.113.7:99;maddr=203.0.113.8;rport;");
  const auto answers = receive(bytes);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(last_to_, kFar);
  EXPECT_THAT(*answers[0].headers.find("Via"), HasSubstr("received=192.0.2.50"));
  EXPECT_THAT(*answers[0].headers.find("Via"), HasSubstr("rport=5062"));
}

TEST_F(ScriptedPeer, malformed_requests_are_answered_and_malformed_responses_and_acks_are_not) {
  EXPECT_EQ(status(receive(replace_all(text({}), "CSeq: 1 OPTIONS", "CSeq: one OPTIONS"))), 400);
  EXPECT_EQ(status(receive(replace_all(text({}), " SIP/2.0\r\nVia", " SIP/3.0\r\nVia"))), 505);
  EXPECT_EQ(status(receive(replace_all(text({}), "sip:agent@192.0.2.1 SIP", "mailto:x SIP"))), 416);
  EXPECT_TRUE(receive(replace_all(text({.method = "ACK"}), "CSeq: 1 ACK", "CSeq: 1 BYE")).empty());
  EXPECT_TRUE(receive("SIP/2.0 200 OK\r\n\r\n").empty());
  EXPECT_TRUE(receive(std::string("\x01\x02\x03", 3)).empty());
}

TEST_F(ScriptedPeer, a_repeated_invite_makes_no_second_call_and_repeats_the_answer_so_far) {
  const Parts invite{.method = "INVITE", .body = std::string(kSdp)};
  EXPECT_EQ(status(receive(invite)), 100);
  EXPECT_EQ(status(receive(invite)), 100);
  EXPECT_EQ(count<IncomingCall>(), 1u);
  ASSERT_TRUE(endpoint_->ring(last<IncomingCall>().leg, now_));
  collect();
  EXPECT_EQ(status(receive(invite)), 180);
}

TEST_F(ScriptedPeer, the_same_invite_over_another_way_is_a_loop) {
  Parts invite{.method = "INVITE", .branch = "a", .body = std::string(kSdp)};
  receive(invite);
  invite.branch = "b";
  EXPECT_EQ(status(receive(invite)), 482);
}

TEST_F(ScriptedPeer, an_invite_that_nobody_answers_ends_by_itself) {
  receive({.method = "INVITE", .body = std::string(kSdp)});
  const auto messages = wait(seconds(181));
  EXPECT_EQ(messages.front().status, 480);
  EXPECT_EQ(endpoint_->calls(), 0u);
}

TEST_F(ScriptedPeer, a_request_of_another_dialog_or_with_an_old_cseq_changes_nothing) {
  connect();
  EXPECT_EQ(
      status(receive({.method = "BYE", .branch = "x", .to_tag = tag_, .cseq = 9, .from_tag = "stranger"})),
      481);
  EXPECT_EQ(status(receive({.method = "BYE", .branch = "y", .to_tag = tag_, .cseq = 1})), 500);
  EXPECT_EQ(endpoint_->calls(), 1u);
  EXPECT_EQ(status(receive({.method = "BYE", .branch = "z", .to_tag = tag_, .cseq = 2})), 200);
  EXPECT_EQ(last<Ended>().cause, EndCause::far_end_hung_up);
}

TEST_F(ScriptedPeer, refer_to_us_is_declined_and_other_events_are_unknown) {
  connect();
  EXPECT_EQ(
      status(receive(
          {.method = "REFER", .branch = "r", .to_tag = tag_, .cseq = 2, .more = "Refer-To: <sip:x@y>\r\n"})),
      603);
  EXPECT_EQ(
      status(receive(
          {.method = "NOTIFY", .branch = "n", .to_tag = tag_, .cseq = 3, .more = "Event: presence\r\n"})),
      489);
  EXPECT_EQ(
      status(receive(
          {.method = "PRACK", .branch = "p", .to_tag = tag_, .cseq = 4, .more = "RAck: 1 1 INVITE\r\n"})),
      481);
}

TEST_F(ScriptedPeer, update_changes_the_direction_at_once) {
  connect();
  const std::string hold = std::string(kSdp) + "a=sendonly\r\n";
  const auto answers = receive({.method = "UPDATE",
                                .branch = "u",
                                .to_tag = tag_,
                                .cseq = 2,
                                .more = "Content-Type: application/sdp\r\n",
                                .body = hold});
  EXPECT_EQ(status(answers), 200);
  EXPECT_THAT(answers.back().body, HasSubstr("a=recvonly"));
  EXPECT_EQ(last<MediaChanged>().media.direction, Direction::recvonly);
}

TEST_F(ScriptedPeer, the_version_of_our_description_grows_only_when_it_changes) {
  connect();
  const auto offer = [&](int cseq, std::string_view extra) {
    const auto answers = receive({.method = "UPDATE",
                                  .branch = fmt::format("u{}", cseq),
                                  .to_tag = tag_,
                                  .cseq = cseq,
                                  .more = "Content-Type: application/sdp\r\n",
                                  .body = std::string(kSdp) + std::string(extra)});
    return parse_sdp(answers.back().body)->session_version;
  };
  const auto first = offer(2, "a=sendrecv\r\n");
  EXPECT_EQ(offer(3, "a=sendrecv\r\n"), first);
  EXPECT_EQ(offer(4, "a=inactive\r\n"), first + 1);
}

TEST_F(ScriptedPeer, a_session_description_in_a_multipart_body_is_found) {
  const std::string body =
      "--b1\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b1\r\nContent-Type: application/sdp\r\n\r\n" +
      std::string(kSdp) + "\r\n--b1--\r\n";
  receive({.method = "INVITE", .more = "Content-Type: multipart/mixed;boundary=b1\r\n", .body = body});
  EXPECT_TRUE(last<IncomingCall>().offers_media);
}

TEST_F(ScriptedPeer, our_requests_follow_the_recorded_route_and_its_target) {
  receive({.method = "INVITE",
           .branch = "inv",
           .more = "Record-Route: <sip:192.0.2.60;lr>, <sip:192.0.2.61;lr>\r\n",
           .body = std::string(kSdp)});
  const LegId leg = last<IncomingCall>().leg;
  ASSERT_TRUE(endpoint_->answer(leg, {.ip = "192.0.2.1", .port = 30000}, now_));
  const auto answer = collect().back();
  const std::string tag = parse_name_addr(*answer.headers.find("To"))->tag();
  receive({.method = "ACK", .branch = "ack", .to_tag = tag});
  ASSERT_TRUE(endpoint_->bye(leg, now_));
  const auto bye = collect().back();
  EXPECT_EQ(bye.request_uri, "sip:far@192.0.2.50:5062");
  EXPECT_EQ(*bye.headers.find("Route"), "<sip:192.0.2.60;lr>");
  EXPECT_EQ(last_to_.ip, "192.0.2.60");
}

TEST_F(ScriptedPeer, a_contact_that_we_may_not_send_to_is_reached_where_it_came_from) {
  make({.allows_destination = [](const std::string& ip) { return ip == kFar.ip; }});
  const LegId leg = [&] {
    receive(replace_all(text({.method = "INVITE", .branch = "inv", .body = std::string(kSdp)}),
                        "far@192.0.2.50:5062", "far@203.0.113.9:5062"));
    return last<IncomingCall>().leg;
  }();
  ASSERT_TRUE(endpoint_->answer(leg, {.ip = "192.0.2.1", .port = 30000}, now_));
  const std::string tag = parse_name_addr(*collect().back().headers.find("To"))->tag();
  receive({.method = "ACK", .branch = "ack", .to_tag = tag});
  ASSERT_TRUE(endpoint_->bye(leg, now_));
  const auto bye = collect().back();
  EXPECT_EQ(bye.request_uri, "sip:far@203.0.113.9:5062");
  EXPECT_EQ(last_to_, kFar);
}

TEST_F(ScriptedPeer, tells_the_outcome_of_a_transfer_step_by_step) {
  const LegId leg = connect();
  ASSERT_TRUE(endpoint_->refer(leg, *parse_uri("tel:+15550199"), now_));
  const auto refer = collect().back();
  EXPECT_EQ(*refer.headers.find("Refer-To"), "<tel:+15550199>");
  EXPECT_FALSE(endpoint_->refer(leg, *parse_uri("tel:+15550199"), now_)) << "one at a time";
  receive(replace_all(reply(refer, 202, tag_), ";tag=" + tag_ + "\r\nContact", "\r\nContact"));
  const auto notify = [&](int cseq, const std::string& state, const std::string& body) {
    return status(receive({.method = "NOTIFY",
                           .branch = fmt::format("n{}", cseq),
                           .to_tag = tag_,
                           .cseq = cseq,
                           .more = "Event: refer;id=1\r\nSubscription-State: " + state +
                                   "\r\nContent-Type: message/sipfrag\r\n",
                           .body = body}));
  };
  EXPECT_EQ(notify(2, "active", "SIP/2.0 100 Trying\r\n"), 200);
  EXPECT_EQ(notify(3, "active", "SIP/2.0 180 Ringing\r\n"), 200);
  EXPECT_EQ(last<ReferProgress>().status, 180);
  EXPECT_FALSE(last<ReferProgress>().final);
  EXPECT_EQ(notify(4, "terminated;reason=noresource", "SIP/2.0 486 Busy Here\r\n"), 200);
  EXPECT_TRUE(last<ReferProgress>().final);
  EXPECT_EQ(last<ReferProgress>().status, 486);
  EXPECT_FALSE(last<ReferProgress>().succeeded());
  EXPECT_EQ(notify(5, "terminated", "SIP/2.0 486 Busy Here\r\n"), 200)
      << "late ones are taken and mean nothing";
  EXPECT_EQ(endpoint_->calls(), 1u);
}

TEST_F(ScriptedPeer, a_transfer_without_an_outcome_is_not_called_a_success) {
  const LegId leg = connect();
  ASSERT_TRUE(endpoint_->refer(leg, *parse_uri("sip:person@192.0.2.70"), now_));
  const auto refer = collect().back();
  receive(reply(refer, 202, tag_));
  receive({.method = "BYE", .branch = "bye", .to_tag = tag_, .cseq = 2});
  EXPECT_TRUE(last<ReferProgress>().final);
  EXPECT_FALSE(last<ReferProgress>().succeeded());
  EXPECT_EQ(count<Ended>(), 1u);
}

TEST_F(ScriptedPeer, an_unanswered_refer_times_out) {
  const LegId leg = connect();
  ASSERT_TRUE(endpoint_->refer(leg, *parse_uri("sip:person@192.0.2.70"), now_));
  for (int i = 0; i < 40; ++i) wait(seconds(1));
  EXPECT_TRUE(last<ReferProgress>().final);
  EXPECT_EQ(last<ReferProgress>().status, 408);
  EXPECT_EQ(endpoint_->calls(), 1u);
}

TEST_F(ScriptedPeer, early_media_is_told_while_it_rings) {
  place();
  receive(reply(invite_, 183, "t1", kSdp));
  ASSERT_TRUE(last<Ringing>().early_media);
  EXPECT_EQ(last<Ringing>().early_media->remote_port, 4000);
}

TEST_F(ScriptedPeer, a_second_branch_of_a_fork_is_acknowledged_and_ended) {
  place();
  receive(reply(invite_, 200, "t1", kSdp));
  EXPECT_EQ(count<Established>(), 1u);
  const auto messages = receive(reply(invite_, 200, "t2", kSdp));
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].method, Method::ack);
  EXPECT_EQ(messages[1].method, Method::bye);
  EXPECT_THAT(*messages[1].headers.find("To"), HasSubstr("t2"));
  EXPECT_EQ(endpoint_->calls(), 1u);
}

TEST_F(ScriptedPeer, a_repeated_200_is_acknowledged_again_even_after_we_hung_up) {
  const LegId leg = place();
  receive(reply(invite_, 200, "t1", kSdp));
  ASSERT_TRUE(endpoint_->bye(leg, now_));
  collect();
  const auto messages = receive(reply(invite_, 200, "t1", kSdp));
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].method, Method::ack);
}

TEST_F(ScriptedPeer, an_answer_without_a_usable_description_ends_the_call) {
  place();
  const auto messages = receive(reply(invite_, 200, "t1"));
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[1].method, Method::bye);
  EXPECT_EQ(last<Ended>().status, 488);
}

TEST_F(ScriptedPeer, a_call_that_rings_for_ever_is_cancelled) {
  place();
  receive(reply(invite_, 180, "t1"));
  const auto messages = wait(seconds(181));
  ASSERT_FALSE(messages.empty());
  EXPECT_EQ(messages[0].method, Method::cancel);
  EXPECT_EQ(*messages[0].headers.find("Via"), *invite_.headers.find("Via"));
}

TEST_F(ScriptedPeer, a_reinvite_that_is_refused_leaves_the_session_as_it_was) {
  const LegId leg = connect();
  ASSERT_TRUE(endpoint_->reinvite(leg, Direction::sendonly, now_));
  const auto reinvite = collect().back();
  receive(reply(reinvite, 488, tag_));
  EXPECT_EQ(last<MediaChanged>().media.direction, Direction::sendrecv);
  EXPECT_EQ(endpoint_->calls(), 1u);
}

TEST_F(ScriptedPeer, a_reinvite_that_gets_481_ends_the_call) {
  const LegId leg = connect();
  ASSERT_TRUE(endpoint_->reinvite(leg, Direction::sendonly, now_));
  receive(reply(collect().back(), 481, tag_));
  EXPECT_EQ(count<Ended>(), 1u);
}

TEST_F(ScriptedPeer, memory_goes_back_to_nothing_after_many_calls) {
  for (int i = 0; i < 200; ++i) {
    receive({.method = "INVITE",
             .branch = fmt::format("i{}", i),
             .call_id = fmt::format("call{}", i),
             .body = std::string(kSdp)});
    ASSERT_TRUE(endpoint_->reject(last<IncomingCall>().leg, 486, now_));
    collect();
  }
  for (int i = 0; i < 200 && endpoint_->next_timer(); ++i) wait(seconds(5));
  EXPECT_EQ(endpoint_->next_timer(), std::nullopt) << "a transaction or a call is still there";
}

}  // namespace
}  // namespace attendant::sip::testing
