// From text to audio with a voice that needs no model: ten samples for each letter.
#include <condition_variable>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "speech/cached_voice.hpp"
#include "speech/clause_synthesizer.hpp"

namespace attendant::speech {
namespace {

class LetterVoice final : public Voice {
 public:
  Result<RenderedClause> render(std::string_view clause, float, audio::SampleRate, std::stop_token) override {
    ++rendered;
    if (clause == "Break.") return fail(ErrorCode::internal, "broken");
    RenderedClause result{.pcm = audio::Samples(clause.size() * 10, 1)};
    result.words.push_back(
        {.text_end = clause.size(), .sample_end = static_cast<std::uint32_t>(result.pcm.size())});
    return result;
  }
  int rendered = 0;
};

// Collects what a request delivers; waits for its end.
class Listening {
 public:
  SynthesisSink sink() {
    return [this](SynthesisEvent event) {
      const std::lock_guard hold(lock_);
      if (auto* chunk = std::get_if<SpokenChunk>(&event)) chunks.push_back(std::move(*chunk));
      if (auto* error = std::get_if<Error>(&event)) errors.push_back(std::move(*error));
      ended_ = ended_ || !std::holds_alternative<SpokenChunk>(event);
      changed_.notify_all();
    };
  }
  void wait_for_end() {
    std::unique_lock hold(lock_);
    changed_.wait(hold, [this] { return ended_; });
  }
  std::vector<SpokenChunk> chunks;
  std::vector<Error> errors;

