// What is asked of claims, bills and coverage, where the words decide more than the label.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "brain/dialogue/cues.hpp"

namespace attendant::brain {

bool Cues::about_visit() const {
  return any({"visit", "claim", "appointment", "surgery", "scan", "mri", "xray", "doctor"}) &&
         !any({"my payment", "i paid", "i sent", "premium", "my bill", "my check"});
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
              "claims alike", "all the same", "all alike", "look alike", "1 after another",
              "1 after the other"});
}

bool Cues::another() const { return any({"other", "another", "different", "next 1", "a new claim"}); }

bool Cues::same_claim() const { return any({"that claim", "this claim", "same claim", "that 1"}); }

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

bool Cues::asks_how_long() const {
  return any({"how long do i have", "how long have i got", "how much time do i have",
              "how much time have i got", "how many days do i have", "how many days have i got", "by when",
              "until when", "whats the deadline", "what is the deadline", "is there a deadline",
              "when is the deadline", "whens the deadline", "how long do we have"});
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

bool Cues::asks_whether_to_pay() const {
  return any({"do i have to pay", "do i need to pay", "must i pay", "should i pay", "have to pay twice",
              "pay twice", "need to pay twice", "am i supposed to pay", "do i owe", "what do i owe",
              "how much do i owe", "for me to pay", "is my part", "my share", "my portion", "do we owe",
              "do i pay anything", "how much do i have to pay", "what do i have to pay"}) &&
         !any({"premium", "my bill", "this month", "in total", "altogether", "for the plan", "my balance"});
}

bool Cues::asks_whether_to_pay_twice() const {
  // "Pay it twice", "pay for the same visit two times".
  constexpr std::size_t kReach = 5;  // words between the two
  const auto words = split_words(text_);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] != "pay" && words[i] != "paying") continue;
    for (std::size_t k = i + 1; k < std::min(words.size(), i + 2 + kReach); ++k) {
      const bool times = words[k] == "2" && k + 1 < words.size() && words[k + 1] == "times";
      if (words[k] == "twice" || words[k] == "double" || times) return true;
    }
  }
  return false;
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

}  // namespace attendant::brain
