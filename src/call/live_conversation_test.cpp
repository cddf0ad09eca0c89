// A call's brain and voice when a speech-to-speech model is behind them.
#include "call/live_conversation.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "call/test_fakes.hpp"
#include "runtime/fake_loop.hpp"

namespace attendant::call {
namespace {

using namespace std::chrono_literals;
using conversation::Act;
using ::testing::HasSubstr;
using ::testing::Not;

class ScriptedModel final : public speech::LiveModel {
 public:
  class Session final : public speech::LiveSession {
   public:
    explicit Session(ScriptedModel& model) : model_(model) {}
    void hear(audio::SamplesView pcm) override { model_.heard += pcm.size(); }
    void answer() override { model_.asked += "answer "; }
    void go_on() override { model_.asked += "go_on "; }
    void add_words(std::string_view text, bool ours) override {
      model_.asked += (ours ? "ours:" : "caller:") + std::string(text) + " ";
    }
    void add_tool_answer(const std::string& id, std::string_view text) override {
      model_.asked += "tool:" + id + " ";
      model_.shown += text;
    }
    void set(const speech::LiveSetting& setting) override {
      model_.asked += "set:" + setting.instructions.substr(0, setting.instructions.find('.')) + " ";
    }
    void cut(std::chrono::milliseconds played) override {
      model_.asked += "cut:" + std::to_string(played.count()) + " ";
    }

   private:
    ScriptedModel& model_;
  };
  std::unique_ptr<speech::LiveSession> open(const speech::LiveSetting&, Tell listener) override {
    tell = std::move(listener);
    return std::make_unique<Session>(*this);
  }
  std::string name() const override { return "scripted"; }

  Tell tell;
  std::string asked;
  std::string shown;  // of tools' answers
  std::size_t heard = 0;
};

class ScriptedRescue final : public brain::Brain {
 public:
  explicit ScriptedRescue(testing::FakeBrain::Answer answer) : answer_(std::move(answer)) {}
  std::unique_ptr<brain::BrainSession> open(const brain::CallSetting&) override {
    return std::make_unique<testing::FakeBrain>(answer_);
  }
  std::string version() const override { return "scripted"; }

 private:
  testing::FakeBrain::Answer answer_;
};

// The front desk and claims speak themselves, billing is the dialogue engine's.
agents::TeamPtr team_of_three(agents::DataToModel data) {
  agents::Team team{.version = "1"};
  team.agents.resize(3);
  agents::Agent& front = team.agents[0];
  front = {.id = "front", .answers = true, .persona = "Front.", .languages = {{.greeting = "Welcome."}}};
  front.brain = {.kind = agents::BrainKind::live, .data_to_model = data};
  for (const char* tool : {"verify_member", "claim_status", "billing_due", "update_phone"})
    front.tools.push_back({.name = tool});
  front.hand_overs = {
      {.to = "claims", .style = agents::HandOverStyle::announced, .say = "I'll pass you on to {agent}."},
      {.to = "billing"}};
  team.agents[1] = {.id = "claims", .name = "claims", .persona = "Claims.", .languages = {{}}};
  team.agents[1].brain.kind = agents::BrainKind::live;
  team.agents[1].tools = {{.name = "claim_appeal"}};
  team.agents[2] = {.id = "billing", .persona = "Billing.", .languages = {{}}};
  return std::make_shared<const agents::Team>(std::move(team));
}

class LiveConversationTest : public ::testing::Test {
 protected:
  explicit LiveConversationTest(agents::DataToModel data = agents::DataToModel::everything) : data_(data) {
    brain_ = live_.open_brain({});
    take(conversation::Started{.caller_number = "1"});
    forget();
  }
  void forget() {
    acts_.clear();
    model_.asked.clear();
  }

