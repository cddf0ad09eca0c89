// attendant: one program for the server, the tools around it and a caller to test it with.
#include <CLI/CLI.hpp>

#include "app/command_agents.hpp"
#include "app/command_chat.hpp"
#include "app/command_documents.hpp"
#include "app/command_history.hpp"
#include "app/command_replay.hpp"
#include "app/command_simulate.hpp"
#include "app/command_speak.hpp"
#include "app/command_tools.hpp"
#include "app/command_transcribe.hpp"
#include "app/command_turns.hpp"
#include "app/command_understand.hpp"
#include "app/commands.hpp"
#include "app/one_heap.hpp"

int main(int argc, char** argv) {
  attendant::app::use_one_heap();
  CLI::App app(
      "Attendant answers the telephone: claims, benefits and bills of a health plan, by voice.\n"
      "attendant COMMAND --help explains a command.",
      "attendant");
  app.require_subcommand(1);
  app.set_version_flag("--version", "attendant 0.1.0");
  attendant::app::Exit exit;
  attendant::app::add_serve_command(app, exit);
  attendant::app::add_call_command(app, exit);
  attendant::app::add_chat_command(app, exit);
  attendant::app::add_transcribe_command(app);
  attendant::app::add_speak_command(app);
  attendant::app::add_understand_command(app);
  attendant::app::add_turns_command(app);
  attendant::app::add_documents_command(app, exit);
  attendant::app::add_tools_command(app, exit);
  attendant::app::add_history_command(app);
  attendant::app::add_simulate_command(app, exit);
  attendant::app::add_replay_command(app, exit);
  attendant::app::add_agents_command(app, exit);
  attendant::app::add_check_config_command(app, exit);
  attendant::app::add_talk_link_command(app, exit);
  attendant::app::add_ask_command(app, exit);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return error.get_name() == "RuntimeError" || status == 0 ? status : 2;
  }
  return exit.status;
}
