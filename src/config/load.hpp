// From a file and the environment to Settings. Reads the named file and what its secret references name;
// nothing else.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "config/secret_source.hpp"
#include "config/settings.hpp"

namespace attendant::config {

struct Loaded {
  Settings settings;
  std::vector<std::string> secrets;      // every value that a ${...} reference gave: for the log's redactor
  std::vector<std::string> secret_keys;  // the settings that hold one: "sip.external_address"
};

using Environment = std::map<std::string, std::string>;
Environment process_environment();

// Pure but for `secrets`. sip.max_calls is overridden by ATTENDANT_SIP_MAX_CALLS, a list by its items with
// commas between them. The error's message holds one line per problem, all of them: "attendant.yaml:7:3:
// sip.max_cals: unknown; did you mean max_calls?"
Result<Loaded> load_settings(std::string_view yaml, std::string_view name, const Environment& environment,
                             const SecretSource& secrets);
// The file may be empty (""): defaults and environment only.
Result<Loaded> load_settings_file(const std::string& path, const Environment& environment);

// The settings in force as YAML, with each one's explanation as a comment. Secrets are not resolved values'
// business: a value that came from a reference prints as "[secret]".
std::string to_yaml(const Loaded& loaded);

// "sip.max_calls", ...: every key there is, lists of structs as "sip.trunks[].name".
std::vector<std::string> all_keys();

}  // namespace attendant::config
