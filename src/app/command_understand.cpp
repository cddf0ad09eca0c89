#include "app/command_understand.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/account_actions.hpp"
#include "app/files.hpp"
#include "app/places.hpp"
#include "app/spoken_utterances.hpp"
#include "base/clock.hpp"
#include "base/date.hpp"
#include "base/text.hpp"
#include "inference/runtime.hpp"
#include "understanding/evaluation.hpp"
#include "understanding/training.hpp"
#include "understanding/understander.hpp"
#include "understanding/utterance_json.hpp"

namespace attendant::app {
namespace {

namespace nlu = understanding;

// The day on which the demo records stand.
constexpr Date kDemoDay{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(1)};

struct Arguments {
  std::string file;
  std::string today;
  std::string head;
  std::string evaluate;
  std::string cross_validate;
  std::string records;
  std::string audio;
  bool train = false;
  bool json = false;
  bool quiet = false;
};

[[noreturn]] void leave(const Error& error) {
  fmt::print(stderr, "{}\n", error.message);
  throw CLI::RuntimeError(error.code == ErrorCode::not_found ? 2 : 1);
}

template <class T>
T need(Result<T> result) {
  if (!result) leave(result.error());
  return *std::move(result);
}

std::vector<nlu::LabelledUtterance> labelled_file(const std::filesystem::path& path) {
  const std::string text = need(read_text(path));
  auto utterances = nlu::labelled_from_lines(text);
  if (!utterances) leave(utterances.error().in(path.string()));
  return *std::move(utterances);
}

// The sentence model and the runtime that it needs, in that order of life.
struct Model {
  std::unique_ptr<inference::Runtime> runtime;
  std::shared_ptr<const nlu::SentenceModel> sentences;
};

Model open_model() {
  const auto engines = engines_folder({});
  Model model;
  model.runtime = need(inference::Runtime::load(engines));
  model.sentences = need(nlu::SentenceModel::open(*model.runtime, engines / "minilm"));
  return model;
}

std::filesystem::path head_file(const Arguments& arguments) {
  return arguments.head.empty() ? data_folder() / "understanding/intents.bin"
                                : std::filesystem::path(arguments.head);
}

Date today_of(const Arguments& arguments) {
  if (arguments.today.empty()) return Date(std::chrono::floor<std::chrono::days>(SystemClock().wall()));
  const auto date = parse_date(arguments.today);
  if (!date) leave({ErrorCode::invalid, fmt::format("--today {}: not a date (YYYY-MM-DD)", arguments.today)});
  return *date;
}

void print(const nlu::Figures& figures, const Arguments& arguments,
           const std::optional<AccountActions>& actions = {}) {
  if (arguments.json) {
    std::string line = nlu::to_json_line(figures);
    if (actions) {
      line.pop_back();
      line += fmt::format(R"(,"wrong_account_actions":{{"wrong":{},"all":{},"calls":{},"tools_run":{}}}}})",
                          actions->wrong_rows, actions->rows, actions->calls, actions->tools_run);
    }
    fmt::print("{}\n", line);
    return;
  }
  if (!arguments.quiet) {
    for (const std::string& mistake : figures.mistakes) fmt::print("{}\n", mistake);
    for (const std::string& wrong : actions ? actions->wrong : std::vector<std::string>{})
      fmt::print("{}\n", wrong);
  }
  fmt::print("{}", nlu::to_text(figures));
  if (actions) fmt::print("{}", to_text(*actions));
}

std::filesystem::path records_folder(const Arguments& arguments) {
  return arguments.records.empty() ? data_folder() / "demo" : std::filesystem::path(arguments.records);
}

// What was said, or what the recogniser makes of it.
std::vector<nlu::LabelledUtterance> heard_file(const std::filesystem::path& path, const Arguments& arguments,
                                               const inference::Runtime* models) {
  auto utterances = labelled_file(path);
  if (arguments.audio.empty()) return utterances;
  if (models == nullptr) leave({ErrorCode::not_found, "--audio needs the engines: run tools/fetch-models"});
  auto heard = need(as_heard(std::move(utterances), arguments.audio, *models, today_of(arguments)));
  fmt::print(stderr, "heard over a telephone line: {} recorded, {} spoken by our voice; no word of {}\n",
             heard.recorded, heard.utterances.size() - heard.recorded, heard.unheard);
  return std::move(heard.utterances);
}

// Trains on everything but one author's lines and tests on those, for each author in turn.
void cross_validate(const Arguments& arguments) {
  const Model model = open_model();
  const auto dev = labelled_file(arguments.cross_validate);
  const auto heard = heard_file(arguments.cross_validate, arguments, model.runtime.get());
  nlu::ExampleMaker base(model.sentences.get());
  if (auto added = base.add(labelled_file(data_folder() / "understanding/training.jsonl"), 1.0F); !added)
    leave(added.error());
  std::vector<std::string> authors;
  for (const auto& utterance : dev) {
    if (std::ranges::find(authors, utterance.said.author) == authors.end())
      authors.push_back(utterance.said.author);
  }
  nlu::Figures sum;
  AccountActions actions;
  for (const std::string& author : authors) {
    std::vector<nlu::LabelledUtterance> test, rest;
    for (std::size_t i = 0; i < dev.size(); ++i) {
      if (dev[i].said.author == author)
        test.push_back(heard[i]);
      else
        rest.push_back(dev[i]);
    }
    nlu::ExampleMaker examples = base;
    if (auto added = examples.add(rest, 1.0F); !added) leave(added.error());
    const auto understander =
        std::make_shared<const nlu::Understander>(examples.train({}), model.sentences, std::string());
    nlu::add(sum, nlu::evaluate(*understander, test, today_of(arguments)));
    add(actions, need(check_account_actions(understander, test, records_folder(arguments), kDemoDay)));
  }
  print(sum, arguments, actions);
}

void train(const Arguments& arguments) {
  const Model model = open_model();
  const auto folder = data_folder() / "understanding";
  nlu::ExampleMaker examples(model.sentences.get());
  for (const char* name : {"training.jsonl", "dev.jsonl"}) {
    if (auto added = examples.add(labelled_file(folder / name), 1.0F); !added) leave(added.error());
  }
  const std::string bytes = nlu::to_bytes(examples.train({}));
  if (auto written = write_file(head_file(arguments), as_bytes(bytes)); !written) leave(written.error());
  fmt::print("{}: {} bytes\n", head_file(arguments).string(), bytes.size());
}

nlu::Understander open_understander(const Arguments& arguments, const inference::Runtime* runtime) {
  auto understander =
      need(nlu::Understander::open(head_file(arguments), engines_folder({}) / "minilm", runtime));
  if (!understander.degraded().empty()) fmt::print(stderr, "{}\n", understander.degraded());
  return understander;
}

// Each line by itself: a bad one is named, and the others go on.
void understand_lines(std::istream& in, const nlu::Understander& understander, Date today) {
  bool bad = false;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (trim(line).empty()) continue;
    const auto said = nlu::utterance_from_json(line);
    if (!said) {
      bad = true;
      fmt::print(stderr, "line {}: {}\n", number, said.error().message);
      continue;
    }
    fmt::print("{}\n", nlu::to_json_line(*said, understander.understand(said->text, said->asked, today)));
    std::fflush(stdout);
  }
  if (bad) throw CLI::RuntimeError(1);
}

void run(const Arguments& arguments) {
  if (arguments.train) return train(arguments);
  if (!arguments.cross_validate.empty()) return cross_validate(arguments);
  auto runtime = inference::Runtime::load(engines_folder({}));
  const auto understander = open_understander(arguments, runtime ? runtime->get() : nullptr);
  if (!arguments.evaluate.empty()) {
    const auto utterances = heard_file(arguments.evaluate, arguments, runtime ? runtime->get() : nullptr);
    return print(nlu::evaluate(understander, utterances, today_of(arguments)), arguments);
  }
  if (arguments.file.empty() || arguments.file == "-")
    return understand_lines(std::cin, understander, today_of(arguments));
  std::ifstream file(arguments.file);
  if (!file) leave({ErrorCode::not_found, fmt::format("{} cannot be read", arguments.file)});
  understand_lines(file, understander, today_of(arguments));
}

}  // namespace