  void take(conversation::BrainInput input) {
    done_ = false;
    brain_->take(std::move(input), [this](std::vector<Act> acts, bool more) {
      std::ranges::move(acts, std::back_inserter(acts_));
      done_ = !more;
    });
  }
  void tool_done(std::uint32_t id, ToolAnswer answer) {
    take(conversation::ToolDone{.id = id, .answer = std::move(answer), .identity = identity_});
  }
  // What the acts say, and the names of the others.
  std::string told() const {
    std::string text;
    for (const Act& act : acts_) {
      if (const auto* say = std::get_if<conversation::Say>(&act)) text += "[" + say->text + "]";
      if (const auto* call = std::get_if<conversation::CallTool>(&act))
        text += (call->confirmed ? "confirmed:" : "call:") + call->name + std::to_string(call->id) + " ";
      if (std::holds_alternative<conversation::Listen>(act)) text += "listen ";
      if (std::holds_alternative<conversation::EndCall>(act)) text += "end ";
      if (const auto* transfer = std::get_if<conversation::Transfer>(&act))
        text += "transfer:" + transfer->target;
      if (const auto* over = std::get_if<conversation::HandOver>(&act)) text += "-> " + over->to + " ";
      if (const auto* note = std::get_if<conversation::Note>(&act); note != nullptr && note->key != "outcome")
        text += "(" + note->value + ") ";
    }
    return text;
  }
  void words(const std::string& text) { model_.tell(speech::LiveWords{text}); }
  void sound(std::chrono::milliseconds length) {
    model_.tell(speech::LiveSound{audio::Samples(static_cast<std::size_t>(length.count()) * 8, 700)});
  }
  void call(const std::string& id, const std::string& name, const std::string& arguments = "{}") {
    model_.tell(speech::LiveToolCall{.id = id, .name = name, .arguments = arguments});
  }
  void answered() { model_.tell(speech::LiveAnswered{}); }

  // The samples of a clause as the mouth would get them.
  struct Spoken {
    std::size_t samples = 0;
    bool over = false;
    std::vector<speech::WordMark> words;
    std::unique_ptr<speech::Speaking> speaking;
  };
  std::unique_ptr<Spoken> speak(const std::string& text, std::uint32_t utterance) {
    auto spoken = std::make_unique<Spoken>();
    spoken->speaking =
        live_.voice().speak({.text = text, .utterance = UtteranceId(utterance)},
                            [to = spoken.get()](const speech::SynthesisEvent& event) {
                              if (const auto* chunk = std::get_if<speech::SpokenChunk>(&event)) {
                                to->samples += chunk->pcm.size();
                                to->words.insert(to->words.end(), chunk->words.begin(), chunk->words.end());
                              } else {
                                to->over = true;
                              }
                            });
    return spoken;
  }

