#include "brain/dialogue/options.hpp"

#include "base/text.hpp"

namespace attendant::brain {

std::string greeting_of(const DialogueOptions& options) {
  return replace_all(options.greeting, "{company}", options.company);
}

}  // namespace attendant::brain
