// What a caller said, under the argument names of the tools; and what such arguments tell. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "tools/spec.hpp"
#include "understanding/understanding.hpp"

namespace attendant::brain {

inline constexpr std::size_t kZipLength = 5;

// Of words of their own as much as the tool runtime takes.
std::string shortened(std::string_view text);

bool takes_argument(const tools::Catalogue& catalogue, std::string_view tool, std::string_view name);

// What was said, under the names that the tool takes.
boost::json::object spoken_arguments(const tools::Catalogue& catalogue, std::string_view tool,
                                     const understanding::Slots& slots, std::string_view text);
// "My son's", "I meant Alvin": for whom, where the words say that and nothing else; what is `held` tells
// whether somebody was spoken of already. Empty when they are about something else.
boost::json::object spoken_person(const boost::json::object& held, const understanding::Slots& slots,
                                  std::string_view text);

bool says_anything(const boost::json::object& arguments);
bool names_somebody(const boost::json::object& arguments);
// Whether one claim among others is described, and not only whose it is or what became of it.
bool describes_claim(const boost::json::object& arguments);
bool describes_service(const boost::json::object& arguments);

}  // namespace attendant::brain
