#include "understanding/understander.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "understanding/emergency.hpp"
#include "understanding/hearing.hpp"
#include "understanding/intent_features.hpp"
#include "understanding/intent_head.hpp"
#include "understanding/lexicon.hpp"
#include "understanding/segments.hpp"
#include "understanding/sentence_model.hpp"
#include "understanding/slots.hpp"
#include "understanding/tokens.hpp"
#include "understanding/yes_no.hpp"

namespace attendant::understanding {
namespace {

using conversation::Asked;

// How sure the head must be of each of two requests in one breath.
constexpr float kSureOfPlainCut = 0.30F;
constexpr float kSureOfCut = 0.45F;
// Of a request behind an answer.
constexpr float kSureBehindAnswer = 0.4F;

// Of an emergency that no phrase gives away.
constexpr float kSureOfEmergency = 0.5F;

// What a word that stands for a person adds to the head's belief.
constexpr float kWordForPerson = 0.3F;
// What naming a payment plan adds: the service that was billed is then not asked about.
constexpr float kWordForPlan = 0.5F;
// What the name of another business adds.
constexpr float kWordForOtherBusiness = 0.3F;

bool is_request(Intent intent) {
  return intent <= Intent::update_details || intent == Intent::human || intent == Intent::complaint;
}

// Turns in which a service named in passing is not asked about.
bool takes_no_service(Intent intent) {
  switch (intent) {
    case Intent::emergency:
    case Intent::hold_on:
    case Intent::repeat:
    case Intent::goodbye:
    case Intent::smalltalk:
    case Intent::spanish:
    case Intent::out_of_scope:
    case Intent::human:
    case Intent::complaint:
    case Intent::affirm:
    case Intent::deny:
      return true;
    default:
      return false;
  }
}

// Words that callers use for nothing else than wanting a person; "are you a real person" asks something else.
bool asks_for_person(const Tokens& tokens) {
  if (words_at(tokens, 0, {"are", "you"}) || contains_word(tokens, 0, tokens.size(), {"is", "last"}))
    return false;
  return contains_word(tokens, 0, tokens.size(), {"operator", "representative", "supervisor"}) ||
         has_phrase(tokens, "put me through") || has_phrase(tokens, "real person") ||
         has_phrase(tokens, "live person") || has_phrase(tokens, "live agent");
}

// What health insurers do not do, though callers ask them.
bool names_other_business(const Tokens& tokens) {
  static constexpr std::string_view kOthers[] = {
      "social security check", "social security payment", "unemployment",      "tax refund",
      "food stamps",           "stimulus check",          "car insurance",     "auto policy",
      "auto insurance",        "home insurance",          "homeowners policy", "life insurance",
      "pet insurance",         "renters insurance"};
  return std::ranges::any_of(kOthers, [&](std::string_view other) { return has_phrase(tokens, other); });
}

bool names_payment_plan(const Tokens& tokens) {
  return has_phrase(tokens, "payment plan") || has_phrase(tokens, "payment plans");
}

// "How do I ...", "can I ...", "was it ...", after "okay" and the like.
bool asks_question(const Tokens& tokens) {
  std::size_t at = 0;
  while (at < tokens.size() && (is_filler(tokens[at].word) || tokens[at].word == "alright")) ++at;
  if (at + 2 >= tokens.size()) return false;
  const std::string& word = tokens[at].word;
  if (word.starts_with("wh") || word.starts_with("how")) return true;
  if (contains_word(tokens, at, at + 1, {"can", "could", "should", "may"}))
    return contains_word(tokens, at + 1, at + 2, {"i", "we"});
  return contains_word(tokens, at, at + 1, {"was", "were", "did", "does", "has", "is", "am"}) &&
         contains_word(tokens, at + 1, at + 2, {"it", "that", "this", "there", "my", "the", "i"});
}

struct Guess {
  Intent intent = Intent::out_of_scope;
  float sure = 0;
};

}  // namespace

class Understander::Engine {
 public:
  Engine(TrainedHeads heads, std::shared_ptr<const SentenceModel> model, std::string degraded)
      : heads_(std::move(heads)), model_(std::move(model)), degraded_(std::move(degraded)) {}

