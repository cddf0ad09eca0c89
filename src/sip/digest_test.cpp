#include "sip/digest.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sip/scripted_peer_test_support.hpp"

namespace attendant::sip::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Challenge, is_read_with_all_that_matters) {
  const auto read = parse_challenge(
      R"(digest realm="a \"b\", c", NONCE="n==", opaque="o", algorithm=SHA-256 , qop="auth-int, auth", stale=TRUE)");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, (Challenge{.by_proxy = false,
                              .realm = R"(a \"b\", c)",
                              .nonce = "n==",
                              .opaque = "o",
                              .algorithm = DigestAlgorithm::sha256,
                              .qop_auth = true,
                              .stale = true}));
  const auto old = parse_challenge(R"(Digest realm="r",nonce="n")");
  ASSERT_TRUE(old);
  EXPECT_EQ(*old, (Challenge{.realm = "r", .nonce = "n"}));
}

TEST(Challenge, that_is_malformed_or_not_for_us_is_refused) {
  for (const char* invalid :
       {"Digest", "Digest realm=\"r\"", "Digest nonce=\"n\"", "Digest realm=\"r\", nonce=\"n",
        "Digest realm=\"r\" nonce=\"n\"", "Digest realm=\"r\", nonce=\"n\",",
        "Digest realm=\"r\", nonce=\"n\", realm=\"s\"", "Digest realm=, nonce=\"n\"",
        "Digest realm=\"r\", nonce=\"n\\", "Digest realm=\"r\", nonce=\"n\x01\"",
        "Digest r ealm=\"r\", nonce=\"n\"", "Digest realm=r\"x, nonce=\"n\""}) {
    const auto read = parse_challenge(invalid);
    ASSERT_FALSE(read) << invalid;
    EXPECT_EQ(read.error().code, ErrorCode::invalid) << invalid;
  }
  for (const char* other : {"", "Basic realm=\"r\"", R"(Digest realm="r", nonce="n", algorithm=SHA-512-256)",
                            R"(Digest realm="r", nonce="n", qop="auth-int")"}) {
    const auto read = parse_challenge(other);
    ASSERT_FALSE(read) << other;
    EXPECT_EQ(read.error().code, ErrorCode::unsupported) << other;
  }
  EXPECT_FALSE(parse_challenge("Digest realm=\"r\", nonce=\"" + std::string(3000, 'n') + "\""));
}

TEST(Digest, gives_the_answers_of_the_rfc) {
  // RFC 7616 section 3.9.1.
  Challenge asked{.realm = "http-auth@example.org",
                  .nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                  .qop_auth = true};
  const std::string ours = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  const std::string who = "Mufasa:http-auth@example.org:Circle of Life";
  EXPECT_EQ(digest_response(asked, digest_of(asked.algorithm, who), "GET", "/dir/index.html", 1, ours),
            "8ca523f5e9506fed4657c9700eebdbec");
  asked.algorithm = DigestAlgorithm::sha256;
  EXPECT_EQ(digest_response(asked, digest_of(asked.algorithm, who), "GET", "/dir/index.html", 1, ours),
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
  // Without qop, as RFC 2069 has it: H(H(A1):nonce:H(A2)).
  const Challenge old{.realm = "r", .nonce = "n"};
  const auto md5 = [](std::string_view text) { return digest_of(DigestAlgorithm::md5, text); };
  EXPECT_EQ(digest_response(old, md5("u:r:p"), "BYE", "sip:x", 7, "unused"),
            md5(md5("u:r:p") + ":n:" + md5("BYE:sip:x")));
}

class Login : public ScriptedPeer {
 protected:
  Login() {
    Options options;
    options.credentials = [this](const std::string& ip) -> std::optional<Credentials> {
      if (!known || ip != kFar.ip) return std::nullopt;
      return Credentials{"ann", "secret word"};
    };
    make(std::move(options));
  }

  static Header proxy_asks(const std::string& nonce, const std::string& more = "") {
    return {"Proxy-Authenticate", R"(Digest realm="trunk", qop="auth", nonce=")" + nonce + "\"" + more};
  }
  static Header end_asks(const std::string& nonce, const std::string& more = "") {
    return {"WWW-Authenticate", R"(Digest realm="trunk", qop="auth", nonce=")" + nonce + "\"" + more};
  }
  static std::string answer_in(const Message& message, std::string_view header = "Proxy-Authorization") {
    const std::string* value = message.headers.find(header);
    return value != nullptr ? *value : "";
  }

  bool known = true;
};

