#include "net/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/allowed_hosts.hpp"

namespace attendant::net {
namespace {

TEST(Url, IsTakenApart) {
  const auto url = parse_url("HTTPS://Api.Example.com/v1/chat?api-version=2024-10-21#part");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->origin(), "https://api.example.com:443");
  EXPECT_EQ(url->target, "/v1/chat?api-version=2024-10-21");
  EXPECT_EQ(url->authority(), "api.example.com");
  EXPECT_TRUE(url->secure());
  EXPECT_EQ(parse_url("https://[::1]:80")->origin(), "https://[::1]:80");
  EXPECT_EQ(parse_url("ws://[::1]:8080")->authority(), "[::1]:8080");
  EXPECT_EQ(parse_url("ws://[::1]:8080")->target, "/");
  EXPECT_EQ(parse_url("http://h?q")->target, "/?q");
}

TEST(Url, IsRefusedWhereItCouldMeanSomethingElse) {
  for (const auto* text :
       {"", "host", "http://", "http:///path", "mailto:x", "http://a b/", "http://h:0/", "http://h:99999/",
        "http://u@h/", "http://h%00x/", "http://h%2fx/", "file:///etc/passwd"})
    EXPECT_FALSE(parse_url(text)) << text;
}

TEST(AllowedHosts, KnowsPublicAddresses) {
  for (const auto* text :
       {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"})
    EXPECT_TRUE(is_public_address(text)) << text;
  for (const auto* text : {"127.0.0.1",
                           "10.1.2.3",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.1.1",
                           "169.254.169.254",
                           "100.64.0.1",
                           "0.0.0.0",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "fe80::1",
                           "fd00::1",
                           "ff02::1",
                           "::ffff:10.0.0.1",
                           "64:ff9b::a9fe:a9fe",
                           "2001:db8::1",
                           "2002:7f00:1::",
                           "name"})
    EXPECT_FALSE(is_public_address(text)) << text;
}

TEST(AllowedHosts, RefuseANameThatLeadsInside) {
  const AllowedHosts hosts({"tools.example.com", "db.example.com", "10.0.0.5"});
  EXPECT_TRUE(hosts.check_host("Tools.example.com"));
  EXPECT_FALSE(hosts.check_host("example.com"));
  EXPECT_FALSE(hosts.check_host("x.tools.example.com"));
  EXPECT_TRUE(hosts.check_address("tools.example.com", "8.8.8.8"));
  EXPECT_TRUE(hosts.check_address("db.example.com", "10.0.0.5"));
  EXPECT_FALSE(hosts.check_address("tools.example.com", "169.254.169.254"));
  EXPECT_FALSE(hosts.check_address("localhost", "127.0.0.1"));
  EXPECT_FALSE(AllowedHosts({"localhost"}).check_address("tools.example.com", "127.0.0.1"));
}

}  // namespace
}  // namespace attendant::net