  Understanding understand(std::string_view text, Asked asked, Date today) const;
  const std::string& degraded() const { return degraded_; }
  std::shared_ptr<const SentenceModel> model() const { return model_; }

 private:
  // A sentence as the head looks at it.
  struct Sentence {
    std::string text;  // mended
    Tokens tokens;
    Asked asked;
    std::optional<SentenceReading> reading;  // once it was needed; empty, too, when it cannot be read
    bool looked_for = false;
  };
  Sentence look_at(std::string_view text, Asked asked) const {
    Sentence sentence{without_denied_topics(without_announcement(mended(text))), {}, asked, {}};
    sentence.tokens = tokenize(sentence.text);
    return sentence;
  }

  // Read only when words and values do not decide: it is what understanding a sentence costs.
  const SentenceReading* reading_of(Sentence& sentence) const {
    if (model_ && !std::exchange(sentence.looked_for, true)) {
      if (auto reading = model_->read(sentence.tokens)) sentence.reading = *std::move(reading);
    }
    return sentence.reading ? &*sentence.reading : nullptr;
  }

  // Of tokens [first, last).
  Probabilities probabilities(Sentence& sentence, std::size_t first, std::size_t last, Asked asked) const {
    std::optional<Meaning> meaning;
    const bool whole = first == 0 && last == sentence.tokens.size();
    if (const SentenceReading* reading = first < last ? reading_of(sentence) : nullptr) {
      meaning = whole ? reading->whole()
                      : reading->part(sentence.tokens[first].begin, sentence.tokens[last - 1].end);
    }
    const auto features = features_of(sentence.tokens, first, last, asked, meaning ? &*meaning : nullptr);
    Probabilities scores = (meaning ? heads_.with_meaning : heads_.words_only).score(features);
    // is_emergency() has the words for it; without them the head alone must be sure to break off a call.
    auto& emergency = scores[static_cast<std::size_t>(Intent::emergency)];
    if (emergency < kSureOfEmergency) emergency = 0;
    if (whole && asks_for_person(sentence.tokens))
      scores[static_cast<std::size_t>(Intent::human)] += kWordForPerson;
    if (whole && names_payment_plan(sentence.tokens))
      scores[static_cast<std::size_t>(Intent::payment_plan)] += kWordForPlan;
    if (whole && names_other_business(sentence.tokens))
      scores[static_cast<std::size_t>(Intent::out_of_scope)] += kWordForOtherBusiness;
    return scores;
  }

  static Guess best(const Probabilities& scores, auto allowed) {
    Guess guess;
    for (std::size_t i = 0; i < kIntents; ++i) {
      const auto intent = static_cast<Intent>(i);
      if (allowed(intent) && scores[i] > guess.sure) guess = {intent, scores[i]};
    }
    return guess;
  }

  std::vector<Guess> requests(Sentence& sentence, std::size_t first, Asked asked) const;
  std::vector<Guess> behind_answer(Sentence& sentence, std::size_t first) const;
  std::vector<Guess> answer_yes_no(Sentence& sentence, const SlotReading& read) const;
  std::vector<Guess> answer_asked(Sentence& sentence, const SlotReading& read) const;

