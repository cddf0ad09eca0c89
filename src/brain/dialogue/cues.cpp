#include "brain/dialogue/cues.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::brain {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array kNumbers = {
    Pair{"first", "1"},        Pair{"second", "2"},      Pair{"third", "3"},       Pair{"fourth", "4"},
    Pair{"fifth", "5"},        Pair{"sixth", "6"},       Pair{"seventh", "7"},     Pair{"eighth", "8"},
    Pair{"ninth", "9"},        Pair{"tenth", "10"},      Pair{"eleventh", "11"},   Pair{"twelfth", "12"},
    Pair{"thirteenth", "13"},  Pair{"fourteenth", "14"}, Pair{"fifteenth", "15"},  Pair{"sixteenth", "16"},
    Pair{"seventeenth", "17"}, Pair{"eighteenth", "18"}, Pair{"nineteenth", "19"}, Pair{"twentieth", "20"},
    Pair{"thirtieth", "30"},   Pair{"one", "1"},         Pair{"two", "2"},         Pair{"three", "3"},
    Pair{"four", "4"},         Pair{"five", "5"},        Pair{"six", "6"},         Pair{"seven", "7"},
    Pair{"eight", "8"},        Pair{"nine", "9"},        Pair{"ten", "10"},        Pair{"eleven", "11"},
    Pair{"twelve", "12"},      Pair{"thirteen", "13"},   Pair{"fourteen", "14"},   Pair{"fifteen", "15"},
    Pair{"sixteen", "16"},     Pair{"seventeen", "17"},  Pair{"eighteen", "18"},   Pair{"nineteen", "19"},
    Pair{"twenty", "20"},      Pair{"thirty", "30"}};

std::optional<std::string> number_word(std::string_view word) {
  const auto* found = std::ranges::find(kNumbers, word, &Pair::first);
  if (found == kNumbers.end()) return std::nullopt;
  return std::string(found->second);
}

bool is_single_letter(std::string_view word) {
  return word.size() == 1 && std::isalpha(static_cast<unsigned char>(word[0])) != 0 && word != "a" &&
         word != "i";
}

std::string figures(std::string word) {
  // "3rd" -> "3"
  const auto digits = word.find_first_not_of("0123456789");
  if (digits != 0 && digits != std::string::npos) {
    const auto ending = word.substr(digits);
    if (ending == "st" || ending == "nd" || ending == "rd" || ending == "th") return word.substr(0, digits);
  }
  if (auto number = number_word(word)) return *number;
  return word;
}

std::vector<std::string> bare_words(std::string_view text) {
  std::string kept;
  for (const char c : lower(text)) {
    if (c == '\'') continue;  // "don't" -> "dont", "son's" -> "sons"
    const bool word =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
    kept.push_back(word ? c : ' ');
  }
  std::vector<std::string> words;
  for (const auto word : split_words(kept)) words.emplace_back(word);
  return words;
}

}  // namespace

std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> words;
  bool spelling = false;
  for (auto& word : bare_words(text)) {
    const bool letter = is_single_letter(word) || (spelling && word.size() == 1 && word == "i");
    if (letter && spelling) {
      words.back() += word;
      continue;
    }
    spelling = letter;
    auto figure = figures(word);
    // "twenty third" -> "23"
    if (!words.empty() && (words.back() == "20" || words.back() == "30") && figure.size() == 1 &&
        figure != word && figure != "0") {
      words.back()[1] = figure[0];
      continue;
    }
    words.push_back(std::move(figure));
  }
  return words;
}

std::string plain(std::string_view text) { return join(plain_words(text), " "); }

std::string with_joined_letters(std::string_view text) {
  std::string joined;
  bool spelling = false;
  for (const auto word : split_words(text)) {
    const bool letter = is_single_letter(lower(word)) || (spelling && lower(word) == "i");
    if (!joined.empty() && !(letter && spelling)) joined += ' ';
    joined += word;
    spelling = letter;
  }
  return joined;
}

std::string_view text_after_no(std::string_view text) {
  constexpr std::string_view kBetween = " ,.!?;:-";
  bool said_no = false;
  for (;;) {
    const auto start = text.find_first_not_of(kBetween);
    if (start == std::string_view::npos) return {};
    text.remove_prefix(start);
    const auto word = lower(text.substr(0, text.find_first_of(kBetween)));
    if (word != "no" && word != "nope" && word != "nah") {
      if (!said_no) return {};
      // "not the x-ray, the MRI": what is not meant says nothing.
      const auto comma = word == "not" ? text.rfind(", ") : std::string_view::npos;
      return comma == std::string_view::npos ? text : text.substr(comma + 2);
    }
    said_no = true;
    text.remove_prefix(word.size());
  }
}

