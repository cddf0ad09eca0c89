// Questions that no record answers: about the rules of a plan, and for the advice of a doctor.
#include "brain/dialogue/cues.hpp"

namespace attendant::brain {

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

}  // namespace attendant::brain