TEST_F(Login, an_invite_that_is_challenged_is_made_again_with_an_answer) {
  const LegId leg = place();
  auto sent = receive(reply(invite_, 407, "p", "", {proxy_asks("n1", ", opaque=\"op\"")}));
  ASSERT_EQ(sent.size(), 2u);
  EXPECT_EQ(sent[0].method, Method::ack);
  const Message again = sent[1];
  EXPECT_EQ(again.method, Method::invite);
  EXPECT_EQ(*again.headers.find("CSeq"), "2 INVITE");
  EXPECT_EQ(again.headers.count("Via"), 1u);
  EXPECT_NE(*again.headers.find("Via"), *invite_.headers.find("Via"));
  EXPECT_EQ(again.body, invite_.body);
  const std::string answer = answer_in(again);
  EXPECT_THAT(
      answer,
      HasSubstr(R"(Digest username="ann", realm="trunk", nonce="n1", uri="sip:far@192.0.2.50:5062", )"));
  EXPECT_THAT(answer, HasSubstr(R"(algorithm=MD5, opaque="op", qop=auth, nc=00000001, cnonce=")"));
  EXPECT_THAT(serialise(again), Not(HasSubstr("secret word")));
  EXPECT_EQ(count<Ended>(), 0u);

  sent = receive(reply(again, 200, "t1", kSdp));
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(*sent[0].headers.find("CSeq"), "2 ACK");
  EXPECT_EQ(answer_in(sent[0]), answer) << "an ACK cannot be challenged (RFC 3261 section 22.1)";
  EXPECT_EQ(count<Answered>(), 1u);

  ASSERT_TRUE(endpoint_->bye(leg, now_));
  sent = collect();
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_THAT(answer_in(sent[0]), HasSubstr("nc=00000002")) << "unasked, with the next count";
}

TEST_F(Login, a_bye_outlives_its_leg_and_answers_a_stale_nonce) {
  const LegId leg = place();
  const auto again = receive(reply(invite_, 407, "p", "", {proxy_asks("n1")})).back();
  receive(reply(again, 200, "t1", kSdp));
  ASSERT_TRUE(endpoint_->bye(leg, now_));
  const Message bye = collect().back();
  EXPECT_EQ(endpoint_->calls(), 0u);
  const auto sent = receive(reply(bye, 407, "t1", "", {proxy_asks("n2", ", stale=true")}));
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(*sent[0].headers.find("CSeq"), "4 BYE");
  EXPECT_THAT(answer_in(sent[0]), HasSubstr(R"(nonce="n2")"));
  EXPECT_THAT(answer_in(sent[0]), HasSubstr("nc=00000001"));
  EXPECT_EQ(sent[0].headers.count("Proxy-Authorization"), 1u);
  EXPECT_TRUE(receive(reply(sent[0], 407, "t1", "", {proxy_asks("n3")})).empty()) << "refused is refused";
}

TEST_F(Login, a_proxy_and_the_far_end_may_both_ask) {
  place();
  const auto second = receive(reply(invite_, 407, "p", "", {proxy_asks("n1")})).back();
  const auto third = receive(reply(second, 401, "u", "", {end_asks("m1", ", algorithm=SHA-256")})).back();
  EXPECT_EQ(*third.headers.find("CSeq"), "3 INVITE");
  EXPECT_THAT(answer_in(third), HasSubstr("nc=00000002"));
  EXPECT_THAT(answer_in(third, "Authorization"), HasSubstr("algorithm=SHA-256"));
  receive(reply(third, 200, "t1", kSdp));
  EXPECT_EQ(count<Answered>(), 1u);
}

TEST_F(Login, of_two_algorithms_the_one_the_far_end_names_first_is_taken) {
  place();
  const auto again = receive(reply(invite_, 401, "u", "",
                                   {end_asks("a", ", algorithm=SHA-512-256"),
                                    end_asks("b", ", algorithm=SHA-256"), end_asks("c", ", algorithm=MD5")}))
                         .back();
  EXPECT_EQ(again.headers.count("Authorization"), 1u);
  EXPECT_THAT(answer_in(again, "Authorization"), HasSubstr(R"(nonce="b")"));
}

TEST_F(Login, a_wrong_password_is_tried_once) {
  place();
  const auto again = receive(reply(invite_, 401, "u", "", {end_asks("n1")})).back();
  const auto sent = receive(reply(again, 401, "u", "", {end_asks("n2")}));
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].method, Method::ack);
  EXPECT_EQ(last<Ended>().status, 401);
  EXPECT_EQ(endpoint_->calls(), 0u);
}

TEST_F(Login, a_far_end_that_always_calls_the_nonce_stale_is_given_up) {
  place();
  Message request = invite_;
  int invites = 1;
  while (count<Ended>() == 0 && invites < 20) {
    const auto sent =
        receive(reply(request, 401, "u", "", {end_asks("n" + std::to_string(invites), ", stale=true")}));
    if (sent.back().method != Method::invite) break;
    request = sent.back();
    ++invites;
  }
  EXPECT_EQ(invites, 5);
  EXPECT_EQ(last<Ended>().status, 401);
}

TEST_F(Login, without_credentials_or_after_a_cancel_the_challenge_stands) {
  known = false;
  place();
  receive(reply(invite_, 401, "u", "", {end_asks("n1")}));
  EXPECT_EQ(last<Ended>().status, 401);
  known = true;
  const LegId leg = place();
  ASSERT_TRUE(endpoint_->cancel(leg, now_));
  const auto sent = receive(reply(invite_, 401, "u", "", {end_asks("n1")}));
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].method, Method::ack);
  EXPECT_EQ(last<Ended>().cause, EndCause::cancelled);
}

TEST_F(Login, a_refer_and_a_reinvite_that_are_challenged_keep_their_meaning) {
  const LegId leg = connect();
  ASSERT_TRUE(endpoint_->reinvite(leg, Direction::sendonly, now_));
  const Message hold = collect().back();
  const Message held = receive(reply(hold, 401, "", "", {end_asks("n1")})).back();
  receive(reply(held, 200, "", kSdp));
  EXPECT_EQ(count<MediaChanged>(), 1u);
  ASSERT_TRUE(endpoint_->refer(leg, Uri{.user = "person", .host = "192.0.2.9"}, now_));
  const Message refer = collect().back();
  EXPECT_THAT(answer_in(refer, "Authorization"), HasSubstr("nc=00000002"));
  const auto again = receive(reply(refer, 401, "", "", {end_asks("n2", ", stale=true")})).back();
  EXPECT_EQ(again.method, Method::refer);
  receive(reply(again, 603, ""));
  EXPECT_EQ(last<ReferProgress>().status, 603);
  EXPECT_TRUE(last<ReferProgress>().final);
}

}  // namespace
}  // namespace attendant::sip::testing
