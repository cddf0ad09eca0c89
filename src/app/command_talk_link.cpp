#include <chrono>
#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/stored_data.hpp"
#include "app/talk_link.hpp"
#include "base/clock.hpp"
#include "config/load.hpp"
#include "telephony/browser/link_book.hpp"

namespace attendant::app {
namespace {

struct Arguments {
  std::string config;
  bool json = false;
};

int complain(const std::string& text, int status) {
  fmt::print(stderr, "talk-link: {}\n", text);
  return status;
}

int make_link(const Arguments& arguments) {
  const auto loaded = config::load_settings_file(arguments.config, config::process_environment());
  if (!loaded) return complain(loaded.error().message, 2);
  const auto& settings = loaded->settings;
  const auto& talk = settings.talk;
  if (talk.listen.host.empty())
    return complain("talk.listen is off: set it in the configuration of the server, and start it again", 2);
  if (talk.listen.port == 0 && talk.public_url.empty())
    return complain("talk.listen has no fixed port: set talk.public_url to what browsers shall open", 2);
  const auto keys = security::KeyRing::load(key_file_of(settings.store.dir, settings.store.key_file));
  if (!keys) return complain(keys.error().message + "; the server makes it at its first start", 1);
  const SystemClock clock;
  const telephony::browser::LinkBook book(talk_link_signer(*keys), talk.link_lifetime, talk.calls_per_link,
                                          clock.wall());
  const auto url = talk_page_url(talk, talk.listen.port) + book.new_link(clock.wall());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(talk.link_lifetime).count();
  if (arguments.json)
    fmt::print("{}\n", boost::json::serialize(boost::json::object{
                           {"url", url}, {"expires_in_s", seconds}, {"calls", talk.calls_per_link}}));
  else
    fmt::print("{}\n", url);
  return 0;
}

}  // namespace

void add_talk_link_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(
      "talk-link",
      "Make a link to the talk page of a running server: for talk.calls_per_link calls, and not for long");
  command->add_option("--config", arguments->config, "the server's YAML configuration");
  command->add_flag("--json", arguments->json, "one JSON object: url, expires_in_s, calls");
  command->callback([arguments, &exit] { exit.status = make_link(*arguments); });
}

}  // namespace attendant::app