Cues::Cues(std::string_view text) : raw_(lower(text)), text_(" " + plain(text) + " ") {}

bool Cues::any(std::initializer_list<std::string_view> phrases) const {
  return std::ranges::any_of(phrases, [this](std::string_view phrase) {
    return text_.find(" " + std::string(phrase) + " ") != std::string::npos;
  });
}

bool Cues::self_harm() const {
  return any({"kill myself",      "killing myself",    "end my life",       "ending my life",
              "take my own life", "take my life",      "hurt myself",       "hurting myself",
              "harm myself",      "harming myself",    "suicide",           "suicidal",
              "want to die",      "wanna die",         "dont want to live", "dont want to be here anymore",
              "better off dead",  "no reason to live", "end it all",        "cant go on living"});
}

bool Cues::refuses() const {
  return any({"not giving", "not gonna give", "not going to give", "wont give", "rather not",
              "dont want to give", "dont want to say", "dont want to tell", "refuse", "not telling",
              "none of your business", "not comfortable", "dont give that", "not sharing", "wont tell",
              "not reading", "why do you need"});
}

bool Cues::has_not_at_hand() const {
  return any({"dont have it", "dont have my", "dont have the", "dont know it", "dont know my",
              "dont know the", "lost it", "lost my card", "cant find it", "cant find my", "dont remember",
              "look me up", "havent got", "no idea", "not with me", "not on me"});
}

bool Cues::provider_office() const {
  const bool says_from = any({"calling from", "im with", "im from", "i am with", "i am from", "this is the",
                              "i work for", "i work at", "here at", "on behalf of", "its the"});
  const bool names_office = any({"billing office",   "billing department",
                                 "providers office", "provider office",
                                 "doctors office",   "physicians office",
                                 "dentists office",  "office of",
                                 "the office",       "clinic",
                                 "medical group",    "practice",
                                 "urgent care",      "imaging",
                                 "orthopedics",      "dental",
                                 "physical therapy", "laboratory",
                                 "pharmacy",         "hospital billing",
                                 "front desk"});
  return (says_from && names_office) ||
         any({"our patient", "a patient of ours", "for a patient", "for the patient", "about a patient",
              "patients claim", "of our patients", "im a provider", "im the provider", "medical biller",
              "im a biller", "practice manager", "provider calling", "calling from dr", "calling from doctor",
              "im with dr", "im with doctor"});
}

bool Cues::representative() const {
  return any({"power of attorney", "authorized representative", "personal representative", "legal guardian",
              "im the representative", "her representative", "his representative", "their representative",
              "authorized to speak", "authorization on file", "on her behalf", "on his behalf",
              "on behalf of my"});
}

bool Cues::asks_about_rules() const {
  return any({"out of network",
              "outside the network",
              "outside of the network",
              "outside my network",
              "outside your network",
              "not in the network",
              "not in your network",
              "not in my network",
              "referral",
              "referrals",
              "abroad",
              "overseas",
              "another country",
              "out of the country",
              "when i travel",
              "while traveling",
              "while travelling",
              "cobra",
              "open enrollment",
              "second opinion",
              "interpreter",
              "interpreters",
              "large print",
              "health savings account",
              "my hsa",
              "step therapy",
              "90 day supply",
              "turns 26",
              "turn 26",
              "stay on my plan",
              "independent review",
              "two insurances",
              "pick a primary care doctor",
              "change my primary care doctor"});
}

bool Cues::asks_medical_advice() const {
  return any({"should i take",
              "should i stop taking",
              "is it safe to",
              "what dose",
              "what dosage",
              "side effects",
              "is it serious",
              "what are the symptoms",
              "do i need surgery",
              "should i see a doctor",
              "should i get the",
              "should i get an",
              "should i get a",
              "should i stop",
              "is it dangerous",
              "is it okay to stop",
              "is it ok to stop",
              "should i have the surgery",
              "what medicine",
              "what should i take",
              "can i take",
              "diagnose",
              "diagnosis mean",
              "is it cancer",
              "should i worry",
              "how many pills",
              "what is wrong with me",
              "whats wrong with me"}) ||
         asks_whether_needed();
}

