#include "understanding/understander.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "understanding/emergency.hpp"
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
constexpr float kSureOfPlainCut = 0.45F;
constexpr float kSureOfCut = 0.7F;
// Of a request behind an answer.
constexpr float kSureBehindAnswer = 0.5F;

bool is_request(Intent intent) { return intent <= Intent::update_details || intent == Intent::human || intent == Intent::complaint; }

// Turns in which a service named in passing is not asked about.
bool takes_no_service(Intent intent) {
  switch (intent) {
    case Intent::emergency: case Intent::hold_on: case Intent::repeat: case Intent::goodbye: case Intent::smalltalk:
    case Intent::spanish: case Intent::out_of_scope: case Intent::human: case Intent::complaint: case Intent::affirm: case Intent::deny:
      return true;
    default: return false;
  }
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

 private:
  // One part of a sentence, looked at by itself.
  struct Part {
    const Tokens& tokens;
    std::string_view text;
    std::size_t first, last;
    Asked asked;
  };

  Probabilities probabilities(const Part& part) const {
    std::optional<Meaning> meaning;
    if (model_ && part.first < part.last) {
      const std::size_t begin = part.tokens[part.first].begin;
      if (auto found = model_->meaning_of(part.text.substr(begin, part.tokens[part.last - 1].end - begin))) meaning = *found;
    }
    const auto features = features_of(part.tokens, part.first, part.last, part.asked, meaning ? &*meaning : nullptr);
    return (meaning ? heads_.with_meaning : heads_.words_only).score(features);
  }

  static Guess best(const Probabilities& scores, auto allowed) {
    Guess guess;
    for (std::size_t i = 0; i < kIntents; ++i) {
      const auto intent = static_cast<Intent>(i);
      if (allowed(intent) && scores[i] > guess.sure) guess = {intent, scores[i]};
    }
    return guess;
  }

  std::vector<Guess> requests(const Part& part) const;
  std::vector<Guess> behind_answer(const Part& part) const;
  std::vector<Guess> answer_yes_no(const Tokens& tokens, std::string_view text, Asked asked, const SlotReading& read) const;
  std::vector<Guess> answer_asked(const Tokens& tokens, std::string_view text, Asked asked, const SlotReading& read) const;

  TrainedHeads heads_;
  std::shared_ptr<const SentenceModel> model_;
  std::string degraded_;
};

namespace {

// "Vietnamese, please", "can we do this in Mandarin"; not "a doctor who speaks Mandarin".
bool asks_for_language(const Tokens& tokens, const SlotReading& read) {
  if (!read.slots.language || contains_word(tokens, 0, tokens.size(), {"doctor", "dr", "therapist", "provider", "dentist", "network"})) return false;
  return tokens.size() <= 5 || contains_word(tokens, 0, tokens.size(), {"speak", "speaks", "interpreter", "translator", "translate", "language", "english", "in"});
}

bool holds_value(const SlotReading& read) {
  const Slots& slots = read.slots;
  return slots.member_id || slots.claim_id || slots.dob || slots.service_date || slots.zip || slots.phone || slots.amount || slots.service ||
         slots.date_phrase || slots.person || read.id_tail || read.day;
}

// Whether the value that was asked for is there.
bool holds_what_was_asked(Asked asked, const SlotReading& read) {
  const Slots& slots = read.slots;
  switch (asked) {
    case Asked::ask_member_id: return slots.member_id || slots.person;
    case Asked::ask_dob: return slots.dob.has_value();
    case Asked::ask_zip: return slots.zip.has_value();
    case Asked::ask_phone: return slots.phone.has_value();
    case Asked::ask_claim: return slots.claim_id || read.id_tail;
    default: return false;
  }
}

}  // namespace

// The requests of a part, in the order said: one, or two where a cut gives two that are sure and differ.
std::vector<Guess> Understander::Engine::requests(const Part& part) const {
  const bool at_start = part.asked == Asked::open;
  const Guess whole = best(probabilities(part), [&](Intent intent) { return !(at_start && intent == Intent::provide_info); });
  for (const Cut& cut : possible_cuts(part.tokens, part.first)) {
    if (cut.at >= part.last) continue;
    const Part left{part.tokens, part.text, part.first, cut.at, Asked::open};
    const Part right{part.tokens, part.text, cut.at, part.last, Asked::open};
    const auto any = [](Intent intent) { return intent != Intent::provide_info; };
    const float needed = cut.plain ? kSureOfPlainCut : kSureOfCut;
    const Guess second = best(probabilities(right), any);
    if (second.sure < needed || !is_request(second.intent)) continue;
    const Guess first = best(probabilities(left), any);
    if (first.sure < needed || !is_request(first.intent) || first.intent == second.intent) continue;
    if (whole.intent != first.intent && whole.intent != second.intent) continue;
    return {first, second};
  }
  return {whole};
}

