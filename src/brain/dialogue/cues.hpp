// What the words of a caller say beyond intents and slots: "slower", "the denied one", "in three parts", "I'd
// rather not". Decided by words alone, so that each can be read and tested. Pure; any thread.
//
//   cues.cpp         what callers say of the conversation and of themselves
//   cues_claims.cpp  what they ask of claims, bills and coverage
//   cues_limits.cpp  what no record answers
//   cues_values.cpp  values that only the dialogue needs
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "brain/dialogue/plain_words.hpp"

namespace attendant::brain {

enum class Pace { slower, faster, louder, quieter };
enum class Detail { phone, address, email, dependant };

class Cues {
 public:
  explicit Cues(std::string_view text);

  bool self_harm() const;
  bool refuses() const;          // "I'm not giving that"
  bool has_not_at_hand() const;  // "I don't have the card on me"
  bool provider_office() const;  // "I'm calling from the billing office at ..."
  bool representative() const;   // "I have power of attorney for her"
  bool asks_medical_advice() const;
  bool asks_whether_needed() const;  // "was the scan medically needed": advice, whatever else it sounds like
  bool asks_about_rules() const;     // of the plan, for which there is no record: "out of network", "COBRA"
  bool asks_about_robot() const;
  bool asks_how_we_are() const;
  bool asks_to_be_connected() const;  // "could I speak to the ..."
  bool asks_for_person() const;       // somebody of flesh and blood, whatever the department
  bool greets() const;
  bool about_visit() const;  // "was my visit paid": a claim, in the words of who had it
  bool says_no() const;
  bool only_thanks() const;       // "thank you so much", "and have a lovely day"
  bool only_declines() const;     // "no thanks, I'm good": no and courtesies, and nothing else
  bool asks_what_we_do() const;   // "what can you help me with"
  bool to_be_current() const;     // "how much to be current"
  bool about_old_claims() const;  // "can I still reach you about old claims"
  bool about_equal_claims() const;
  std::optional<std::string> why_not_month() const;  // "so why not July" -> "--07"
  bool names_zip() const;                            // "here is my ZIP", "use the ZIP code"
  bool another() const;                              // "my other claim"
  bool same_claim() const;                           // "that claim"
  bool speaks_of_complaint() const;
  bool only_announces_complaint() const;  // "I want to file a complaint", and not what about
  bool speaks_of_autopay() const;
  bool asks_what_to_do() const;      // "is there anything I can do", of what was just told
  bool says_it_is_wrong() const;     // "I think that's wrong"
  bool says_it_is_right() const;     // "no, it was right"
  bool asks_how_long() const;        // "how long do I have"
  bool asks_likewise() const;        // "what about an X-ray", and no more
  bool says_for_what() const;        // "how much do I owe for my emergency visit"
  bool points_at_claim() const;      // "the denied one"
  bool asks_who_is_covered() const;  // "is my son still covered", and no service after it
  bool own() const;                  // "mine", "for myself"
  bool asks_whether_to_pay() const;  // "do I have to pay the imaging center"
  bool asks_whether_to_pay_twice() const;
  bool doubts() const;              // "was it a mistake"
  bool wants_appeal_filed() const;  // "I want to file an appeal"
  bool speaks_of_appeal() const;
  bool never_mind() const;
  bool takes_leave() const;           // "bye", "that's all"
  bool unsure() const;                // neither yes nor no
  bool about_family_members() const;  // "who is on my plan"
  bool names_person(
      std::string_view person) const;  // whose records, not who is calling: "for Alvin", "Alvin's claim"

  std::optional<Pace> pace() const;
  std::optional<std::string> claim_status() const;    // "denied", "paid", "pending"
  std::optional<std::string> autopay_action() const;  // "stop", "start"
  std::optional<int> installments() const;            // 2..12
  std::optional<Detail> detail() const;
  std::optional<std::string> email() const;
  std::optional<std::size_t> ordinal() const;  // 0 = the first; kLast = the last one

  static constexpr std::size_t kLast = static_cast<std::size_t>(-1);

 private:
  bool any(std::initializer_list<std::string_view> phrases) const;

  std::string raw_;   // lower case
  std::string text_;  // plain(), with a blank at both ends
};

}  // namespace attendant::brain