bool Cues::asks_whether_needed() const {
  // "Why was it denied as not medically necessary" asks about the decision.
  if (any({"denied", "denial", "why", "appeal", "rejected", "letter", "says", "said", "decide", "decided"}))
    return false;
  if (any({"do i really need", "do i even need", "really necessary"})) return true;
  if (any({"medically needed", "medically necessary", "medical necessity"})) return true;
  for (const std::string_view thing : {"this",
                                       "that",
                                       "it",
                                       "this test",
                                       "this scan",
                                       "this surgery",
                                       "this procedure",
                                       "this treatment",
                                       "this operation",
                                       "this medicine",
                                       "this medication",
                                       "the test",
                                       "the scan",
                                       "the surgery",
                                       "the procedure",
                                       "the treatment",
                                       "the operation",
                                       "the medicine",
                                       "the medication",
                                       "the mri",
                                       "an mri",
                                       "an operation",
                                       "that mri",
                                       "surgery",
                                       "a scan",
                                       "that scan",
                                       "that test",
                                       "that surgery",
                                       "that procedure"}) {
    for (const std::string_view lead : {"do i need ", "does he need ", "does she need "}) {
      const std::string asked = " " + std::string(lead) + std::string(thing) + " ";
      const bool at_end = text_.ends_with(asked);  // "do I need the scan approved" is another question
      if (at_end) return true;
    }
    // "Should I get the MRI or can it wait", "do you think I should have that MRI done".
    for (const std::string_view lead : {"should i get ", "should i have ", "i should get ", "i should have "})
      if (any({std::string(lead) + std::string(thing)})) return true;
  }
  return false;
}

bool Cues::asks_about_robot() const {
  return any({"robot", "real person", "a person or a machine", "machine", "human being", "a computer",
              "recording", "ai", "automated", "are you human", "are you real", "your name"});
}

bool Cues::asks_to_be_connected() const {
  return any(
      {"speak to", "speak with", "talk to", "talk with", "connect me", "put me through", "transfer me"});
}

bool Cues::asks_for_person() const {
  return any({"person", "human", "representative", "rep", "agent", "operator", "somebody", "someone"});
}

bool Cues::asks_how_we_are() const {
  return any({"how are you", "hows it going", "how is it going", "how do you do", "hows your day",
              "how you doing", "are you well"});
}

bool Cues::greets() const {
  return any({"hello", "hi", "hey", "good morning", "good afternoon", "good evening", "good day", "thanks",
              "thank you", "nice to", "you too", "have a"});
}

bool Cues::about_visit() const {
  return any({"visit", "claim", "appointment", "surgery", "scan", "mri", "xray", "doctor"}) &&
         !any({"my payment", "i paid", "i sent", "premium", "my bill", "my check"});
}

bool Cues::asks_what_we_do() const {
  return any({"what can you do", "what can you help", "what do you do", "what can i ask",
              "what are my options", "what can you tell me"});
}

bool Cues::to_be_current() const {
  return any({"to be current", "get current", "to be caught up", "get caught up", "all caught up",
              "to catch up", "bring it current", "be up to date"});
}

bool Cues::about_old_claims() const {
  return any({"old claims", "past claims", "earlier claims", "older claims"}) &&
         any({"still reach", "still call", "still help", "still ask", "still talk", "can i still"});
}

bool Cues::about_equal_claims() const {
  return any({"so many", "equal claims", "same claims", "identical claims", "look the same", "the same claim",
              "claims alike"});
}

std::optional<std::string> Cues::why_not_month() const {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    for (const std::string_view lead : {"why not ", "why not the ", "why not in ", "why not for "})
      if (any({std::string(lead) + std::string(kMonths[i])})) return fmt::format("--{:02}", i + 1);
  return std::nullopt;
}

bool Cues::says_no() const {
  return any({"no",        "nope",       "nah",      "nothing",   "not",          "none",     "im good",
              "im fine",   "im all set", "all set",  "were good", "were done",    "im done",  "we are done",
              "i am done", "all done",   "negative", "dont",      "that will do", "thatll do"});
}

bool Cues::names_zip() const { return any({"zip", "zip code", "zipcode"}); }

