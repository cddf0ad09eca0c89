#include "net/sse_reader.hpp"

#include <gtest/gtest.h>

namespace attendant::net {
namespace {

std::vector<SseEvent> read_all(std::string_view text) {
  SseReader reader;
  auto events = reader.read(text);
  EXPECT_TRUE(events);
  return *events;
}

SseEvent data(std::string text) { return {.type = "message", .data = std::move(text)}; }

TEST(SseReader, EveryLineEndingEndsALine) {
  for (const char* text : {"data: a\n\ndata: b\n\n", "data: a\r\n\r\ndata: b\r\n\r\n",
                           "data: a\r\rdata: b\r\r", "data: a\r\n\ndata: b\n\r\n"})
    EXPECT_EQ(read_all(text), (std::vector{data("a"), data("b")})) << text;
}

TEST(SseReader, PiecesOfAnySizeGiveTheSameEvents) {
  const std::string text =
      "\xEF\xBB\xBF: comment\r\nevent: x\r\nid: 7\r\ndata: a\r\ndata:b\r\n\r\ndata\n\ndata:  c\r\r";
  const auto whole = read_all(text);
  ASSERT_EQ(whole.size(), 3U);
  EXPECT_EQ(whole[0], (SseEvent{.type = "x", .data = "a\nb"}));
  EXPECT_EQ(whole[1].data, "");
  EXPECT_EQ(whole[2].data, " c");
  for (std::size_t size = 1; size < text.size(); ++size) {
    SseReader reader;
    std::vector<SseEvent> events;
    for (std::size_t at = 0; at < text.size(); at += size) {
      const auto some = reader.read(std::string_view(text).substr(at, size));
      ASSERT_TRUE(some);
      events.insert(events.end(), some->begin(), some->end());
    }
    EXPECT_EQ(events, whole) << size;
  }
}

TEST(SseReader, WhatHasNoDataIsNoEvent) {
  EXPECT_TRUE(read_all("event: ping\n\n: keep-alive\n\nretry: 10\n\n\n").empty());
  EXPECT_EQ(read_all("event: ping\n\ndata: a\n\n"), std::vector{data("a")});
}

TEST(SseReader, AnUnfinishedEventIsNone) { EXPECT_TRUE(read_all("data: a\n").empty()); }

TEST(SseReader, AByteOrderMarkIsSkippedAtTheBeginningOnly) {
  EXPECT_EQ(read_all("\xEF\xBB\xBF"
                     "data: a\n\n"),
            std::vector{data("a")});
  EXPECT_EQ(read_all("data: \xEF\xBB\xBF\n\n"), std::vector{data("\xEF\xBB\xBF")});
  EXPECT_TRUE(read_all("\n\xEF\xBB\xBF"
                       "data: a\n\n")
                  .empty());
}

TEST(SseReader, AnEventThatIsTooLongEndsTheStream) {
  SseReader reader(16);
  EXPECT_TRUE(reader.read("data: 12345678\n\n"));
  EXPECT_FALSE(reader.read("data: 1234567890123\n\n"));
  EXPECT_FALSE(reader.read("data: a\n\n"));
  SseReader lines(16);
  EXPECT_FALSE(lines.read("data: 12345678\ndata: 12345678\n\n"));
}

}  // namespace
}  // namespace attendant::net
