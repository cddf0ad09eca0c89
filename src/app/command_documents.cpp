#include "app/command_documents.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/places.hpp"
#include "app/stored_data.hpp"
#include "base/text.hpp"
#include "config/load.hpp"
#include "documents/library.hpp"
#include "inference/runtime.hpp"

namespace attendant::app {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::string config;
  std::vector<std::string> files;
  std::string id;
  std::string question;
  std::string plan;
  bool json = false;
};

int failed(const Error& error) {
  fmt::print(stderr, "attendant documents: {}\n", error.message);
  return error.code == ErrorCode::invalid || error.code == ErrorCode::not_found ? 2 : 1;
}

// The server's library, with whatever it is read by.
struct Opened {
  std::unique_ptr<inference::Runtime> runtime;
  std::unique_ptr<understanding::SentenceModel> model;
  std::unique_ptr<documents::Library> shelf;
};

Result<Opened> open(const Arguments& arguments) {
  TRY_ASSIGN(const auto loaded, config::load_settings_file(arguments.config, config::process_environment()));
  const auto& settings = loaded.settings;
  Opened opened;
  const auto engines = engines_folder(settings.speech.engines_dir);
  auto runtime = inference::Runtime::load(engines);
  if (runtime) {
    opened.runtime = *std::move(runtime);
    auto model = understanding::SentenceModel::open(*opened.runtime, engines / "minilm");
    if (model) opened.model = *std::move(model);
  }
  if (opened.model == nullptr)
    fmt::print(
        stderr,
        "attendant documents: by words alone, for the sentence model is missing; run tools/fetch-models\n");
  std::error_code made;
  fs::create_directories(settings.store.dir, made);
  TRY_ASSIGN(opened.shelf,
             documents::Library::open(documents_file(settings.store.dir).string(), opened.model.get()));
  return opened;
}

int add(const Arguments& arguments) {
  const auto opened = open(arguments);
  if (!opened) return failed(opened.error());
  for (const auto& name : arguments.files) {
    const fs::path file(name);
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) return failed({.code = ErrorCode::not_found, .message = name + ": cannot be read"});
    const auto added = opened->shelf->add(file.stem().string(), text);
    if (!added) return failed(added.error());
    fmt::print("{}: {}\n", file.stem().string(), *added ? "added" : "unchanged");
  }
  return 0;
}

int remove(const Arguments& arguments) {
  const auto opened = open(arguments);
  if (!opened) return failed(opened.error());
  if (const auto removed = opened->shelf->remove(arguments.id); !removed) return failed(removed.error());
  return 0;
}

int list(const Arguments& arguments) {
  const auto opened = open(arguments);
  if (!opened) return failed(opened.error());
  const auto documents = opened->shelf->list();
  if (!documents) return failed(documents.error());
  for (const auto& one : *documents)
    fmt::print("{:<20} {:>4} passages  {:<7} {}: {}\n", one.id, one.passages, documents::to_string(one.level),
               one.title, one.plans.empty() ? "every plan" : join(one.plans, ", "));
  return 0;
}

int search(const Arguments& arguments) {
  const auto opened = open(arguments);
  if (!opened) return failed(opened.error());
  const documents::Reader reader{.level = documents::Level::member, .plan = arguments.plan};
  const auto found = opened->shelf->search(arguments.question, reader, 5);
  if (!found) return failed(found.error());
  for (const auto& one : *found) {
    if (arguments.json) {
      fmt::print("{}\n",
                 boost::json::serialize(boost::json::object{{"passage_id", one.passage.id},
                                                            {"section", one.passage.section},
                                                            {"text", one.passage.text},
                                                            {"level", documents::to_string(one.level)},
                                                            {"relevance", one.relevance},
                                                            {"words", one.evidence.words},
                                                            {"meaning", one.evidence.meaning}}));
    } else {
      fmt::print("{:.2f}{} {} ({})\n     {}\n", one.relevance,
                 one.relevance >= documents::kConfident ? " answers" : "", one.passage.id,
                 documents::to_string(one.level), one.passage.text);
    }
  }
  return 0;
}

}  // namespace

void add_documents_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("documents", "Plan documents that questions are answered from");
  command->add_option("--config", arguments->config,
                      "the YAML configuration; without it everything has its default");
  command->require_subcommand(1);

  auto* adding = command->add_subcommand("add", "Add or replace documents (Markdown with a head)");
  adding->add_option("files", arguments->files, "*.md; the name without .md is the document's id")
      ->required();
  adding->callback([arguments, &exit] { exit.status = add(*arguments); });

  auto* removing = command->add_subcommand("remove", "Take a document out");
  removing->add_option("id", arguments->id, "as `list` shows it")->required();
  removing->callback([arguments, &exit] { exit.status = remove(*arguments); });

  auto* listing = command->add_subcommand("list", "What there is");
  listing->callback([arguments, &exit] { exit.status = list(*arguments); });

  auto* searching = command->add_subcommand("search", "The passages that a question would find, best first");
  searching->add_option("question", arguments->question, "in a caller's words")->required();
  searching->add_option("--plan", arguments->plan, "of the member who asks; without it every plan's");
  searching->add_flag("--json", arguments->json, "one JSON object a line");
  searching->callback([arguments, &exit] { exit.status = search(*arguments); });
}

}  // namespace attendant::app