namespace {

// Words of a leave-taking that ask for nothing.
bool is_courtesy(std::string_view word) {
  static constexpr std::array<std::string_view, 127> kCourtesies = {
      "no",          "nope",     "nah",      "nothing",   "none",    "not",       "negative",  "dont",
      "think",       "so",       "thats",    "it",        "that",    "is",        "was",       "all",
      "everything",  "im",       "i",        "am",        "me",      "my",        "good",      "fine",
      "okay",        "ok",       "set",      "done",      "we",      "were",      "are",       "you",
      "your",        "youve",    "youre",    "have",      "has",     "been",      "be",        "had",
      "a",           "an",       "the",      "very",      "much",    "really",    "well",      "right",
      "sure",        "great",    "perfect",  "wonderful", "lovely",  "nice",      "excellent", "awesome",
      "thank",       "thanks",   "thankyou", "bye",       "goodbye", "for",       "to",        "today",
      "now",         "this",     "time",     "day",       "evening", "afternoon", "morning",   "weekend",
      "one",         "1",        "night",    "else",      "more",    "other",     "questions", "question",
      "need",        "needs",    "anything", "any",       "further", "help",      "helped",    "helpful",
      "answer",      "answered", "do",       "does",      "will",    "would",     "did",       "of",
      "and",         "but",      "at",       "moment",    "just",    "only",      "um",        "uh",
      "oh",          "alright",  "cheers",   "dear",      "sir",     "maam",      "mam",       "appreciate",
      "appreciated", "friend",   "kind",     "kindly",    "take",    "care",      "thatll",    "information",
      "info",        "call",     "calling",  "wish",      "same",    "too",       "with"};
  return std::ranges::find(kCourtesies, word) != kCourtesies.end();
}

}  // namespace

bool Cues::only_declines() const { return says_no() && std::ranges::all_of(split_words(text_), is_courtesy); }

bool Cues::only_thanks() const {
  return any({"thank", "thanks", "have a", "appreciate"}) &&
         std::ranges::all_of(split_words(text_), is_courtesy);
}

bool Cues::another() const { return any({"other", "another", "different", "next 1", "a new claim"}); }

bool Cues::same_claim() const { return any({"that claim", "this claim", "same claim", "that 1"}); }

bool Cues::only_announces_complaint() const {
  static constexpr std::array<std::string_view, 44> kSaysNothingMore = {
      "i",         "id",        "ill",        "we",       "you",       "need",   "want",   "wanna",
      "would",     "like",      "to",         "file",     "make",      "lodge",  "submit", "register",
      "have",      "got",       "a",          "an",       "the",       "my",     "can",    "how",
      "do",        "complaint", "complaints", "complain", "grievance", "formal", "here",   "please",
      "hi",        "hello",     "yes",        "yeah",     "and",       "also",   "with",   "about",
      "something", "just",      "um",         "uh"};
  return std::ranges::all_of(split_words(text_), [](std::string_view word) {
    return std::ranges::find(kSaysNothingMore, word) != kSaysNothingMore.end();
  });
}

bool Cues::speaks_of_autopay() const {
  return any({"autopay", "auto pay", "automatic payment", "automatic payments", "autopayment"});
}

bool Cues::asks_what_to_do() const {
  return any({"anything i can do",
              "something i can do",
              "anything we can do",
              "something we can do",
              "anything to be done",
              "what can i do",
              "what can we do",
              "what do i do",
              "what should i do",
              "what am i supposed to do",
              "what are my options",
              "what options do i have",
              "what now",
              "what happens now",
              "what happens next",
              "whats next",
              "whats the next step",
              "can i do anything",
              "what would i do",
              "do about it",
              "do about that"});
}

bool Cues::says_it_is_wrong() const {
  return any({"thats wrong", "that is wrong", "its wrong", "thats not right", "that is not right",
              "cant be right", "isnt right", "thats incorrect", "that is incorrect", "i dispute",
              "dispute that", "dispute it"});
}

bool Cues::says_it_is_right() const {
  return any({"it was right", "that was right", "its right", "thats right", "it is right", "is right",
              "was correct", "its correct", "thats correct", "go ahead", "do it"});
}

bool Cues::speaks_of_complaint() const {
  return any({"complain", "complaint", "complaints", "complaining", "grievance", "file a"});
}

bool Cues::asks_how_long() const {
  return any({"how long do i have", "how long have i got", "how much time do i have",
              "how much time have i got", "how many days do i have", "how many days have i got", "by when",
              "until when", "whats the deadline", "what is the deadline", "is there a deadline",
              "when is the deadline", "whens the deadline", "how long do we have"});
}

