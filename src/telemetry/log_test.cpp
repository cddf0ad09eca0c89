#include "telemetry/log.hpp"

#include <array>
#include <limits>
#include <thread>
#include <vector>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "telemetry/async_log.hpp"
#include "telemetry/redact.hpp"

namespace attendant::telemetry {
namespace {

class Lines final : public LogSink {
 public:
  void write(std::string line) override { lines.push_back(std::move(line)); }
  boost::json::object last() const { return boost::json::parse(lines.back()).as_object(); }
  std::vector<std::string> lines;
};

class LoggerTest : public testing::Test {
 protected:
  FakeClock clock;
  Lines sink;
  Logger log{sink, clock, Level::info, std::make_shared<Redactor>(std::vector<std::string>{"s3cret-canary"})};
};

TEST_F(LoggerTest, WritesOneJsonObjectALine) {
  log.with({"room", "sip"})
      .info("call \"began\"\n", {{"call", CallId("c-1")}, {"count", 3}, {"ms", 1.5}, {"ok", true}});
  EXPECT_EQ(
      sink.lines.back(),
      R"({"time":"2026-11-01T00:00:00.000Z","level":"info","event":"call \"began\"\n","room":"sip","call":"c-1",)"
      R"("count":3,"ms":1.5,"ok":true})");
}

TEST_F(LoggerTest, LeavesOutWhatIsBelowItsLevel) {
  log.debug("quiet");
  EXPECT_TRUE(sink.lines.empty());
  EXPECT_FALSE(log.enabled(Level::debug));
  Logger().error("nowhere");
}

TEST_F(LoggerTest, NeverShowsASecretOrACardNumberWhereverItStands) {
  constexpr std::string_view kCard = "4111 1111 1111 1111";
  log.with({"a", "s3cret-canary"}).warning(kCard, {{"why", "key=s3cret-canary;card=4111-1111-1111-1111."}});
  log.error("failed", Error{.code = ErrorCode::invalid, .message = "ssn 123-45-6789, s3cret-canary"});
  for (const auto& line : sink.lines) {
    EXPECT_THAT(line, testing::Not(testing::HasSubstr("canary")));
    EXPECT_THAT(line, testing::Not(testing::HasSubstr("1111")));
    EXPECT_THAT(line, testing::Not(testing::HasSubstr("6789")));
    EXPECT_THAT(line, testing::HasSubstr("[redacted]"));
  }
}

TEST_F(LoggerTest, StaysJsonWhateverBytesItIsGiven) {
  std::string wild;
  for (int i = 0; i < 256; ++i) wild += static_cast<char>(i);
  log.info(wild, {{"v", wild}, {"nan", std::numeric_limits<double>::quiet_NaN()}});
  EXPECT_TRUE(sink.last().at("nan").is_null());
  log.info("é", {{"v", std::string(5000, 'x')}});
  EXPECT_EQ(sink.last().at("event").as_string(), "é");
  EXPECT_LT(sink.lines.back().size(), 2300U) << "a long string is cut";
}

TEST_F(LoggerTest, TakesACancellationForNoError) {
  log.error("ended", Error{.code = ErrorCode::cancelled, .message = "hung up"});
  EXPECT_TRUE(sink.lines.empty());
}

struct Pair {
  const char* in;
  const char* out;
};
TEST(Redactor, HidesWhatCouldBeANumberToKeepAndLeavesTheRest) {
  const Redactor redactor;
  for (const auto& [in, out] : std::vector<Pair>{
           {"4111111111111111", "[redacted]"},
           {"card 4111 1111-1111 1111.", "card [redacted]."},
           {"123-45-6789", "[redacted]"},
           {"call (555) 010-0199 now", "call ([redacted] now"},
           {"four one one one, one one one one; one one one one", "[redacted]"},
           {"Four ONE oh seven", "Four ONE oh seven"},
           {"member NW28319242, claim CLM4549735", "member NW28319242, claim CLM4549735"},
           {"on 2026-09-03 for $143.34", "on 2026-09-03 for $143.34"},
           {"2026-11-01T09:30:00.123Z", "2026-11-01T09:30:00.123Z"},
           {"from 192.168.100.200:5060", "from 192.168.100.200:5060"},
           {"41.11.111.111-1111", "[redacted]"},
           {"41.11.111.111.111.111", "[redacted]"},
           {"no RTP port from 20000 to 29999 is free", "no RTP port from 20000 to 29999 is free"},
           {"12345678", "12345678"},
           {"123456789", "[redacted]"},
           {"", ""},
       }) {
    EXPECT_EQ(redactor.redact(in), out) << in;
  }
}

TEST(Redactor, HidesALongSecretBeforeAShorterOneWithinIt) {
  const Redactor redactor({"abcdef", "abcdef-tail", "abc"});
  EXPECT_EQ(redactor.redact("x abcdef-tail y abcdef z abc"), "x [redacted] y [redacted] z abc");
}

class Pipe {
 public:
  Pipe() { EXPECT_EQ(pipe(ends_.data()), 0); }
  ~Pipe() {
    close(ends_[0]);
    if (ends_[1] >= 0) close(ends_[1]);
  }
  int in() const { return ends_[1]; }
  void close_in() { close(std::exchange(ends_[1], -1)); }
  std::string read_to_the_end() const {
    std::string text;
    std::array<char, 4096> part;
    for (ssize_t got = 0; (got = read(ends_[0], part.data(), part.size())) > 0;) {
      text.append(part.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

TEST(AsyncLog, WritesEveryLineInOrderBeforeItEnds) {
  Pipe pipe;
  {
    AsyncLog log(pipe.in());
    for (int i = 0; i < 100; ++i) log.write(std::to_string(i));
    log.flush();
    EXPECT_EQ(log.dropped(), 0U);
    log.write("last");
  }
  pipe.close_in();
  const std::string text = pipe.read_to_the_end();
  EXPECT_TRUE(text.starts_with("0\n1\n2\n"));
  EXPECT_TRUE(text.ends_with("99\nlast\n"));
}

TEST(AsyncLog, DropsAndCountsRatherThanMakeItsCallerWait) {
  Pipe pipe;
  std::string text;
  std::thread reader;
  {
    AsyncLog log(pipe.in(), 4);
    // Far more than a pipe holds: its writer stands still, and write() must return all the same.
    for (int i = 0; i < 50; ++i) log.write(std::string(65536, 'x'));
    EXPECT_GT(log.dropped(), 0U);
    reader = std::thread([&] { text = pipe.read_to_the_end(); });
  }
  pipe.close_in();  // after all that was queued has left
  reader.join();
  EXPECT_NE(text.find("log lines dropped"), std::string::npos);
}

}  // namespace
}  // namespace attendant::telemetry
