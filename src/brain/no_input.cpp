#include "brain/no_input.hpp"

namespace attendant::brain {

std::vector<std::string> words_for_silence(int times, std::string_view question, int offer_at) {
  if (times >= offer_at)
    return {"I still can't hear you.", "You can press 0 for a person. Would you like to talk to a person?"};
  return {times == 1 ? "I didn't hear anything."
                     : "I still can't hear you. You can also use the keys, or press 0 for a person.",
          std::string(question)};
}

std::vector<conversation::Act> end_in_silence() {
  return {conversation::Note{"outcome", "no_input"},
          conversation::Say{
              .text = "I can't hear you, so I'll end the call. Please call again any time. Goodbye.",
              .kind = conversation::SayKind::goodbye},
          conversation::EndCall{"no_input"}};
}

}  // namespace attendant::brain