 private:
  std::mutex lock_;
  std::condition_variable changed_;
  bool ended_ = false;
};

TEST(ClauseSynthesizer, DeliversClauseByClauseWithPlacesInTheWholeText) {
  runtime::Pool pool({.name = "test", .threads = 2});
  LetterVoice voice;
  ClauseSynthesizer synthesizer(voice, pool);
  Listening listening;
  const std::string text = "It was paid. You owe nothing.";
  const auto speaking = synthesizer.speak({.text = text}, listening.sink());
  listening.wait_for_end();
  ASSERT_EQ(listening.chunks.size(), 2U);
  EXPECT_EQ(listening.chunks[0].pcm.size(), 120U);
  EXPECT_EQ(listening.chunks[1].words[0].text_end, text.size());
  EXPECT_EQ(listening.chunks[1].words[0].sample_end, 120U + 160U);
}

TEST(ClauseSynthesizer, EndsARequestAtAFailure) {
  runtime::Pool pool({.name = "test"});
  LetterVoice voice;
  ClauseSynthesizer synthesizer(voice, pool);
  Listening listening;
  const auto speaking = synthesizer.speak({.text = "Fine. Break. Never said."}, listening.sink());
  listening.wait_for_end();
  pool.drain();
  EXPECT_EQ(listening.chunks.size(), 1U);
  EXPECT_EQ(listening.errors.size(), 1U);
}

TEST(ClauseSynthesizer, SaysNothingMoreOnceItWasCancelled) {
  runtime::Pool pool({.name = "test"});
  std::mutex gate;
  gate.lock();
  ASSERT_TRUE(pool.post([&gate] { const std::lock_guard hold(gate); }));  // the pool's only thread waits here
  LetterVoice voice;
  ClauseSynthesizer synthesizer(voice, pool);
  Listening listening;
  auto speaking = synthesizer.speak({.text = "One. Two. Three."}, listening.sink());
  speaking.reset();
  gate.unlock();
  pool.drain();
  EXPECT_TRUE(listening.chunks.empty());
  EXPECT_EQ(voice.rendered, 0);
}

TEST(ClauseSynthesizer, FinishesAnEmptyText) {
  runtime::Pool pool({.name = "test"});
  LetterVoice voice;
  ClauseSynthesizer synthesizer(voice, pool);
  Listening listening;
  const auto speaking = synthesizer.speak({.text = " "}, listening.sink());
  listening.wait_for_end();
  EXPECT_TRUE(listening.chunks.empty());
}

TEST(ClauseSynthesizer, BeginsALongReplyWithAFewWords) {
  runtime::Pool pool({.name = "test"});
  LetterVoice voice;
  ClauseSynthesizer synthesizer(voice, pool);
  Listening listening;
  const std::string text = "The MRI was denied because it needs prior authorization.";
  const auto speaking = synthesizer.speak({.text = text}, listening.sink());
  listening.wait_for_end();
  ASSERT_EQ(listening.chunks.size(), 2U);
  EXPECT_EQ(listening.chunks[0].words[0].text_end, std::string("The MRI was denied").size());
  EXPECT_EQ(listening.chunks[1].words[0].text_end, text.size());
}

TEST(ClauseSynthesizer, SaysAKeptPhraseInOnePiece) {
  runtime::Pool pool({.name = "test"});
  LetterVoice voice;
  CachedVoice cached(voice);
  const std::string text = "I can open the appeal right now and send you a copy.";
  ASSERT_TRUE(cached.keep(text, audio::kTelephoneRate));
  ClauseSynthesizer synthesizer(cached, pool);
  Listening listening;
  const auto speaking = synthesizer.speak({.text = text}, listening.sink());
  listening.wait_for_end();
  EXPECT_EQ(listening.chunks.size(), 1U);
}

TEST(CachedVoice, RendersAFixedPhraseOnce) {
  LetterVoice voice;
  CachedVoice cached(voice);
  ASSERT_TRUE(cached.keep("One moment. I will look that up.", audio::kTelephoneRate));
  EXPECT_EQ(cached.size(), 2U);
  EXPECT_EQ(voice.rendered, 2);
  EXPECT_EQ(cached.render("One moment.", 1.0F, audio::kTelephoneRate, {})->pcm.size(), 110U);
  EXPECT_EQ(voice.rendered, 2);
}

TEST(CachedVoice, KeepsRatesApart) {
  LetterVoice voice;
  CachedVoice cached(voice);
  ASSERT_TRUE(cached.keep("One moment.", audio::kTelephoneRate));
  EXPECT_TRUE(cached.render("One moment.", 0.8F, audio::kTelephoneRate, {}));
  EXPECT_TRUE(cached.render("One moment.", 1.0F, audio::kSpeechRate, {}));
  EXPECT_EQ(voice.rendered, 3);
}

TEST(HeardText, IsOfWholeWords) {
  const std::vector<WordMark> words = {{.text_end = 3, .sample_end = 100},
                                       {.text_end = 7, .sample_end = 250}};
  EXPECT_EQ(heard_text("You owe", words, 0), "");
  EXPECT_EQ(heard_text("You owe", words, 240), "You");
  EXPECT_EQ(heard_text("You owe", words, 250), "You owe");
}

TEST(HeardText, OfANumberThatWasBrokenOffIsWhatWasSaidOfIt) {
  const std::vector<WordMark> words = {{.text_end = 7, .sample_end = 100},
                                       {.text_end = 14, .sample_end = 200, .spoken = "seventy"},
                                       {.text_end = 14, .sample_end = 300, .spoken = "dollars"},
                                       {.text_end = 20, .sample_end = 400}};
  EXPECT_EQ(heard_text("You owe $70.00 today", words, 150), "You owe");
  EXPECT_EQ(heard_text("You owe $70.00 today", words, 200), "You owe seventy");
  EXPECT_EQ(heard_text("You owe $70.00 today", words, 300), "You owe $70.00");
  EXPECT_EQ(heard_text("You owe $70.00 today", words, 400), "You owe $70.00 today");
}

TEST(HeardText, OfAVoiceWithoutTimesGoesByLetters) {
  const auto words = marks_by_letters("You owe", 700);
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0].sample_end, 300U);
  EXPECT_EQ(words[1].sample_end, 700U);
}

}  // namespace
}  // namespace attendant::speech
