// Rendezvous hashing: every key has its own order of endpoints, by weight, that no other process has to be
// asked for; an endpoint that joins or leaves moves only the keys it wins or loses.
// D. Thaler, C. Ravishankar, "Using Name-Based Mappings to Increase Hit Rates" (1998).
#pragma once

#include <string_view>

namespace attendant::brain {

// The endpoint with the highest score has the key. Weight > 0.
double affinity_score(std::string_view key, std::string_view endpoint, double weight);

}  // namespace attendant::brain
