// Reliable provisional responses, RFC 3262.
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sip/scripted_peer_test_support.hpp"

namespace attendant::sip::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::vector<Header> reliably(int rseq) { return {{"Require", "100rel"}, {"RSeq", fmt::format("{}", rseq)}}; }

TEST_F(ScriptedPeer, a_reliable_ringing_is_acknowledged_once_and_in_order) {
  place();
  EXPECT_TRUE(invite_.headers.list_has("Supported", "100rel"));
  auto sent = receive(reply(invite_, 180, "t1", "", reliably(9)));
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].method, Method::prack);
  EXPECT_EQ(*sent[0].headers.find("RAck"), "9 1 INVITE");
  EXPECT_EQ(*sent[0].headers.find("CSeq"), "2 PRACK");
  EXPECT_THAT(*sent[0].headers.find("To"), ::testing::HasSubstr("tag=t1"));
  EXPECT_EQ(sent[0].request_uri, "sip:far@192.0.2.50:5062");
  EXPECT_EQ(count<Ringing>(), 1u);
  receive(reply(sent[0], 200, "t1"));

  EXPECT_TRUE(receive(reply(invite_, 180, "t1", "", reliably(9))).empty()) << "a copy";
  EXPECT_TRUE(receive(reply(invite_, 180, "t1", "", reliably(11))).empty()) << "10 is missing";
  EXPECT_EQ(count<Ringing>(), 1u);
  sent = receive(reply(invite_, 183, "t1", "", reliably(10)));
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(*sent[0].headers.find("RAck"), "10 1 INVITE");

  sent = receive(reply(invite_, 200, "t1", kSdp));
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(*sent[0].headers.find("CSeq"), "1 ACK") << "of the INVITE, whatever came between";
  EXPECT_EQ(count<Established>(), 1u);
}

TEST_F(ScriptedPeer, an_answer_in_a_reliable_progress_holds_for_the_call) {
  place();
  receive(reply(invite_, 183, "t1", kSdp, reliably(1)));
  ASSERT_TRUE(last<Ringing>().early_media);
  receive(reply(invite_, 200, "t1"));
  ASSERT_EQ(count<Answered>(), 1u);
  EXPECT_EQ(last<Answered>().media.remote_port, 4000);
}

TEST_F(ScriptedPeer, the_answer_of_one_branch_is_not_that_of_another) {
  place();
  receive(reply(invite_, 183, "t1", kSdp, reliably(1)));
  receive(reply(invite_, 183, "t2", "", reliably(5)));
  receive(reply(invite_, 200, "t2"));
  EXPECT_EQ(count<Answered>(), 0u) << "the second branch never answered our offer";
  EXPECT_EQ(last<Ended>().status, 488);
}

TEST_F(ScriptedPeer, a_reliable_response_that_cannot_be_acknowledged_means_nothing) {
  place();
  EXPECT_TRUE(receive(reply(invite_, 180, "t1", "", {{"Require", "100rel"}})).empty());
  EXPECT_TRUE(receive(reply(invite_, 180, "t1", "", {{"Require", "100rel"}, {"RSeq", "x"}})).empty());
  EXPECT_TRUE(receive(reply(invite_, 180, "t1", "", {{"Require", "100rel"}, {"RSeq", "0"}})).empty());
  EXPECT_EQ(count<Ringing>(), 0u);
}

class RequiresReliable : public ScriptedPeer {
 protected:
  Message ring() {
    receive({.method = "INVITE", .branch = "inv", .more = "Require: 100rel\r\n", .body = std::string(kSdp)});
    leg_ = last<IncomingCall>().leg;
    EXPECT_TRUE(endpoint_->ring(leg_, now_));
    const Message ringing = collect().back();
    tag_ = parse_name_addr(*ringing.headers.find("To"))->tag();
    return ringing;
  }
  int prack(const std::string& rack, int cseq = 2) {
    return status(receive({.method = "PRACK",
                           .branch = fmt::format("p{}", cseq),
                           .to_tag = tag_,
                           .cseq = cseq,
                           .more = "RAck: " + rack + "\r\n"}));
  }
  LegId leg_;
};

TEST_F(RequiresReliable, our_ringing_is_repeated_until_its_prack_comes) {
  const Message ringing = ring();
  EXPECT_EQ(ringing.status, 180);
  EXPECT_TRUE(ringing.headers.list_has("Require", "100rel"));
  const std::string rseq = *ringing.headers.find("RSeq");
  EXPECT_EQ(status(wait(milliseconds(500))), 180);
  EXPECT_TRUE(wait(milliseconds(900)).empty());
  EXPECT_EQ(status(wait(milliseconds(100))), 180);
  EXPECT_EQ(prack("77 1 INVITE"), 481);
  EXPECT_EQ(prack(rseq + " 2 INVITE", 3), 481);
  EXPECT_EQ(prack("nonsense", 4), 400);
  EXPECT_EQ(prack(rseq + " 1 INVITE", 5), 200);
  EXPECT_EQ(prack(rseq + " 1 INVITE", 6), 481) << "it was acknowledged already";
  EXPECT_TRUE(wait(seconds(10)).empty());

  ASSERT_TRUE(endpoint_->answer(leg_, {.ip = "192.0.2.1", .port = 30000}, now_));
  EXPECT_EQ(status(collect()), 200);
  receive({.method = "ACK", .branch = "ack", .to_tag = tag_});
  EXPECT_EQ(count<Established>(), 1u) << "the ACK has the number of the INVITE, not of the last PRACK";
}

TEST_F(RequiresReliable, an_answer_without_ringing_needs_no_prack) {
  receive({.method = "INVITE", .branch = "inv", .more = "Require: 100rel\r\n", .body = std::string(kSdp)});
  ASSERT_TRUE(endpoint_->answer(last<IncomingCall>().leg, {.ip = "192.0.2.1", .port = 30000}, now_));
  EXPECT_EQ(status(collect()), 200);
}

TEST_F(RequiresReliable, a_prack_that_crosses_our_answer_is_still_answered) {
  const Message ringing = ring();
  ASSERT_TRUE(endpoint_->answer(leg_, {.ip = "192.0.2.1", .port = 30000}, now_));
  collect();
  EXPECT_EQ(prack(*ringing.headers.find("RSeq") + " 1 INVITE"), 200);
  receive({.method = "ACK", .branch = "ack", .to_tag = tag_});
  EXPECT_TRUE(wait(seconds(20)).empty()) << "nothing is repeated any more";
}

TEST_F(RequiresReliable, ringing_that_is_never_acknowledged_ends_the_call) {
  ring();
  for (int i = 0; i < 70; ++i) wait(milliseconds(500));
  EXPECT_EQ(last<Ended>().status, 504);
  EXPECT_EQ(endpoint_->calls(), 0u);
}

TEST_F(RequiresReliable, without_an_offer_it_does_not_ring_but_answers) {
  receive({.method = "INVITE", .branch = "inv", .more = "Require: 100rel\r\n"});
  const LegId leg = last<IncomingCall>().leg;
  ASSERT_TRUE(endpoint_->ring(leg, now_));
  EXPECT_TRUE(collect().empty()) << "a reliable 180 would have to bring our offer";
  ASSERT_TRUE(endpoint_->answer(leg, {.ip = "192.0.2.1", .port = 30000}, now_));
  EXPECT_EQ(status(collect()), 200);
}

}  // namespace
}  // namespace attendant::sip::testing
