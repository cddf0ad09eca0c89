// What happened in the server's calls and when, from their journals: each is replayed through the core, which
// tells what was decided besides what was heard.
#pragma once

#include <filesystem>
#include <functional>

#include <boost/json/object.hpp>

#include "base/result.hpp"

namespace attendant::bench {

// {"number": "+1...", "moments": [{"at": 1234, "what": "voice"}, ...]} for each call of a data directory that
// no server uses any more. Times in ms since the server answered. What happens:
//   voice   somebody began to speak, or went on
//   pause   and was silent: "text" so far, "last_voiced"
//   due     a pause was weighed: the turn will be taken at "due", unless the voice goes on
//   turn    it was taken
//   sound   a clause of ours was on the wire for the first time
//   stop    our voice shall stop
//   cut     it did: of the clause so much was "heard"
Status read_journals(const std::filesystem::path& data,
                     const std::function<void(const boost::json::object&)>& take);

}  // namespace attendant::bench
