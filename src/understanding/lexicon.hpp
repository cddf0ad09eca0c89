// Word lists: services, drugs, kin, languages. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "understanding/tokens.hpp"

namespace attendant::understanding {

struct Found {
  std::string value;
  std::size_t first = 0, last = 0;  // tokens
};

// The service asked about, as one of LABELS.md. `taken` marks the words of provider names. `named` is true
// where the service was asked for, so that a lone word ("the pharmacy") counts.
std::optional<Found> find_service(const Tokens& tokens, const std::vector<bool>& taken, bool named);

// A drug by its name or by the ending that drugs of its kind have.
std::optional<Found> find_drug(const Tokens& tokens);

// Kin or household of the caller: "my wife", "for our youngest daughter".
std::optional<Found> find_relation(const Tokens& tokens);

// A language other than English and Spanish.
std::optional<Found> find_language(const Tokens& tokens);
// Whether the sentence is in Spanish.
bool is_spanish(const Tokens& tokens);

}  // namespace attendant::understanding
