#include "sip/message.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sip/grammar.hpp"
#include "sip/header_values.hpp"
#include "sip/stream_framer.hpp"

namespace attendant::sip {
namespace {

using ::testing::ElementsAre;

std::string options_with(const std::string& headers) {
  return "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: "
         "<sip:a@b>\r\n"
         "Call-ID: c\r\nCSeq: 1 OPTIONS\r\n" +
         headers + "\r\n";
}

TEST(Message, too_much_of_anything_is_refused) {
  EXPECT_FALSE(parse_message(options_with("X: " + std::string(20'000, 'x') + "\r\n"))) << "the message";
  EXPECT_FALSE(parse_message(options_with("X: " + std::string(9'000, 'x') + "\r\n"))) << "a line";
  std::string folded = "X: x\r\n";
  for (int i = 0; i < 10; ++i) folded += " " + std::string(1000, 'x') + "\r\n";
  EXPECT_FALSE(parse_message(options_with(folded))) << "a line made long by folding";
  std::string many;
  for (int i = 0; i < 130; ++i) many += "X: y\r\n";
  EXPECT_FALSE(parse_message(options_with(many))) << "headers";
  std::string routes = "Route: <sip:r>";
  for (int i = 0; i < 70; ++i) routes += ", <sip:r>";
  EXPECT_FALSE(parse_message(options_with(routes + "\r\n"))) << "hops in one line";
}

TEST(Message, a_request_that_is_refused_can_still_be_answered) {
  const auto message = parse_message(options_with("Content-Length: no\r\n"));
  ASSERT_FALSE(message);
  ASSERT_TRUE(message.error().partial);
  EXPECT_EQ(*message.error().partial->headers.find("Call-ID"), "c");
}

TEST(Message, a_body_longer_than_its_length_is_cut_and_a_stream_needs_the_length) {
  const auto cut = parse_message(options_with("Content-Length: 2\r\n") + "abcdef");
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->body, "ab");
  EXPECT_FALSE(parse_message(options_with(""), {}, Framing::stream));
}

TEST(Message, a_value_can_not_become_a_second_header) {
  Message message;
  message.method_name = "OPTIONS";
  message.request_uri = "sip:a@b";
  message.headers.add("Subject", "x\r\nEvil: yes");
  EXPECT_EQ(serialise(message).find("\r\nEvil"), std::string::npos);
}

TEST(Headers, lists_are_split_outside_quotes_and_brackets) {
  Headers headers;
  headers.add("Contact", R"("a, b" <sip:x@y;p="1,2">, <sip:c,d@e> , ,sip:f@g)");
  headers.add("m", "<sip:h@i>");
  EXPECT_THAT(headers.list("contact"),
              ElementsAre(R"("a, b" <sip:x@y;p="1,2">)", "<sip:c,d@e>", "sip:f@g", "<sip:h@i>"));
}

TEST(Headers, are_found_without_case_and_by_their_compact_names) {
  const auto message = parse_message(options_with("k: timer, 100rel\r\n"));
  ASSERT_TRUE(message);
  EXPECT_TRUE(message->headers.list_has("SUPPORTED", "Timer"));
}

TEST(Uri, is_written_as_it_was_read) {
  for (const char* text :
       {"sip:user:pw@host.example:5070;transport=tcp;lr?Subject=x", "sips:a@[2001:db8::1]:5061", "sip:host",
        "tel:+1-555-0100;phone-context=x", "sip:%41b@c", "isbn:123", "sip:a;b=c@d;e"}) {
    const auto uri = parse_uri(text);
    ASSERT_TRUE(uri) << text;
    EXPECT_EQ(to_string(*uri), text);
  }
}

TEST(Uri, what_is_malformed_is_refused) {
  for (const char* text : {"", "sip:", "sip:@host", "sip:a@b@c", "sip:a@[::1", "sip:a@[::1]x",
                           "sip:a@b:", "sip:a@b:0", "sip:a@b:65536", "sip:%", "sip:a%4@b", "sip:a b@c",
                           "sip:a@b;=x", "tel:abcx", "tel:", "nocolon", ":x", "sip:a@b<c>"}) {
    EXPECT_FALSE(parse_uri(text)) << text;
  }
  EXPECT_FALSE(parse_uri("sip:" + std::string(300, 'u') + "@h"));
  EXPECT_FALSE(parse_uri("sip:" + std::string(300, 'h')));
}

TEST(Uri, unescape_decodes_complete_escapes_only) {
  EXPECT_EQ(unescape("%2B1555%"), "+1555%");
  EXPECT_EQ(unescape("100%zz%4"), "100%zz%4");
}

TEST(NameAddr, keeps_display_name_and_parameters) {
  const auto value = parse_name_addr(R"("Ann \"Q\" Lee" <sip:a@b;lr>;tag=1;x="y;z")");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->display, "Ann \"Q\" Lee");
  EXPECT_EQ(value->tag(), "1");
  EXPECT_EQ(*parse_name_addr(to_string(*value)), *value);
}

TEST(NameAddr, without_brackets_parameters_belong_to_the_header) {
  const auto value = parse_name_addr("sip:a@b;tag=7");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->tag(), "7");
  EXPECT_TRUE(value->uri.parameters.empty());
}

TEST(HeaderValues, session_expires_is_read_with_its_refresher) {
  const auto value = parse_session_expires("1800 ; refresher=UAS");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->interval, std::chrono::seconds(1800));
  EXPECT_EQ(value->refresher, Refresher::uas);
  EXPECT_FALSE(parse_session_expires("soon"));
}

TEST(Grammar, ip_literals_are_told_from_names) {
  for (const char* ip : {"127.0.0.1", "0.0.0.0", "255.255.255.255", "::1", "2001:db8::1"})
    EXPECT_TRUE(is_ip_literal(ip)) << ip;
  for (const char* other : {"", "1.2.3", "1.2.3.256", "1.2.3.4.5", "host", "1.2.3.4x", ":", "a:b"})
    EXPECT_FALSE(is_ip_literal(other)) << other;
}

TEST(StreamFramer, cuts_messages_wherever_the_stream_is_cut) {
  const std::string one = options_with("Content-Length: 3\r\n") + "abc";
  const std::string stream = "\r\n\r\n" + one + one + "\r\n" + one;
  for (std::size_t step = 1; step < 50; ++step) {
    StreamFramer framer;
    std::vector<std::string> messages;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      const auto some = framer.push(std::string_view(stream).substr(at, step));
      ASSERT_TRUE(some);
      messages.insert(messages.end(), some->begin(), some->end());
    }
    EXPECT_THAT(messages, ElementsAre(one, one, one)) << step;
    EXPECT_EQ(framer.buffered(), 0u);
  }
}

TEST(StreamFramer, gives_up_on_a_stream_that_it_cannot_follow) {
  for (const std::string& bad :
       {options_with(""), options_with("Content-Length: -1\r\n"),
        options_with("Content-Length: 1\r\nl: 1\r\n"), options_with("Content-Length: 99999\r\n"),
        std::string(20'000, 'x'), std::string("\0\n", 2)}) {
    StreamFramer framer;
    EXPECT_FALSE(framer.push(bad)) << bad.substr(0, 60);
  }
}

}  // namespace
}  // namespace attendant::sip
