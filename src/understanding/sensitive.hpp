// Finds card, account and government numbers. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "conversation/acts.hpp"
#include "understanding/tokens.hpp"

namespace attendant::understanding {

enum class SensitiveKind { card, account, government };

struct SensitiveNumber {
  SensitiveKind kind = SensitiveKind::card;
  std::string digits;
  std::size_t first = 0, last = 0;  // tokens
};

// What was asked for is none of them: a member id stays a member id though it has as many digits as an
// account number.
std::vector<SensitiveNumber> find_sensitive(const Tokens& tokens, conversation::Asked asked);

}  // namespace attendant::understanding
