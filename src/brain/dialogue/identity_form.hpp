// Gathers what proves who is calling, one thing at a time, in any order, spoken or keyed, with corrections.
// It proves nothing: it says which verification tool to call with what. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "brain/dialogue/wording.hpp"
#include "conversation/acts.hpp"
#include "understanding/understanding.hpp"

namespace attendant::brain {

// Who calls decides what must be proved, and by which tool.
enum class Party { member, representative, provider_office };

class IdentityForm {
 public:
  enum class Slot { own_name, provider, member_id, dob, zip, claim_id };

  // What an utterance or keys did to the form.
  enum class Taken {
    nothing,  // nothing in it was for this form
    filled,   // something new is known
    partial,  // a part of the member id
    wrong,    // the check digit does not fit, or a number has the wrong length
    no_year,  // a birth date without its year
  };

  void set_party(Party party) { party_ = party; }
  Party party() const { return party_; }

  // The ZIP code is wanted as well (level member_zip).
  void want_zip() { zip_wanted_ = true; }
  bool zip_wanted() const { return zip_wanted_; }

  // Takes all that the turn holds. `asked` is the slot that was asked for, if any: bare values belong to it.
  Taken take(const understanding::Understanding& meant, std::string_view text, std::optional<Slot> asked);
  Taken take_keys(std::string_view digits, Slot asked);
  // "No, the twenty third" of a birth date that was given before; false when it does not become another date.
  bool correct_birth_date(const understanding::Understanding& meant);

  // The next thing to ask; empty when the verification can be called.
  std::optional<Slot> missing() const;

  // A value that should be read back before it is used; empty when none is in doubt.
  std::optional<std::string> in_doubt() const { return doubt_; }
  void doubt_member_id() { doubt_ = member_id_; }
  void settle_doubt() { doubt_.reset(); }
  void reject_doubt();  // the caller said no to the read-back and gave nothing instead

  struct Verification {
    std::string tool;
    boost::json::object arguments;
  };
  Verification verification() const;  // missing() is empty

  // After a verification: what was proved need not be given again, what failed is forgotten.
  void proved() { member_proved_ = true; }
  void forget();
  bool member_proved() const { return member_proved_; }

  const std::string& partial_member_id() const { return partial_; }
  const std::string& member_id() const { return member_id_; }
  const std::string& birth_date() const { return dob_; }
  const std::string& claim_id() const { return claim_id_; }

 private:
  bool doubts_claim() const { return doubt_ && *doubt_ == claim_id_; }
  Taken take_member_id(const understanding::Understanding& meant);
  Taken accept_member_id(std::string member_id);

  Party party_ = Party::member;
  bool zip_wanted_ = false;
  bool member_proved_ = false;
  std::string member_id_, dob_, zip_, own_name_, provider_, claim_id_;
  std::string partial_;   // "NW2028": the beginning of a member id
  std::string rejected_;  // a whole member id whose check digit does not fit: its end may be corrected
  std::optional<std::string> doubt_;
};

// How a slot is asked for, the n-th time (0 = first), and what to listen for.
Line question_for(IdentityForm::Slot slot, int times);
conversation::Listen listening_for(IdentityForm::Slot slot);

}  // namespace attendant::brain
