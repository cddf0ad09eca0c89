#include "config/load.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <unistd.h>

#include "base/text.hpp"
#include "config/nearest.hpp"
#include "config/node.hpp"
#include "config/printer.hpp"
#include "config/reader.hpp"
#include "config/rules.hpp"

namespace attendant::config {
namespace {

constexpr std::string_view kPrefix = "ATTENDANT_";
// Names with our prefix that are no settings: where the program, its data and its engines are, for our
// scripts too.
constexpr std::array<std::string_view, 4> kOtherVariables{"ATTENDANT_CONFIG", "ATTENDANT_ENGINES",
                                                          "ATTENDANT_SHARE", "ATTENDANT_BUILD"};

void report_unknown_variables(Reading& reading) {
  for (const auto& [name, value] : reading.environment) {
    if (!name.starts_with(kPrefix) || std::ranges::find(kOtherVariables, name) != kOtherVariables.end())
      continue;
    if (std::ranges::find(reading.variables, name) != reading.variables.end()) continue;
    const auto meant = nearest(name, reading.variables);
    reading.problem({}, name,
                    meant ? fmt::format("no such setting; did you mean {}?", *meant) : "no such setting");
  }
}

// A secret in the file itself would be printed and logged like any other setting.
void report_written_secrets(const Settings& settings, Reading& reading) {
  const auto check = [&](const std::string& key, const std::string& value, std::string_view example) {
    const bool referred = std::ranges::find(reading.secret_keys, key) != reading.secret_keys.end();
    if (!value.empty() && !referred)
      reading.problems.push_back(fmt::format("{}: must be a reference, such as ${{env:{}}}", key, example));
  };
  for (std::size_t i = 0; i < settings.sip.trunks.size(); ++i)
    check(fmt::format("sip.trunks[{}].password", i), settings.sip.trunks[i].password, "TRUNK_PASSWORD");
  for (std::size_t p = 0; p < settings.models.pools.size(); ++p) {
    const auto& endpoints = settings.models.pools[p].endpoints;
    for (std::size_t e = 0; e < endpoints.size(); ++e)
      check(fmt::format("models.pools[{}].endpoints[{}].key", p, e), endpoints[e].key, "OPENAI_API_KEY");
  }
  const auto& keys = settings.models.serve.keys;
  for (std::size_t k = 0; k < keys.size(); ++k)
    check(fmt::format("models.serve.keys[{}].sha256", k), keys[k].sha256, "REPORTS_KEY_SHA256");
  check("models.live.key", settings.models.live.key, "OPENAI_API_KEY");
}

}  // namespace

Environment process_environment() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos)
      environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

Result<Loaded> load_settings(std::string_view yaml, std::string_view name, const Environment& environment,
                             const SecretSource& secrets) {
  TRY_ASSIGN(const Node document, parse_yaml(yaml, name));
  if (document.kind != Node::Kind::map && document.kind != Node::Kind::null) {
    return fail(ErrorCode::invalid, fmt::format("{}:{}:{}: expects sections, such as 'sip:'", name,
                                                document.place.line, document.place.column));
  }
  Loaded loaded;
  Reading reading{.name = name, .environment = environment, .secrets = secrets};
  Reader reader(reading, document, "");
  bind(reader, loaded.settings);
  reader.report_unknown();
  report_unknown_variables(reading);
  // Rules over values that could not be read would only repeat the problem.
  if (reading.problems.empty()) reading.problems = broken_rules(loaded.settings);
  report_written_secrets(loaded.settings, reading);
  if (!reading.problems.empty()) return fail(ErrorCode::invalid, join(reading.problems, "\n"));
  loaded.secrets = std::move(reading.secret_values);
  loaded.secret_keys = std::move(reading.secret_keys);
  return loaded;
}

Result<Loaded> load_settings_file(const std::string& path, const Environment& environment) {
  std::string text;
  if (!path.empty()) {
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path)) {
      return fail(ErrorCode::not_found, fmt::format("the settings file {} cannot be read: {}", path,
                                                    errno != 0 ? std::strerror(errno) : "it is a folder"));
    }
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  const LocalSecrets secrets([&environment](const std::string& variable) -> std::optional<std::string> {
    const auto found = environment.find(variable);
    if (found == environment.end()) return std::nullopt;
    return found->second;
  });
  return load_settings(text, path, environment, secrets);
}

std::string to_yaml(const Loaded& loaded) {
  Settings copy = loaded.settings;  // binding needs something to bind to; printing changes nothing
  Printer printer(loaded.secret_keys);
  bind(printer, copy);
  return printer.yaml();
}

std::vector<std::string> all_keys() {
  Settings defaults;
  Printer printer({});
  bind(printer, defaults);
  std::vector<std::string> keys = printer.keys();
  for (auto& key : keys) key = replace_all(key, "[0]", "[]");
  return keys;
}

}  // namespace attendant::config
