#include "brain/dialogue/cues.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace attendant::brain {

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

bool Cues::asks_what_we_do() const {
  return any({"what can you do", "what can you help", "what do you do", "what can i ask",
              "what are my options", "what can you tell me"});
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

bool Cues::says_it_is_right() const {
  return any({"it was right", "that was right", "its right", "thats right", "it is right", "is right",
              "was correct", "its correct", "thats correct", "go ahead", "do it"});
}

bool Cues::speaks_of_complaint() const {
  return any({"complain", "complaint", "complaints", "complaining", "grievance", "file a"});
}

bool Cues::asks_likewise() const {
  constexpr std::size_t kMostWords = 7;
  return any({"what about", "how about"}) && split_words(text_).size() <= kMostWords;
}

bool Cues::own() const { return any({"mine", "my own", "myself", "for me", "just me"}); }

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

}  // namespace attendant::brain
