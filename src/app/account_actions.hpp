// Whether a misunderstood sentence could do something wrong to an account: every labelled utterance is said
// in real calls (dialogue engine, tools, the demo records, no sound), to a caller who is identified and to
// one who is not, and each tool that runs is held against the labels. Blocks for a while; one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "understanding/understander.hpp"
#include "understanding/utterance_json.hpp"

namespace attendant::app {

struct AccountActions {
  int rows = 0;                    // utterances said
  int calls = 0;                   // in how many calls, each row in two or three
  int tools_run = 0;               // that answered, after the row was said; without the checks of identity
  int wrong_rows = 0;              // with at least one wrong action
  std::vector<std::string> wrong;  // one line each: the row, the call, the tool and what is wrong with it
};

// A wrong action is a tool that writes without the caller's yes to its read-back (a complaint needs none), or
// that reads records of another kind than the labels ask for, another claim than the labelled one, the
// caller's own claim where a relative's was asked for, or anything of a caller who is not identified.
// `records` holds the demo insurer's files.
Result<AccountActions> check_account_actions(
    const std::shared_ptr<const understanding::Understander>& understander,
    std::span<const understanding::LabelledUtterance> utterances, const std::filesystem::path& records,
    Date today);

void add(AccountActions& sum, const AccountActions& more);
std::string to_text(const AccountActions& actions);

}  // namespace attendant::app
