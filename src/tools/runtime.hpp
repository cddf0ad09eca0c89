// One runtime for every brain: checks arguments, identity, confirmation and repetition, fetches the records,
// runs the pure tool of src/insurance or calls the outside tool, writes what was decided, and leaves an audit
// record of every read.
//
// Thread: `run` blocks (SQLite) and belongs on the storage pool; one runtime may be shared by that pool's
// threads if the RecordStore may. It holds no state of a call: Identity is the caller's and changed only
// here. What tools there are may change while it runs (`use`): a call goes on with the catalogue that it
// began with, and a tool that has gone meanwhile fails.
#pragma once

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/date.hpp"
#include "base/named.hpp"
#include "base/tool_answer.hpp"
#include "conversation/identity.hpp"
#include "insurance/record_store.hpp"
#include "insurance/tool.hpp"
#include "tools/outside_tool.hpp"
#include "tools/spec.hpp"
#include "tools/verify.hpp"

namespace attendant::tools {

struct CallContext {
  CallId call;
  std::string source_number;  // where the call comes from; counted for lock-out, never identity; may be empty
  Date today;                 // insurance.as_of, or the civil date
  WallTime now;
};

class ToolRuntime {
 public:
  // `store` must outlive the runtime; the clock measures a tool's time limit. `outside` has whatever of the
  // catalogue is no insurance tool.
  ToolRuntime(Catalogue catalogue, insurance::RecordStore& store, LockOutPolicy lock_out = {},
              std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>(),
              OutsideTools outside = {});

  // Never throws and never fails without an answer: a broken store is Outcome::failed, bad arguments are
  // Outcome::failed with the reason in facts.error; a read that took longer than its limit is too.
  // `confirmed`: the caller said yes to the read-back of exactly these arguments. `stop`: the answer is no
  // longer wanted; a read ends as Outcome::cancelled, a write that began is finished.
  ToolAnswer run(const CallContext& context, conversation::Identity& identity, std::string_view name,
                 const boost::json::object& arguments, bool confirmed, std::stop_token stop = {}) const;

  // Whether a call of it waits for somebody else's machine.
  bool waits_for_others(std::string_view name) const;

  // From now on these. Any thread.
  void use(Catalogue catalogue, OutsideTools outside);
  // As it is now, for a call that begins. Any thread.
  std::shared_ptr<const Catalogue> catalogue_now() const;
  // As it was when the runtime was made.
  const Catalogue& catalogue() const { return first_->catalogue; }

 private:
  struct Tools {
    Catalogue catalogue;
    OutsideTools outside;
    OutsideTool* find_outside(std::string_view name) const;
  };
  struct Run;  // one call of a tool under way
  std::shared_ptr<const Tools> tools_now() const;
  Result<ToolAnswer> carry_out(Run& run) const;
  static bool name_relative(Run& run, const insurance::FamilyFile& file);
  Result<ToolAnswer> finish(Run& run, const insurance::FamilyFile& file) const;
  Result<ToolAnswer> write_once(const Run& run, insurance::Step step) const;
  Result<ToolAnswer> run_outside(Run& run, const insurance::FamilyFile& file, OutsideTool& tool) const;

  insurance::RecordStore& store_;
  LockOutPolicy lock_out_;
  std::shared_ptr<const Clock> clock_;
  const std::shared_ptr<const Tools> first_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Tools> now_;
};

}  // namespace attendant::tools