void add_understand_command(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("understand",
                                     "Say what callers' words mean: lines of {\"id\", \"context\", \"text\"} "
                                     "in, {\"id\", \"intents\", \"slots\"} out");
  command->add_option("file", arguments->file, "JSON lines; without it, or with -, standard input");
  command->add_option("--today", arguments->today,
                      "the date that two-digit years are read by (default: today)");
  command->add_option("--head", arguments->head,
                      "the trained head (default: data/understanding/intents.bin)");
  command->add_option("--evaluate", arguments->evaluate,
                      "print how well the labelled lines of this file are understood");
  command->add_option(
      "--cross-validate", arguments->cross_validate,
      "the same, each author's lines by a head that was trained without them; each line is also "
      "said in calls, and wrong account actions are counted");
  command->add_option("--records", arguments->records,
                      "the insurer's records for these calls (default: data/demo)");
  command->add_option("--audio", arguments->audio,
                      "the labelled lines as the recogniser hears them over a telephone line: ID.wav of this "
                      "folder, and where there is none our voice");
  command->add_flag("--train", arguments->train,
                    "make the head anew from data/understanding/{training,dev}.jsonl");
  command->add_flag("--quiet", arguments->quiet, "only the figures, without the mistakes");
  command->add_flag("--json", arguments->json, "figures as one JSON object (meanings are JSON anyway)");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace attendant::app
