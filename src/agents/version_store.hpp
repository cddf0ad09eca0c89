// The versions of the agent files on the disk: FOLDER/versions/NAME/*.yaml, and the ledger beside them. The
// server and the command line may use one folder at the same time: each change holds its lock. Blocking; on a
// thread that may.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/ledger.hpp"
#include "agents/vocabulary.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace attendant::agents {

class VersionStore {
 public:
  // `folder` is made when it is first written to.
  explicit VersionStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // The files of the folder that people edit, which were checked: keeps them as a version when they are new,
  // and puts them into force (Ledger::see).
  Result<Ledger> observe(const std::vector<AgentFile>& files, WallTime now) const;
  // Another version comes into force, once all of its files are good.
  Result<Ledger> activate(std::string_view version, const Vocabulary& known, WallTime now) const;
  Result<Ledger> roll_back(const Vocabulary& known, WallTime now) const;

  Result<Ledger> ledger() const;  // an empty one where there is none
  // The agents of a version, with its name in them: also of one that a call of long ago had.
  Result<Team> load(const std::string& version, const Vocabulary& known) const;

 private:
  Result<Ledger> change(const std::function<Status(Ledger&)>& how) const;
  Status check(const std::string& version, const Vocabulary& known) const;
  Status write(const Ledger& ledger) const;
  std::filesystem::path folder_of(const std::string& version) const { return folder_ / "versions" / version; }

  std::filesystem::path folder_;
};

}  // namespace attendant::agents