// What is asked for behind an answer: nothing, unless it is a request and the head is sure.
std::vector<Guess> Understander::Engine::behind_answer(const Part& part) const {
  if (part.last < part.first + 3 || !sounds_like_request(part.tokens, part.first, part.last)) return {};
  std::vector<Guess> found = requests(part);
  std::erase_if(found, [](const Guess& guess) { return !is_request(guess.intent) || guess.sure < kSureBehindAnswer; });
  return found;
}

// To a yes/no question and to "anything else?".
std::vector<Guess> Understander::Engine::answer_yes_no(const Tokens& tokens, std::string_view text, Asked asked, const SlotReading& read) const {
  const LeadingYesNo leading = leading_yes_no(tokens);
  if (leading.answer == YesNo::neither) {
    std::vector<Guess> found = requests({tokens, text, 0, tokens.size(), asked});
    return found;
  }
  const bool yes = leading.answer == YesNo::yes;
  std::vector<Guess> found{{yes ? Intent::affirm : Intent::deny, 0.95F}};
  const bool bare_thanks = tokens.size() - leading.last <= 1 || (leading.last + 2 >= tokens.size() && words_at(tokens, leading.last, {"thank", "you"}));
  if (asked == Asked::anything_else && !yes && takes_leave(tokens, 0) && !bare_thanks) {
    found.push_back({Intent::goodbye, 0.9F});
    return found;
  }
  const auto more = behind_answer({tokens, text, leading.last, tokens.size(), Asked::open});
  if (!more.empty()) {
    found.insert(found.end(), more.begin(), more.end());
  } else if (asked == Asked::confirm && !yes && holds_value(read)) {
    found.push_back({Intent::provide_info, 0.9F});
  }
  return found;
}

// To a question for a value.
std::vector<Guess> Understander::Engine::answer_asked(const Tokens& tokens, std::string_view text, Asked asked, const SlotReading& read) const {
  const Part whole{tokens, text, 0, tokens.size(), asked};
  std::vector<Guess> found;
  if (holds_what_was_asked(asked, read)) {
    found.push_back({Intent::provide_info, 0.95F});
  } else {
    Probabilities scores = probabilities(whole);
    const Guess guess = best(scores, [](Intent) { return true; });
    if (guess.intent != Intent::provide_info) return {guess};
    found.push_back(guess);
  }
  for (const Cut& cut : possible_cuts(tokens, 0)) {
    const auto more = behind_answer({tokens, text, cut.at, tokens.size(), Asked::open});
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
  } else if (asked == Asked::confirm || asked == Asked::anything_else) {
    found = answer_yes_no(tokens, text, asked, read);
  } else if (asked == Asked::open) {
    found = requests({tokens, text, 0, tokens.size(), asked});
  } else {
    found = answer_asked(tokens, text, asked, read);
  }
  for (const Guess& guess : found) out.intents.push_back(guess.intent);
  out.confidence = found.front().sure;
  out.slots = std::move(read.slots);
  out.member_id_readings = std::move(read.member_id_readings);
  out.id_tail = std::move(read.id_tail);
  out.day = read.day;
  if (std::ranges::all_of(out.intents, takes_no_service)) out.slots.service.reset();
  return out;
}

Result<Understander> Understander::open(const std::filesystem::path& head, const std::filesystem::path& model_folder,
                                        const inference::Runtime* runtime) {
  TRY_ASSIGN(TrainedHeads heads, load_heads(head));
  if (runtime == nullptr) return Understander(std::move(heads), nullptr, "intents are known by words alone: ONNX Runtime is missing; run tools/fetch-models");
  auto model = SentenceModel::open(*runtime, model_folder);
  if (!model) return Understander(std::move(heads), nullptr, "intents are known by words alone: " + model.error().message);
  return Understander(std::move(heads), *std::move(model), {});
}

Understander::Understander(TrainedHeads heads, std::shared_ptr<const SentenceModel> model, std::string degraded)
    : engine_(std::make_unique<const Engine>(std::move(heads), std::move(model), std::move(degraded))) {}
Understander::Understander(Understander&&) noexcept = default;
Understander& Understander::operator=(Understander&&) noexcept = default;
Understander::~Understander() = default;

Understanding Understander::understand(std::string_view text, Asked asked, Date today) const { return engine_->understand(text, asked, today); }

const std::string& Understander::degraded() const { return engine_->degraded(); }

}  // namespace attendant::understanding