  TrainedHeads heads_;
  std::shared_ptr<const SentenceModel> model_;
  std::string degraded_;
};

namespace {

// "Vietnamese, please", "can we do this in Mandarin"; not "a doctor who speaks Mandarin".
bool asks_for_language(const Tokens& tokens, const SlotReading& read) {
  if (!read.slots.language || contains_word(tokens, 0, tokens.size(),
                                            {"doctor", "dr", "therapist", "provider", "dentist", "network"}))
    return false;
  return tokens.size() <= 5 || contains_word(tokens, 0, tokens.size(),
                                             {"speak", "speaks", "interpreter", "translator", "translate",
                                              "language", "english", "in"});
}

bool holds_value(const SlotReading& read) {
  const Slots& slots = read.slots;
  return slots.member_id || slots.claim_id || slots.dob || slots.service_date || slots.zip || slots.phone ||
         slots.amount || slots.service || slots.date_phrase || slots.person || read.id_tail || read.day;
}

// Whether the value that was asked for is there.
bool holds_what_was_asked(Asked asked, const SlotReading& read) {
  const Slots& slots = read.slots;
  switch (asked) {
    case Asked::ask_member_id:
      return slots.member_id || slots.person;
    case Asked::ask_dob:
      return slots.dob.has_value();
    case Asked::ask_zip:
      return slots.zip.has_value();
    case Asked::ask_phone:
      return slots.phone.has_value();
    case Asked::ask_claim:
      return slots.claim_id || read.id_tail;
    default:
      return false;
  }
}

}  // namespace

// The requests from token `first` on, in the order said: one, or two where a cut gives two that are sure and
// differ.
std::vector<Guess> Understander::Engine::requests(Sentence& sentence, std::size_t first, Asked asked) const {
  const std::size_t last = sentence.tokens.size();
  const auto no_info = [](Intent intent) { return intent != Intent::provide_info; };
  const auto any = [](Intent) { return true; };
  const Probabilities scores = probabilities(sentence, first, last, asked);
  const Guess whole = asked == Asked::open ? best(scores, no_info) : best(scores, any);
  for (const Cut& cut : possible_cuts(sentence.tokens, first)) {
    const Guess second = best(probabilities(sentence, cut.at, last, Asked::open), no_info);
    const Guess before = best(probabilities(sentence, first, cut.at, Asked::open), no_info);
    if (!is_request(before.intent) || !is_request(second.intent) || before.intent == second.intent) continue;
    if (whole.intent != before.intent && whole.intent != second.intent) continue;
    const float needed = cut.plain ? kSureOfPlainCut : kSureOfCut;
    if (before.sure < needed || second.sure < needed) continue;
    // A grievance goes with a wish for a person; behind another request it is its reason.
    if (second.intent == Intent::complaint && before.intent != Intent::human) continue;
    return {before, second};
  }
  return {whole};
}

// What is asked for behind an answer: nothing, unless it is a request and the head is sure.
std::vector<Guess> Understander::Engine::behind_answer(Sentence& sentence, std::size_t first) const {
  // "yes, and send it" says yes to what was asked; "yes, when's it due" asks.
  const std::size_t words = sentence.tokens.size() - std::min(first, sentence.tokens.size());
  const bool question = words >= 3 && (sentence.tokens[first].word.starts_with("wh") ||
                                       sentence.tokens[first].word.starts_with("how"));
  if ((words < 4 && !question) || !sounds_like_request(sentence.tokens, first, sentence.tokens.size()))
    return {};
  std::vector<Guess> found = requests(sentence, first, Asked::open);
  std::erase_if(
      found, [](const Guess& guess) { return !is_request(guess.intent) || guess.sure < kSureBehindAnswer; });
  return found;
}

// To a yes/no question and to "anything else?".
std::vector<Guess> Understander::Engine::answer_yes_no(Sentence& sentence, const SlotReading& read) const {
  const Tokens& tokens = sentence.tokens;
  const LeadingYesNo leading = leading_yes_no(tokens);
  if (leading.answer == YesNo::neither) {
    auto found = requests(sentence, 0, sentence.asked);
    // "okay, how do I pay then": a question is no yes, least of all where a yes has something done.
    const Intent first = found.front().intent;
    if ((first == Intent::affirm || first == Intent::deny) && asks_question(tokens))
      found = requests(sentence, 0, Asked::open);
    return found;
  }
  const bool yes = leading.answer == YesNo::yes;
  std::vector<Guess> found{{yes ? Intent::affirm : Intent::deny, 0.95F}};
  const std::size_t rest = tokens.size() - leading.last;
  const bool bare_thanks = rest <= 1 || (rest == 2 && words_at(tokens, leading.last, {"thank", "you"}));
  if (sentence.asked == Asked::anything_else && !yes && takes_leave(tokens, 0) && !bare_thanks) {
    found.push_back({Intent::goodbye, 0.9F});
    return found;
  }
  const auto more = behind_answer(sentence, leading.last);
  if (!more.empty()) {
    found.insert(found.end(), more.begin(), more.end());
  } else if (sentence.asked == Asked::confirm && !yes && holds_value(read)) {
    found.push_back({Intent::provide_info, 0.9F});
  }
  return found;
}

// To a question for a value.
std::vector<Guess> Understander::Engine::answer_asked(Sentence& sentence, const SlotReading& read) const {
  std::vector<Guess> found;
  if (holds_what_was_asked(sentence.asked, read)) {
    found.push_back({Intent::provide_info, 0.95F});
  } else {
    const Guess guess =
        best(probabilities(sentence, 0, sentence.tokens.size(), sentence.asked), [](Intent) { return true; });
    // "No, I'm not giving that number again": refused, though the head hears an answer.
    const bool refuses = leading_yes_no(sentence.tokens).answer == YesNo::no &&
                         (has_phrase(sentence.tokens, "i'm not") || has_phrase(sentence.tokens, "i won't") ||
                          has_phrase(sentence.tokens, "i'd rather"));
    if (refuses && guess.intent == Intent::provide_info) return {{Intent::deny, guess.sure}};
    if (guess.intent != Intent::provide_info) return {guess};
    found.push_back(guess);
  }
  for (const Cut& cut : possible_cuts(sentence.tokens, 0)) {
    const auto more = behind_answer(sentence, cut.at);
    if (more.empty()) continue;
    found.insert(found.end(), more.begin(), more.end());
    break;
  }
  return found;
}

Understanding Understander::Engine::understand(std::string_view text, Asked asked, Date today) const {
  Understanding out;
  SlotReading read = read_slots(text, asked, today);
  const Tokens tokens = tokenize(text);
  std::vector<Guess> found;
  if (is_emergency(text)) {
    found = {{Intent::emergency, 1.0F}};
  } else if (is_spanish(tokens) || asks_for_language(tokens, read)) {
    found = {{Intent::spanish, 0.95F}};
  } else if (tokens.empty()) {
    found = {{Intent::out_of_scope, 0.0F}};
  } else {
    Sentence sentence = look_at(text, asked);
    if (asked == Asked::confirm || asked == Asked::anything_else)
      found = answer_yes_no(sentence, read);
    else if (asked == Asked::open)
      found = requests(sentence, 0, asked);
    else
      found = answer_asked(sentence, read);
  }
  for (const Guess& guess : found) {
    // Whether one is insured is asked without a service; with one, whether that is covered.
    const bool covers = guess.intent == Intent::eligibility && read.slots.service;
    out.intents.push_back(covers ? Intent::benefit_coverage : guess.intent);
  }
  out.confidence = found.front().sure;
  out.slots = std::move(read.slots);
  out.member_id_readings = std::move(read.member_id_readings);
  out.id_tail = std::move(read.id_tail);
  out.day = read.day;
  if (std::ranges::all_of(out.intents, takes_no_service)) out.slots.service.reset();
  return out;
}

Result<Understander> Understander::open(const std::filesystem::path& head,
                                        const std::filesystem::path& model_folder,
                                        const inference::Runtime* runtime) {
  TRY_ASSIGN(TrainedHeads heads, load_heads(head));
  if (runtime == nullptr)
    return Understander(std::move(heads), nullptr,
                        "intents are known by words alone: ONNX Runtime is missing; run tools/fetch-models");
  auto model = SentenceModel::open(*runtime, model_folder);
  if (!model)
    return Understander(std::move(heads), nullptr,
                        "intents are known by words alone: " + model.error().message);
  return Understander(std::move(heads), *std::move(model), {});
}

Understander::Understander(TrainedHeads heads, std::shared_ptr<const SentenceModel> model,
                           std::string degraded)
    : engine_(std::make_unique<const Engine>(std::move(heads), std::move(model), std::move(degraded))) {}
Understander::Understander(Understander&&) noexcept = default;
Understander& Understander::operator=(Understander&&) noexcept = default;
Understander::~Understander() = default;

Understanding Understander::understand(std::string_view text, Asked asked, Date today) const {
  return engine_->understand(text, asked, today);
}

const std::string& Understander::degraded() const { return engine_->degraded(); }

std::shared_ptr<const SentenceModel> Understander::sentence_model() const { return engine_->model(); }

}  // namespace attendant::understanding
