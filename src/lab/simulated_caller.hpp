// A caller as a pure state machine: what the agent has said comes in, what the caller does next comes out.
// It has a goal, details of its own, and a manner (persona); chances come from a seed, so the same call gives
// the same words. No clock, no thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/agent_question.hpp"
#include "lab/call_under_test.hpp"
#include "lab/chance.hpp"
#include "lab/goal.hpp"
#include "lab/persona.hpp"

namespace attendant::lab {

// What stands on the caller's card, or what they believe stands there.
struct CallerDetails {
  std::string member_id;
  std::optional<Date> birth_date;
  std::string zip;
};

struct CallerMove {
  enum class Kind { says, keys, silent, interrupts, hangs_up };
  Kind kind = Kind::says;
  std::string text;   // the words with their pauses ("[600 ms]"), or the keys
  std::string after;  // interrupts: once this was heard
  Question answers = Question::none;
  bool affirms = false;  // a yes to what was read back or offered
  int wish = -1;         // which one is put into words; none: -1
};

// What the agent has said and asked since the caller's last move, as far as it was heard.
struct AgentTurn {
  std::vector<std::string> sentences;
  std::optional<conversation::Asked> asked;  // none: the agent waits for nothing
  bool over = false;                         // the call has ended

  std::string words() const;
};

class SimulatedCaller {
 public:
  // All of them outlive the caller. `hears` of the goal's wishes hold no placeholders any more.
  SimulatedCaller(const Persona& persona, const CommonWords& common, const Goal& goal, CallerDetails details,
                  std::uint64_t seed);

  // Whether the caller speaks into what the agent is about to say.
  std::optional<CallerMove> speaks_into(const AgentTurn& turn);
  // The agent has finished, or what the caller spoke into has been cut.
  CallerMove next(const AgentTurn& turn);
  // The last words before the end of the call.
  void hears(const AgentTurn& turn);

  bool satisfied() const { return wish_ >= goal_.wishes.size(); }
  // How many wishes were heard answered.
  std::size_t answered() const { return wish_; }
  bool fed_up() const { return fed_up_; }

 private:
  const Wish& wish() const { return goal_.wishes[std::min(wish_, goal_.wishes.size() - 1)]; }
  CallerMove reply(Question question, const std::string& words);
  CallerMove say(std::string text, Question answers = Question::none);
  CallerMove put_wish();
  CallerMove next_wish_or_goodbye();
  CallerMove goodbye();
  CallerMove give_id(Question question);
  CallerMove give_birth_date();
  CallerMove give_zip();
  CallerMove confirm_id(const std::string& words);
  CallerMove confirm_write(const std::string& words);
  CallerMove confirm_guess(const std::string& words);
  CallerMove answer_offer(const std::string& words);
  CallerMove answer_about_wish(Question question);
  CallerMove yes(Question question);
  CallerMove no(Question question, std::string_view more = {});
  CallerMove hang_up();
  std::optional<CallerMove> quirk(Question question);

  const std::vector<std::string>& words_for(std::string_view what) const;
  std::string pick(std::string_view what) { return chance_.pick(words_for(what)); }
  std::string wording();
  std::string with_values(std::string_view wording);
  std::string id_words();
  std::string date_words();
  CallerMove keyed(std::string digits, Question question);
  std::string with_pause(const std::string& text);

  const Persona& persona_;
  const CommonWords& common_;
  const Goal& goal_;
  CallerDetails details_;
  Chance chance_;
  DigitManner digits_;
  DateManner dates_;

  std::size_t wish_ = 0;
  bool put_ = false;     // the current wish was put into words
  bool agreed_ = false;  // its read-back was said yes to
  std::string heard_;    // since then, lower case
  int times_put_ = 0;    // the current wish
  std::size_t wording_at_ = 0;
  bool greeted_ = false;
  bool identified_as_ = false;  // said_first was said
  bool volunteered_ = false;
  bool wrong_date_given_ = false;
  bool hesitated_ = false;
  bool changed_mind_ = false;
  bool asked_for_person_ = false;
  bool said_goodbye_ = false;
  bool fed_up_ = false;
  int silences_ = 0, repeats_asked_ = 0, held_on_ = 0;
  int moves_ = 0;
  int same_question_ = 0;
  Question last_question_ = Question::none;
};

}  // namespace attendant::lab
