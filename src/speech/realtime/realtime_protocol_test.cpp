#include "speech/realtime/realtime_protocol.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace attendant::speech {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

// What came of some effects, one word each: the type of a message sent, or what was told.
std::string told(const RealtimeEffects& effects) {
  std::string text;
  const auto add = [&](const std::string& word) { text += (text.empty() ? "" : " ") + word; };
  struct Name {
    std::string operator()(const LiveReady&) const { return "READY"; }
    std::string operator()(const LiveWords& e) const { return "WORDS:" + e.text; }
    std::string operator()(const LiveSound&) const { return "SOUND"; }
    std::string operator()(const LiveToolCall& e) const { return "CALL:" + e.name + e.arguments; }
    std::string operator()(const LiveAnswered& e) const { return e.status ? "ANSWERED" : "UNANSWERED"; }
    std::string operator()(const LiveSpeech& e) const { return e.talking ? "TALKS" : "SILENT"; }
    std::string operator()(const LiveHeard& e) const { return "HEARD:" + e.text; }
    std::string operator()(const LiveFailed&) const { return "FAILED"; }
  };
  for (const RealtimeEffect& effect : effects) {
    if (const auto* message = std::get_if<SendMessage>(&effect))
      add(std::string(std::string_view(json::parse(message->text).at("type").as_string())));
    else if (const auto* sound = std::get_if<PlaySound>(&effect))
      add("PLAY:" + std::to_string(sound->coded.size()));
    else if (const auto* event = std::get_if<TellEvent>(&effect))
      add(std::visit(Name(), event->event));
    else
      add("NOTE:" + std::get<NoteProblem>(effect).code);
  }
  return text;
}

json::value message(const RealtimeEffects& effects, std::size_t index = 0) {
  return json::parse(std::get<SendMessage>(effects.at(index)).text);
}

// A quarter of a second of mu-law, as an answer's sound.
std::string sound(const std::string& item, std::string_view type = "response.output_audio.delta") {
  return json::serialize(json::object{
      {"type", type}, {"response_id", "r1"}, {"item_id", item}, {"delta", to_base64(Bytes(2000, 0xFF))}});
}

constexpr auto* kUpdated = R"({"type":"session.updated","session":{}})";
constexpr auto* kCreated = R"({"type":"response.created","response":{"id":"r1"}})";
constexpr auto* kDone = R"({"type":"response.done","response":{"id":"r1","status":"completed","output":[]}})";

class Realtime : public testing::Test {
 protected:
  void be_ready() {
    protocol.opened();
    EXPECT_EQ(told(protocol.received(kUpdated)), "READY");
  }
  void be_answering() {
    be_ready();
    EXPECT_EQ(told(protocol.answer()), "response.create");
    protocol.received(kCreated);
  }
  RealtimeProtocol protocol{{.model = "m"}, {.instructions = "Be brief.", .tools = {{"claim", "d", {}}}}};
};

TEST_F(Realtime, BeginsWithItsSettingAndIsReadyWhenThatWasTaken) {
  const auto effects = protocol.opened();
  EXPECT_EQ(message(effects), json::parse(R"({"type":"session.update","session":{
      "type":"realtime","instructions":"Be brief.","output_modalities":["audio"],
      "audio":{"input":{"format":{"type":"audio/pcmu"},"turn_detection":null},
               "output":{"format":{"type":"audio/pcmu"}}},
      "tools":[{"type":"function","name":"claim","description":"d","parameters":{}}],"tool_choice":"auto"}})"));
  EXPECT_EQ(told(protocol.received(R"({"type":"session.created","session":{}})")), "");
  EXPECT_EQ(told(protocol.received(kUpdated)), "READY");
}

TEST_F(Realtime, WhatIsAskedBeforeItIsReadyWaits) {
  protocol.opened();
  EXPECT_EQ(told(protocol.add_words("Welcome.", true)), "");
  EXPECT_EQ(told(protocol.answer()), "");
  EXPECT_EQ(told(protocol.hear(Bytes(800))), "");
  EXPECT_EQ(told(protocol.received(kUpdated)), "READY conversation.item.create response.create");
}

TEST_F(Realtime, HearsATurnAndAnswersIt) {
  be_ready();
  EXPECT_EQ(told(protocol.hear(Bytes(160))), "input_audio_buffer.append");
  EXPECT_EQ(told(protocol.answer()), "response.create") << "too short to be committed";
  protocol.received(kCreated);
  protocol.received(kDone);
  protocol.hear(Bytes(1600));
  EXPECT_EQ(told(protocol.answer()), "input_audio_buffer.commit response.create");
  protocol.received(kCreated);
  EXPECT_EQ(told(protocol.received(
                R"({"type":"response.output_audio_transcript.delta","response_id":"r1","delta":"Hi"})")),
            "WORDS:Hi");
  EXPECT_EQ(told(protocol.received(sound("i1"))), "PLAY:2000");
  EXPECT_EQ(told(protocol.received(kDone)), "ANSWERED");
}