bool Cues::asks_likewise() const {
  constexpr std::size_t kMostWords = 7;
  return any({"what about", "how about"}) && split_words(text_).size() <= kMostWords;
}

bool Cues::says_for_what() const {
  return any({"for my", "for the", "for that", "for this", "for an", "for a", "for his", "for her", "for our",
              "on my", "on the"});
}

bool Cues::points_at_claim() const { return any({"1", "claim"}); }

bool Cues::asks_who_is_covered() const {
  static constexpr std::array<std::string_view, 4> kAtTheEnd = {" covered ", " insured ", " have coverage ",
                                                                " has coverage "};
  std::string text = text_;
  for (const std::string_view more :
       {" still ", " also ", " too ", " now ", " currently ", " as well ", " please "})
    text = replace_all(text, more, " ");
  return std::ranges::any_of(kAtTheEnd, [&](std::string_view end) { return text.ends_with(end); });
}

bool Cues::own() const { return any({"mine", "my own", "myself", "for me", "just me"}); }

bool Cues::asks_whether_to_pay() const {
  return any({"do i have to pay", "do i need to pay", "must i pay", "should i pay", "have to pay twice",
              "pay twice", "need to pay twice", "am i supposed to pay", "do i owe", "what do i owe",
              "how much do i owe", "for me to pay", "is my part", "my share", "my portion", "do we owe",
              "do i pay anything", "how much do i have to pay", "what do i have to pay"}) &&
         !any({"premium", "my bill", "this month", "in total", "altogether", "for the plan", "my balance"});
}

bool Cues::asks_whether_to_pay_twice() const {
  return any({"pay twice", "pay it twice", "pay this twice", "pay that twice", "pay for it twice",
              "pay double", "pay two times"});
}

bool Cues::doubts() const {
  return any({"mistake", "an error", "is that right", "is that correct", "is it right", "are you sure",
              "was it wrong", "why is that", "why so much", "how come"});
}

bool Cues::wants_appeal_filed() const {
  return any({"file an appeal", "start an appeal", "file the appeal", "start the appeal", "open an appeal",
              "submit an appeal", "file my appeal", "start my appeal", "put in an appeal", "begin an appeal",
              "send in an appeal", "make an appeal", "lodge an appeal"}) &&
         !any({"how do i", "how can i", "how would i", "how to", "until when", "by when", "deadline"});
}

bool Cues::speaks_of_appeal() const { return any({"appeal", "appeals", "appealing"}); }

bool Cues::never_mind() const {
  return any({"never mind",
              "nevermind",
              "forget it",
              "forget about it",
              "leave it",
              "cancel",
              "cancel that",
              "dont do it",
              "nothing",
              "stop that",
              "leave it as it is",
              "dont bother",
              "none in particular",
              "no 1 in particular",
              "not a particular 1",
              "nothing in particular",
              "just wondered",
              "just wondering",
              "was wondering only",
              "just curious",
              "doesnt matter which"});
}

bool Cues::takes_leave() const {
  return any({"bye", "goodbye", "good bye", "bye bye", "thats all", "that is all", "that was all", "thats it",
              "that was it", "thats everything", "that is everything", "that will be all", "nothing else",
              "no more questions"});
}

bool Cues::unsure() const { return any({"dont know", "not sure", "maybe", "i guess not sure", "im unsure"}); }

bool Cues::about_family_members() const {
  return any({"who is on", "whos on", "who is covered", "whos covered", "which of my", "who all is",
              "on my plan", "family members", "is my son on", "is my wife on", "is my husband on",
              "is my daughter on", "dependents"});
}

bool Cues::names_person(std::string_view person) const {
  const auto name = plain(person);
  if (name.empty()) return false;
  const auto first = name.substr(0, name.find(' '));
  if (any({"my name is " + first, "this is " + first, "im " + first, "i am " + first, "its " + first,
           "speaking with " + first, "name is " + first}))
    return false;
  return any({"for " + first, "about " + first, first + "s", name + "s", "on " + first, "did " + first,
              "is " + first, "does " + first, "has " + first, "was " + first, "for my " + first});
}

std::optional<Pace> Cues::pace() const {
  if (any({"louder", "speak up", "cant hear you", "cannot hear you", "hard of hearing", "talk up",
           "too quiet", "good ear", "barely hear", "hardly hear", "turn it up", "volume up"}))
    return Pace::louder;
  if (any({"slower", "slow down", "slowly", "too fast", "not so fast", "more slow"})) return Pace::slower;
  if (any({"faster", "speed up", "too slow", "quicker"})) return Pace::faster;
  if (any({"quieter", "too loud", "not so loud", "softer"})) return Pace::quieter;
  return std::nullopt;
}

