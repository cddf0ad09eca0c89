// From the configuration to an answer: a claim that is told comes from a FHIR server on a real socket.
#include "app/record_engine.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/trial_tools.hpp"
#include "base/test_directory.hpp"
#include "base/text.hpp"
#include "records/fhir/loopback_fhir_server.hpp"

namespace attendant::app {
namespace {

using testing::Contains;
using testing::HasSubstr;

const std::string kData = ATTENDANT_SOURCE_DIR "/data/demo";

class RecordEngineTest : public testing::Test {
 protected:
  RecordEngineTest() {
    settings_.insurance.data_dir = kData;
    settings_.insurance.documents_dir.clear();
  }
  void configure(config::RecordEngine engine, const std::string& yaml) {
    settings_.insurance.records = engine;
    settings_.insurance.records_file = (directory_.path() / "records.yaml").string();
    std::ofstream(settings_.insurance.records_file) << yaml;
  }
  Result<std::unique_ptr<TrialTools>> open() {
    return TrialTools::open(settings_, nullptr, [](const std::string&) {});
  }
  // What the member hears of their claim.
  static ToolAnswer status_of(tools::ToolRuntime& tools, const std::string& claim) {
    const tools::CallContext context{
        .call = CallId("c-1"), .source_number = "", .today = *parse_date("2026-11-01"), .now = {}};
    conversation::Identity identity;
    tools.run(context, identity, "verify_member", {{"member_id", "NW28319242"}, {"dob", "1978-10-23"}},
              false);
    return tools.run(context, identity, "claim_status", {{"claim_id", claim}}, false);
  }

  TestDirectory directory_;
  records::fhir::LoopbackFhirServer server_{kData};
  config::Settings settings_;
};

TEST_F(RecordEngineTest, AClaimIsToldFromTheFhirServer) {
  configure(config::RecordEngine::fhir, "url: " + server_.url() + "\ntimeout: 10s\n");
  const auto tools = open();
  ASSERT_TRUE(tools) << tools.error().message;
  const auto before = server_.service.asked().size();
  const auto answer = status_of((*tools)->runtime(), "CLM4532427");
  EXPECT_EQ(answer.outcome, Outcome::ok);
  EXPECT_THAT(join(answer.say, " "), HasSubstr("denied"));
  EXPECT_GT(server_.service.asked().size(), before);
}

TEST_F(RecordEngineTest, WhileTheServerIsBusyTheCallerIsToldSoAndNothingElse) {
  configure(config::RecordEngine::fhir, "url: " + server_.url() + "\ntimeout: 10s\n");
  const auto tools = open();
  ASSERT_TRUE(tools) << tools.error().message;
  server_.service.answer_with([](const net::Request&) { return net::Response::text("busy", 503); });
  const auto answer = status_of((*tools)->runtime(), "CLM4532427");
  EXPECT_NE(answer.outcome, Outcome::ok);
  EXPECT_FALSE(answer.say.empty() && answer.need.empty()) << "never silence";
}

TEST_F(RecordEngineTest, AMistakeInTheFileIsNamed) {
  configure(config::RecordEngine::fhir, "url: http://fhir.example/r4\n");
  EXPECT_THAT(open().error().message, HasSubstr("url: must be https"));
  configure(config::RecordEngine::fhir, "urls: x\n");
  EXPECT_THAT(open().error().message, HasSubstr("urls"));
  configure(config::RecordEngine::fhir, "url: https://x.example\nauth: {kind: bearer, secret: plain}\n");
  EXPECT_THAT(open().error().message, HasSubstr("must be a reference"));
}

}  // namespace
}  // namespace attendant::app