TEST_F(Realtime, TheNamesOfTheBetaMeanTheSame) {
  be_answering();
  EXPECT_EQ(told(protocol.received(sound("i1", "response.audio.delta"))), "PLAY:2000");
  EXPECT_EQ(told(protocol.received(R"({"type":"response.audio_transcript.delta","delta":"Hi"})")),
            "WORDS:Hi");
}

TEST_F(Realtime, AToolIsCalledOnceHoweverOftenItIsTold) {
  be_answering();
  constexpr auto* kCall =
      R"({"type":"response.output_item.done","response_id":"r1","item":
          {"type":"function_call","call_id":"c1","name":"claim","arguments":"{}"}})";
  EXPECT_EQ(told(protocol.received(kCall)), "CALL:claim{}");
  EXPECT_EQ(
      told(protocol.received(R"({"type":"response.done","response":{"id":"r1","status":"completed","output":[
      {"type":"function_call","call_id":"c1","name":"claim","arguments":"{}"},
      {"type":"function_call","call_id":"c2","name":"bill","arguments":"{}"}]}})")),
      "CALL:bill{} ANSWERED");
  const auto answered = protocol.add_tool_answer("c1", "paid");
  EXPECT_EQ(message(answered).at("item"),
            json::parse(R"({"type":"function_call_output","call_id":"c1","output":"paid"})"));
  EXPECT_EQ(told(protocol.go_on()), "response.create");
}

TEST_F(Realtime, ACutTruncatesAtWhatWasPlayedAndDropsTheRest) {
  be_answering();
  protocol.received(sound("i1"));
  protocol.received(sound("i1"));
  const auto effects = protocol.cut(300ms);
  EXPECT_EQ(told(effects), "response.cancel conversation.item.truncate");
  EXPECT_EQ(message(effects, 1), json::parse(R"({"type":"conversation.item.truncate","item_id":"i1",
                                                 "content_index":0,"audio_end_ms":300})"));
  EXPECT_EQ(told(protocol.received(sound("i1"))), "");
  EXPECT_EQ(
      told(protocol.received(R"({"type":"response.output_item.done","item":{"type":"message","id":"i1"}})")),
      "");
  EXPECT_EQ(
      told(protocol.received(R"({"type":"response.done","response":{"id":"r1","status":"cancelled"}})")),
      "ANSWERED");
}

TEST_F(Realtime, ACutAfterTheAnswerCameTruncatesToo) {
  be_answering();
  protocol.received(sound("i1"));
  protocol.received(sound("i2"));
  protocol.received(kDone);
  const auto effects = protocol.cut(100ms);
  EXPECT_EQ(told(effects), "conversation.item.truncate conversation.item.truncate");
  EXPECT_EQ(message(effects, 0).at("audio_end_ms"), 100);
  EXPECT_EQ(message(effects, 1).at("audio_end_ms"), 0);
  EXPECT_EQ(told(protocol.cut(100ms)), "");
}

TEST_F(Realtime, ASecondCutMayBeShorterAndNeverLonger) {
  be_answering();
  protocol.received(sound("i1"));
  protocol.received(sound("i1"));
  protocol.cut(300ms);
  EXPECT_EQ(told(protocol.cut(400ms)), "");
  const auto effects = protocol.cut(200ms);
  EXPECT_EQ(told(effects), "conversation.item.truncate");
  EXPECT_EQ(message(effects).at("audio_end_ms"), 200);
}

TEST_F(Realtime, AnotherAgentsSettingGoesIntoTheSession) {
  be_ready();
  const auto effects = protocol.set({.instructions = "Claims.", .tools = {{"appeal", "d", {}}}});
  EXPECT_EQ(told(effects), "session.update");
  EXPECT_EQ(message(effects).at("session"), json::parse(R"({"instructions":"Claims.","type":"realtime",
      "tools":[{"type":"function","name":"appeal","description":"d","parameters":{}}],"tool_choice":"auto"})"));
}

TEST(RealtimeTurns, WhereTheServicesDetectorIsOnOnlyWhatItHasNotCommittedIsCommitted) {
  RealtimeProtocol protocol({.model = "m", .turns = RealtimeTurns::server}, {});
  protocol.opened();
  protocol.received(R"({"type":"session.updated"})");
  protocol.hear(Bytes(1600));
  protocol.received(R"({"type":"input_audio_buffer.speech_started"})");
  EXPECT_EQ(std::get<SendMessage>(protocol.answer().front()).text, R"({"type":"input_audio_buffer.commit"})");
  protocol.received(R"({"type":"response.done","response":{"id":"r"}})");
  protocol.hear(Bytes(1600));
  protocol.received(R"({"type":"input_audio_buffer.speech_started"})");
  protocol.received(R"({"type":"input_audio_buffer.committed"})");
  EXPECT_EQ(std::get<SendMessage>(protocol.answer().front()).text, R"({"type":"response.create"})");
}