std::optional<std::string> Cues::claim_status() const {
  if (any({"denied", "deny", "denial", "rejected", "refused", "turned down", "not paid", "didnt pay",
           "did not pay", "not pay", "wasnt paid", "declined"}))
    return "denied";
  if (any({"pending", "still open", "in process", "being processed", "on hold", "still waiting",
           "not processed"}))
    return "pending";
  if (any({"was paid", "got paid", "already paid", "paid 1", "you paid", "that paid"})) return "paid";
  return std::nullopt;
}

std::optional<std::string> Cues::autopay_action() const {
  if (any({"stop", "cancel", "turn off", "end", "quit", "take me off", "no more", "disable", "remove"}))
    return "stop";
  if (any({"start", "set up", "sign up", "turn on", "enroll", "begin", "enable", "switch on", "put me on",
           "restart", "resume", "turn it back on"}))
    return "start";
  return std::nullopt;
}

std::optional<int> Cues::installments() const {
  if (any({"in half", "two halves", "2 halves"})) return 2;
  const auto words = plain_words(raw_);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto number = parse_integer(words[i]);
    if (!number || *number < 2 || *number > 12) continue;
    if (words.size() <= 2) return static_cast<int>(*number);
    for (std::size_t next = i + 1; next < words.size() && next <= i + 2; ++next) {
      for (const auto unit :
           {"part", "payment", "installment", "instalment", "month", "time", "piece", "chunk", "bit"})
        if (words[next].starts_with(unit)) return static_cast<int>(*number);
    }
    if (i > 0 && (words[i - 1] == "in" || words[i - 1] == "into")) return static_cast<int>(*number);
  }
  return std::nullopt;
}

std::optional<Detail> Cues::detail() const {
  if (any({"email", "e mail", "mail address", "at gmail", "at example"})) return Detail::email;
  if (any({"dependent", "dependant", "add my", "newborn", "new baby", "to my plan", "onto my plan"}))
    return Detail::dependant;
  if (any({"phone", "telephone", "cell", "mobile", "number"})) return Detail::phone;
  if (any({"address", "moved", "moving", "street", "avenue", "house"})) return Detail::address;
  return std::nullopt;
}

std::optional<std::string> Cues::email() const {
  auto words = split_words(raw_);
  std::string spoken;
  for (const auto word : words) spoken += " " + std::string(trim(word));
  spoken = replace_all(spoken + " ", " at ", "@");
  spoken = replace_all(spoken, " dot ", ".");
  spoken = replace_all(spoken, " underscore ", "_");
  spoken = replace_all(spoken, " dash ", "-");
  for (const auto word : split_words(spoken)) {
    std::string address(word);
    while (!address.empty() && (address.back() == '.' || address.back() == ',')) address.pop_back();
    const auto at = address.find('@');
    if (at == std::string::npos || at == 0 || address.find('.', at) == std::string::npos) continue;
    return address;
  }
  return std::nullopt;
}

std::optional<std::size_t> Cues::ordinal() const {
  constexpr std::array<std::string_view, 6> kOrdinals = {"first",  "second", "third",
                                                         "fourth", "fifth",  "sixth"};
  const auto words = bare_words(raw_);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool pointing = (i + 1 < words.size() && (words[i + 1] == "one" || words[i + 1] == "option" ||
                                                    words[i + 1] == "claim" || words[i + 1] == "bill")) ||
                          (i > 0 && words[i - 1] == "the" && i + 1 == words.size());
    if (!pointing) continue;
    if (words[i] == "last" || words[i] == "latter") return kLast;
    for (std::size_t n = 0; n < kOrdinals.size(); ++n)
      if (words[i] == kOrdinals[n]) return n;
  }
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] != "number" && words[i] != "option") continue;
    if (const auto figure = parse_integer(figures(words[i + 1])); figure && *figure >= 1 && *figure <= 6)
      return static_cast<std::size_t>(*figure - 1);
  }
  if (words.size() == 1) {
    for (std::size_t n = 0; n < kOrdinals.size(); ++n)
      if (words[0] == kOrdinals[n]) return n;
  }
  return std::nullopt;
}

}  // namespace attendant::brain
