// From what callers call a service (data/dialogue/LABELS.md) to the service types of the benefits and claim
// lines. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "insurance/tool.hpp"

namespace attendant::insurance {

// The service types that a caller may mean, most likely first; empty when nothing was said or it fits none.
// Reads the arguments service_type (exact), service (a label) and, to narrow it, drug and said (the caller's
// words).
std::vector<std::string> service_types(const Question& question);

// How to name a service type to a caller: "an X-ray or ultrasound", "physical therapy".
std::string service_type_words(std::string_view service_type);

// The specialties of the directory that do this service.
std::vector<std::string> specialties(std::string_view service_type);

// Whether any of the caller's words (argument said) is one of these.
bool said_any(const Question& question, const std::vector<std::string_view>& words);

// Lower-case words of letters and digits.
std::vector<std::string> words_of(std::string_view text);

}  // namespace attendant::insurance
