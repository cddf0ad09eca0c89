// Which versions of the agent files there have been, which is in force, and how it came to be. Pure: the
// files themselves are version_store's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "agents/load.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace attendant::agents {

// SHA-256 over the names (without folders) and the contents of the files, in hexadecimal; their order does
// not matter.
std::string content_hash(std::vector<AgentFile> files);

struct Version {
  std::string name;  // "3-5f2c9a1b": counter, and the beginning of the hash
  std::string hash;
  WallTime made;
};

enum class How { loaded, activated, rolled_back };
std::string_view to_string(How how);

struct Activation {
  WallTime at;
  std::string version;
  How how = How::loaded;
};

class Ledger {
 public:
  // The folder's content has this hash. Content that is not what was seen there last becomes the version in
  // force, a new one when it never was there before; content that was seen last time changes nothing, so that
  // a roll-back holds until somebody edits a file. True: the version in force is another one now.
  bool see(const std::string& hash, WallTime now);
  // By its name, its counter ("3") or the beginning of its hash.
  Status activate(std::string_view version, WallTime now);
  // To the version that was in force before this one was loaded or activated.
  Status roll_back(WallTime now);

  const std::string& active() const { return active_; }  // empty: none yet
  const std::string& seen() const { return seen_; }      // the folder's hash, last time
  const std::vector<Version>& versions() const { return versions_; }
  const std::vector<Activation>& activations() const { return activations_; }  // the newest last

  boost::json::object to_json() const;
  static Result<Ledger> from_json(const boost::json::value& value);

 private:
  void activate(const Version& version, How how, WallTime now);

  std::vector<Version> versions_;
  std::vector<Activation> activations_;
  std::string active_;
  std::string seen_;
};

}  // namespace attendant::agents