TEST_F(Realtime, WhatWasMadeAfterTheCutIsForgotten) {
  be_answering();
  EXPECT_EQ(told(protocol.cut(0ms)), "response.cancel");
  EXPECT_EQ(
      told(protocol.received(R"({"type":"response.output_item.done","item":{"type":"message","id":"i9"}})")),
      "conversation.item.truncate");
}

TEST_F(Realtime, AnAnswerUnderWayGivesWayToTheNext) {
  be_answering();
  EXPECT_EQ(told(protocol.answer()), "response.cancel");
  EXPECT_EQ(told(protocol.received(sound("i1"))), "");
  EXPECT_EQ(
      told(protocol.received(R"({"type":"response.done","response":{"id":"r1","status":"cancelled"}})")),
      "response.create");
}

TEST_F(Realtime, AFailedAnswerSaysSoAndTheSessionGoesOn) {
  be_answering();
  EXPECT_EQ(told(protocol.received(R"({"type":"response.done","response":{"id":"r1","status":"failed",
      "status_details":{"error":{"code":"server_error","message":"x"}}}})")),
            "UNANSWERED");
  EXPECT_EQ(told(protocol.received(R"({"type":"error","error":{"code":"input_audio_buffer_commit_empty"}})")),
            "NOTE:input_audio_buffer_commit_empty");
  EXPECT_EQ(told(protocol.answer()), "response.create");
}

TEST_F(Realtime, AnErrorBeforeItIsReadyAnEndOfTheSessionAndAHangUpAreFatalOnce) {
  protocol.opened();
  EXPECT_EQ(told(protocol.received(R"({"type":"error","error":{"type":"invalid_request_error"}})")),
            "FAILED");
  EXPECT_EQ(told(protocol.closed("1006")), "");
  EXPECT_EQ(told(protocol.answer()), "");
}

TEST_F(Realtime, ReportsItsOwnEarAndIgnoresWhatItDoesNotKnow) {
  be_ready();
  EXPECT_EQ(told(protocol.received(R"({"type":"input_audio_buffer.speech_started","audio_start_ms":1})")),
            "TALKS");
  EXPECT_EQ(told(protocol.received(
                R"({"type":"conversation.item.input_audio_transcription.completed","transcript":"Hi"})")),
            "HEARD:Hi");
  for (const char* event :
       {R"({"type":"rate_limits.updated"})", R"({"type":"response.animation_blendshapes.delta"})",
        R"({"type":"response.output_audio.delta","delta":"AAAA"})", "{}"})
    EXPECT_EQ(told(protocol.received(event)), "") << event;
  EXPECT_EQ(told(protocol.received("[")), "NOTE:message_unreadable");
}

TEST(RealtimeDialect, AsksEachVendorInItsWay) {
  EXPECT_EQ(realtime_url({.host = "api.openai.com", .model = "gpt-realtime"}),
            "wss://api.openai.com/v1/realtime?model=gpt-realtime");
  EXPECT_EQ(realtime_url({.vendor = RealtimeVendor::azure, .host = "r.openai.azure.com", .model = "d 1"}),
            "wss://r.openai.azure.com/openai/v1/realtime?model=d%201");
  EXPECT_EQ(realtime_url({.vendor = RealtimeVendor::voice_live,
                          .host = "h:1",
                          .tls = false,
                          .model = "m",
                          .api_version = "2025-10-01"}),
            "ws://h:1/voice-live/realtime?api-version=2025-10-01&model=m");
  EXPECT_EQ(realtime_headers({}, "k").front().second, "Bearer k");
  EXPECT_EQ(realtime_headers({.vendor = RealtimeVendor::azure}, "k").front().first, "api-key");
}

TEST(RealtimeDialect, VoiceLiveHasFlatFieldsAndExtrasPassThrough) {
  RealtimeProtocol protocol({.vendor = RealtimeVendor::voice_live,
                             .voice = "en-US-AvaNeural",
                             .sound = RealtimeSound::pcm_24k,
                             .turns = RealtimeTurns::server,
                             .extras = {{"input_audio_noise_reduction", "x"}}},
                            {});
  const json::value session = message(protocol.opened()).at("session");
  EXPECT_EQ(session, json::parse(R"({"instructions":"","modalities":["text","audio"],
      "input_audio_format":"pcm16","output_audio_format":"pcm16","input_audio_sampling_rate":24000,
      "turn_detection":{"type":"azure_semantic_vad","create_response":false,"interrupt_response":false},
      "voice":{"type":"azure-standard","name":"en-US-AvaNeural"},"input_audio_noise_reduction":"x"})"));
}

}  // namespace
}  // namespace attendant::speech
