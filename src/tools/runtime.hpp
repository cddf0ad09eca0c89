// One runtime for every brain: checks arguments, identity, confirmation and repetition, fetches the records,
// runs the pure tool of src/insurance, writes what it decided, and leaves an audit record of every read.
//
// Thread: `run` blocks (SQLite) and belongs on the storage pool; one runtime may be shared by that pool's
// threads if the RecordStore may. It holds no state of a call: Identity is the caller's and changed only
// here.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/date.hpp"
#include "base/named.hpp"
#include "base/tool_answer.hpp"
#include "conversation/identity.hpp"
#include "insurance/record_store.hpp"
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
  // `store` must outlive the runtime; the clock measures a tool's time limit.
  ToolRuntime(Catalogue catalogue, insurance::RecordStore& store, LockOutPolicy lock_out = {},
              std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>());

  // Never throws and never fails without an answer: a broken store is Outcome::failed, bad arguments are
  // Outcome::failed with the reason in facts.error; a read that took longer than its limit is too.
  // `confirmed`: the caller said yes to the read-back of exactly these arguments.
  ToolAnswer run(const CallContext& context, conversation::Identity& identity, std::string_view name,
                 const boost::json::object& arguments, bool confirmed) const;

  const Catalogue& catalogue() const { return catalogue_; }

 private:
  struct Run;  // one call of a tool under way
  Result<ToolAnswer> carry_out(Run& run) const;
  static bool name_relative(Run& run, const insurance::FamilyFile& file);
  Result<ToolAnswer> finish(Run& run, const insurance::FamilyFile& file) const;

  Catalogue catalogue_;
  insurance::RecordStore& store_;
  LockOutPolicy lock_out_;
  std::shared_ptr<const Clock> clock_;
};

}  // namespace attendant::tools
