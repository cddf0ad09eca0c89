#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/local_model.hpp"
#include "base/text.hpp"
#include "config/load.hpp"

namespace attendant::app {
namespace {

struct Arguments {
  std::string file;
  bool show = false;
  bool json = false;
};

int check(const Arguments& arguments) {
  auto loaded = config::load_settings_file(arguments.file, config::process_environment());
  if (loaded)
    if (const auto built = check_local_model(loaded->settings.models.local); !built)
      loaded = fail(built.error());
  if (!loaded) {
    for (const auto problem : split(loaded.error().message, '\n')) {
      if (arguments.json)
        fmt::print("{}\n", boost::json::serialize(boost::json::object{{"ok", false}, {"problem", problem}}));
      else
        fmt::print(stderr, "{}\n", problem);
    }
    return 1;
  }
  if (arguments.json)
    fmt::print("{}\n", boost::json::serialize(boost::json::object{{"ok", true}, {"file", arguments.file}}));
  else if (arguments.show)
    fmt::print("{}", config::to_yaml(*loaded));
  else
    fmt::print("{}: the configuration is valid\n", arguments.file.empty() ? "(defaults)" : arguments.file);
  return 0;
}

}  // namespace

void add_check_config_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command =
      app.add_subcommand("check-config", "Check a configuration file; every problem is named with its line");
  command->add_option("file", arguments->file,
                      "the YAML file; without it the defaults and the environment are checked");
  command->add_flag("--show", arguments->show, "print the settings in force, each explained");
  command->add_flag("--json", arguments->json, "one JSON object a line");
  command->callback([arguments, &exit] { exit.status = check(*arguments); });
}

}  // namespace attendant::app