  const agents::DataToModel data_;
  const std::shared_ptr<const tools::Catalogue> catalogue_ =
      std::make_shared<const tools::Catalogue>(tools::insurance_catalogue());
  FakeClock clock_;
  runtime::FakeLoop loop_{clock_};
  ScriptedModel model_;
  testing::FakeVoice ordinary_;
  ScriptedRescue rescue_{[](const conversation::BrainInput&) {
    return std::vector<Act>{conversation::Say{.text = "rescued"}, conversation::Listen{}};
  }};
  LiveConversation live_{
      {.loop = loop_, .model = model_, .ordinary = ordinary_, .rescue = rescue_, .catalogue = catalogue_},
      {.brain = {.team =
                     std::make_shared<const LiveTeam>(live_team(team_of_three(data_), *catalogue_, {}))}}};
  std::unique_ptr<brain::BrainSession> brain_;
  conversation::Identity identity_{.level = conversation::AuthLevel::member, .member_id = "NW28319242"};
  std::vector<Act> acts_;
  bool done_ = false;
};

class PrivateLiveConversationTest : public LiveConversationTest {
 protected:
  PrivateLiveConversationTest() : LiveConversationTest(agents::DataToModel::nothing) {}
};

TEST_F(LiveConversationTest, TheGreetingIsSaidInTheOrdinaryVoiceAndTheModelKnowsOfIt) {
  forget();
  take(conversation::Started{});
  EXPECT_EQ(told(), "[Welcome.]listen ");
  EXPECT_EQ(model_.asked, "ours:Welcome. ");
  speak("Welcome.", 1);
  EXPECT_EQ(ordinary_.said, std::vector<std::string>{"Welcome."});
}

TEST_F(LiveConversationTest, TheModelIsSentTheTurnOfTheCallerWithWhatCameJustBefore) {
  for (int i = 0; i < 100; ++i) live_.hear(audio::Samples(160));
  EXPECT_EQ(model_.heard, 0U);
  live_.on_hearing(speech::SpeechStarted{});
  EXPECT_EQ(model_.heard, 4800U);
  live_.hear(audio::Samples(160));
  EXPECT_EQ(model_.heard, 4960U);
  take(conversation::Heard{.text = "my claim"});
  live_.hear(audio::Samples(160));
  EXPECT_EQ(model_.heard, 4960U);
  EXPECT_EQ(model_.asked, "answer ");
}

TEST_F(LiveConversationTest, WhatTheModelSaysIsSaidClauseByClauseInItsOwnSound) {
  take(conversation::Heard{});
  words("I can look. What is your me");
  EXPECT_EQ(told(), "[I can look.]");
  const auto first = speak("I can look.", 2);
  EXPECT_FALSE(first->over);
  sound(2s);
  EXPECT_TRUE(first->over);
  EXPECT_EQ(first->words.size(), 3U);
  words("mber ID?");
  EXPECT_EQ(told(), "[I can look.][What is your member ID?]") << "nothing could go on with a question";
  sound(1s);
  answered();
  EXPECT_EQ(told(), "[I can look.][What is your member ID?]listen ");
  EXPECT_TRUE(done_);
  const auto second = speak("What is your member ID?", 3);
  EXPECT_TRUE(second->over);
  EXPECT_EQ(first->samples + second->samples, 24000U) << "all of the sound, once";
  EXPECT_TRUE(ordinary_.said.empty());
}

TEST_F(LiveConversationTest, ASentenceMayGoOnAfterAFigureUntilTheWordsPause) {
  take(conversation::Heard{});
  words("You owe $70.");
  EXPECT_EQ(told(), "");
  loop_.advance(300ms);
  EXPECT_THAT(told(), HasSubstr("not spoken")) << "it was judged as it stands";
  EXPECT_THAT(model_.asked, HasSubstr("cut:0 "));
}

TEST_F(LiveConversationTest, AFunctionIsAToolOfTheCallAndItsAnswerGoesBack) {
  take(conversation::Heard{});
  words("Let me look.");
  sound(700ms);
  call("c1", "claim_status", R"({"claim_id":"CLM1"})");
  call("c2", "billing_due");
  answered();
  EXPECT_EQ(told(), "[Let me look.]call:claim_status1 call:billing_due2 ");
  tool_done(1, {.outcome = Outcome::ok});
  EXPECT_TRUE(done_) << "the model answers when it has both";
  EXPECT_EQ(model_.asked, "answer tool:c1 ");
  tool_done(2, {.outcome = Outcome::ok});
  EXPECT_EQ(model_.asked, "answer tool:c1 tool:c2 go_on ");
  EXPECT_EQ(speak("Let me look.", 2)->samples, 5600U) << "what was said before the tools is still played";
  EXPECT_TRUE(ordinary_.said.empty());
}

TEST_F(LiveConversationTest, AReadThatTheCallerTalkedIntoIsCancelledBeforeTheModelHearsTheWords) {
  take(conversation::Heard{});
  call("c1", "claim_status");
  call("c2", "verify_member", R"({"member_id":"NW28319242","dob":"1978-10-23"})");
  answered();
  ASSERT_EQ(told(), "(verify_member not called: refused) call:claim_status1 ");
  EXPECT_TRUE(std::get<conversation::CallTool>(acts_.back()).cancel_on_interrupt);
  forget();
  tool_done(1, {.outcome = Outcome::cancelled});
  EXPECT_TRUE(done_);
  EXPECT_EQ(model_.asked, "tool:c1 ") << "it is not asked for an answer";
  take(conversation::Heard{.text = "never mind"});
  EXPECT_EQ(model_.asked, "tool:c1 answer ");
}

TEST_F(LiveConversationTest, AFunctionThatTheAgentDoesNotHaveOrThatIsCalledWronglyIsNotCalled) {
  take(conversation::Heard{});
  call("c1", "claim_appeal");
  answered();
  EXPECT_EQ(told(), "");
  EXPECT_THAT(model_.shown, HasSubstr("there is no such tool"));
  call("c2", "claim_status", R"({"claim_id":7})");
  answered();
  EXPECT_THAT(told(), HasSubstr("(rescued: tools called wrongly twice) [rescued]"));
}

TEST_F(LiveConversationTest, AModelProvesNobodyByGuessing) {
  take(conversation::Heard{.text = "who am I"});
  call("c1", "verify_member", R"({"member_id":"NW28319242","dob":"1978-10-23"})");
  answered();
  EXPECT_EQ(told(), "");
  EXPECT_THAT(model_.shown, HasSubstr("the caller has not said member_id"));
}

TEST_F(LiveConversationTest, WhatNoToolHasToldIsNotHeard) {
  take(conversation::Heard{});
  words("I can look. Your claim was den");
  sound(1s);
  words("ied.");
  EXPECT_EQ(
      told(),
      "[I can look.](not spoken: a state that no tool told) [I'm sorry, I lost the thread. What would you "
      "like to know?]listen ");
  EXPECT_THAT(model_.asked, HasSubstr("cut:")) << "nor remembered";
  const auto first = speak("I can look.", 2);
  EXPECT_TRUE(first->over);
  EXPECT_LT(first->samples, 8000U) << "the rest of the sound is the other sentence's";
}

TEST_F(LiveConversationTest, WhatAToolHasToldIs) {
  take(conversation::Heard{});
  call("c1", "claim_status");
  answered();
  tool_done(1, {.outcome = Outcome::ok, .say = {"It was denied.", "You owe $70.00."}});
  acts_.clear();
  words("It was denied, and you owe $70.00.");
  answered();
  EXPECT_EQ(told(), "[It was denied, and you owe $70.00.]listen ");
}

TEST_F(LiveConversationTest, LongAnswersInManyPiecesAreHeardWholeAndInOrder) {
  take(conversation::Heard{});
  call("c1", "claim_status");
  answered();
  tool_done(1, {.outcome = Outcome::ok,
                .say = {"Your specialist consultation on 2026-09-22 was processed and paid.",
                        "The plan paid $125.82 to Dr. Aron Feeney on 2026-10-11."}});
  forget();
  const std::vector<std::string> pieces = {
      "Your specialist", " consultation on", " September twenty", " second was", " processed",
      " and paid.",      " The plan",        " paid $125.82",     " to Dr.",     " Aron Feeney,",
      " and that",       " was on October",  " eleventh.",        " Is there",   " anything else?"};
  std::vector<std::unique_ptr<Spoken>> spoken;
  std::size_t asked = 0;
  const auto let_the_mouth_ask = [&] {
    std::vector<std::string> said;
    for (const Act& act : acts_)
      if (const auto* say = std::get_if<conversation::Say>(&act)) said.push_back(say->text);
    while (asked < said.size() && (spoken.empty() || spoken.back()->over)) {
      spoken.push_back(speak(said[asked], static_cast<std::uint32_t>(asked + 1)));
      ++asked;
    }
  };
  for (const std::string& piece : pieces) {
    words(piece);
    let_the_mouth_ask();
    for (int i = 0; i < 8; ++i) {
      sound(100ms);
      let_the_mouth_ask();
    }
  }
  answered();
  let_the_mouth_ask();
  EXPECT_EQ(
      told(),
      "[Your specialist consultation on September twenty second was processed and paid.][The plan paid "
      "$125.82 to Dr. Aron Feeney,][and that was on October eleventh.][Is there anything else?]listen ");
  std::size_t samples = 0;
  for (const auto& one : spoken) {
    EXPECT_TRUE(one->over);
    samples += one->samples;
  }
  EXPECT_EQ(samples, 15U * 8U * 800U);
  EXPECT_TRUE(ordinary_.said.empty());
}

TEST_F(LiveConversationTest, ARefusedSentenceGivesWayToTheToolsOwnWords) {
  take(conversation::Heard{});
  call("c1", "claim_status");
  answered();
  tool_done(1, {.outcome = Outcome::ok, .say = {"You owe $70.00."}});
  forget();
  words("You owe $99.00 today.");
  EXPECT_EQ(told(),
            "(not spoken: an amount that no tool told) (rescued by the tools' own words: a sentence was not "
            "spoken) [You owe $70.00.][Is there anything else?]listen ");
  EXPECT_THAT(model_.asked, HasSubstr("cut:0 "));
}

TEST_F(LiveConversationTest, ARefusedFirstSentenceIsTheDialogueEnginesTurn) {
  take(conversation::Heard{});
  words("You owe $99.00 today.");
  EXPECT_EQ(
      told(),
      "(not spoken: an amount that no tool told) (rescued: a sentence was not spoken) [rescued]listen ");
  forget();
  take(conversation::Heard{});
  EXPECT_EQ(model_.asked, "answer ") << "the next turn is the model's again";
}

TEST_F(PrivateLiveConversationTest, WhatAToolSaysOfAMemberIsSaidByUsAndNotShownToTheModel) {
  take(conversation::Heard{});
  call("c1", "claim_status");
  answered();
  tool_done(1, {.outcome = Outcome::ok, .say = {"It was paid."}});
  EXPECT_EQ(told(), "call:claim_status1 [It was paid.][Is there anything else?]listen ");
  EXPECT_THAT(model_.shown + model_.asked, Not(HasSubstr("paid")));
  EXPECT_THAT(model_.asked, Not(HasSubstr("go_on"))) << "and it is asked for no words of its own";
  EXPECT_TRUE(done_);
}

TEST_F(LiveConversationTest, AWriteIsReadBackAndTheCallersYesCarriesItOut) {
  take(conversation::Heard{});
  call("c1", "update_phone", R"({"phone":"3125550101"})");
  answered();
  tool_done(1,
            {.outcome = Outcome::need, .say = {"I'll change your number to 3125550101."}, .need = "confirm"});
  EXPECT_EQ(told(), "call:update_phone1 [I'll change your number to 3125550101. Is that right?]listen ");
  acts_.clear();
  take(conversation::Heard{.text = "yes please"});
  EXPECT_EQ(told(), "confirmed:update_phone2 ");
  tool_done(2, {.outcome = Outcome::ok});
  EXPECT_THAT(model_.asked, HasSubstr("caller:[The caller said yes. update_phone"));
}

TEST_F(LiveConversationTest, ANoCarriesNothingOut) {
  take(conversation::Heard{});
  call("c1", "update_phone", R"({"phone":"3125550101"})");
  answered();
  tool_done(1, {.outcome = Outcome::need, .say = {"I'll change your number."}, .need = "confirm"});
  acts_.clear();
  take(conversation::Heard{.text = "no, wait"});
  EXPECT_EQ(told(), "");
}

TEST_F(LiveConversationTest, AnInterruptionCutsTheModelsMemoryWhereThePlaybackWasCut) {
  take(conversation::Heard{});
  words("I can help you. Let me tell you how that works now.");
  sound(3s);
  answered();
  speak("I can help you.", 2);
  speak("Let me tell you how that works now.", 3);
  live_.played_all(UtteranceId(2));
  const std::size_t first = speak("I can help you.", 4)->samples;
  live_.played(UtteranceId(3), 800);
  take(conversation::Interrupted{.heard = "Let", .whole = 1});
  EXPECT_EQ(model_.asked, "answer cut:" + std::to_string((first + 800) / 8) + " ");
  EXPECT_TRUE(done_);
}

TEST_F(LiveConversationTest, AModelThatIsLateLosesTheTurnAndTwiceTheCall) {
  take(conversation::Heard{});
  loop_.advance(3s);
  EXPECT_EQ(told(), "(rescued: no first words in time) [rescued]listen ");
  speak("rescued", 9);
  EXPECT_EQ(ordinary_.said, std::vector<std::string>{"rescued"});
  take(conversation::Heard{});
  loop_.advance(3s);
  forget();
  take(conversation::Heard{});
  EXPECT_EQ(told(), "(rescued: the live model is gone) [rescued]listen ");
  live_.on_hearing(speech::SpeechStarted{});
  EXPECT_EQ(model_.heard, 0U) << "and hears the caller no more";
}

TEST_F(LiveConversationTest, AModelThatFailsBeforeAWordIsReplacedInTheSameTurn) {
  take(conversation::Heard{});
  model_.tell(speech::LiveFailed{{.code = ErrorCode::unavailable, .message = "gone"}});
  EXPECT_EQ(told(), "(rescued: the live model has failed) [rescued]listen ");
  EXPECT_TRUE(done_);
}

TEST_F(LiveConversationTest, AModelThatFailsInTheMiddleOfASentenceIsReplacedInTheNext) {
  take(conversation::Heard{});
  words("I can help you. The che");
  model_.tell(speech::LiveFailed{});
  EXPECT_THAT(told(), ::testing::MatchesRegex(R"(\[I can help you\.\]\[I'm sorry, I lost the thread.*)"));
  acts_.clear();
  take(conversation::Heard{});
  EXPECT_EQ(told(), "(rescued: the live model is gone) [rescued]listen ");
}

TEST_F(LiveConversationTest, AnAnswerWithoutAWordIsAFailure) {
  take(conversation::Heard{});
  answered();
  EXPECT_EQ(told(), "(rescued: an empty answer) [rescued]listen ");
}

TEST_F(LiveConversationTest, TheModelMayTransferAndEndTheCall) {
  take(conversation::Heard{});
  words("One moment.");
  call("c1", "transfer_to_person", R"({"summary":"x"})");
  answered();
  EXPECT_EQ(told(), "[One moment.]transfer:person");
  acts_.clear();
  take(conversation::TransferDone{.reached = false});
  EXPECT_THAT(told(), HasSubstr("nobody could take the call"));
  acts_.clear();
  take(conversation::Heard{});
  words("Goodbye.");
  call("c2", "end_call", R"({"reason":"goodbye"})");
  answered();
  EXPECT_EQ(told(), "[Goodbye.]end ");
}

TEST_F(LiveConversationTest, AHandOverChangesTheSettingAndTheOtherAgentAnswersAtOnce) {
  take(conversation::Heard{});
  call("c1", "hand_over_to_claims", R"({"summary":"an appeal"})");
  answered();
  EXPECT_EQ(told(), "[I'll pass you on to claims.]-> claims ");
  EXPECT_EQ(model_.asked, "answer tool:c1 set:Claims go_on ");
  words("What is it about?");
  answered();
  EXPECT_EQ(told(), "[I'll pass you on to claims.]-> claims [What is it about?]listen ");
}

TEST_F(LiveConversationTest, AHandOverToAnAgentOfTheDialogueEngineEndsTheModelsPart) {
  take(conversation::Heard{});
  call("c1", "hand_over_to_billing", R"({"summary":"a bill"})");
  answered();
  EXPECT_EQ(told(), "-> billing [rescued]listen ");
  forget();
  live_.on_hearing(speech::SpeechStarted{});
  live_.hear(audio::Samples(160));
  EXPECT_EQ(model_.heard, 0U) << "its callers are none of the model's";
  take(conversation::Heard{.text = "my bill"});
  EXPECT_EQ(told(), "[rescued]listen ");
  EXPECT_THAT(model_.asked, Not(HasSubstr("answer")));
}

TEST_F(LiveConversationTest, TheModelsOwnDetectorAdvises) {
  std::vector<TurnAdvice> advice;
  live_.on_advice([&](TurnAdvice one) { advice.push_back(one); });
  model_.tell(speech::LiveSpeech{.talking = true});
  EXPECT_TRUE(advice.empty());
  model_.tell(speech::LiveSpeech{.talking = false});
  EXPECT_EQ(advice, std::vector{TurnAdvice::done});
}

}  // namespace
}  // namespace attendant::call
