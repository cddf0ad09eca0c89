#include "app/command_turns.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/files.hpp"
#include "app/heard_endings.hpp"
#include "app/places.hpp"
#include "app/turn_policy.hpp"
#include "understanding/completeness_training.hpp"

namespace attendant::app {
namespace {

namespace nlu = understanding;
using Lines = std::vector<nlu::LabelledUtterance>;

struct Arguments {
  std::string cross_validate;
  bool heard = false;
  bool train = false;
  std::string listen;
  std::string voice = "piper-joe";
};

[[noreturn]] void leave(const Error& error) {
  fmt::print(stderr, "{}\n", error.message);
  throw CLI::RuntimeError(error.code == ErrorCode::not_found ? 2 : 1);
}

Lines lines_of(const std::filesystem::path& path) {
  const auto text = read_text(path);
  if (!text) leave(text.error());
  auto lines = nlu::labelled_from_lines(*text);
  if (!lines) leave(lines.error().in(path.string()));
  return *std::move(lines);
}

std::vector<nlu::HeardEnding> endings() {
  const auto path = data_folder() / "understanding/endings.jsonl";
  const auto text = read_text(path);
  if (!text) leave(text.error());
  auto heard = nlu::heard_endings_from_lines(*text);
  if (!heard) leave(heard.error().in(path.string()));
  return *std::move(heard);
}

// Seconds for each line: each ending is printed as soon as it is known.
void listen(const std::string& file, const std::string& voice) {
  const auto models = inference::Runtime::load(engines_folder({}));
  if (!models) leave(models.error());
  const auto heard = hear_endings(lines_of(file), voice, **models, [](const nlu::HeardEnding& ending) {
    fmt::print("{}\n", nlu::to_json_line(ending));
    std::fflush(stdout);
  });
  if (!heard) leave(heard.error());
}

Lines training_lines() { return lines_of(data_folder() / "understanding/training.jsonl"); }

void train() {
  auto lines = training_lines();
  std::ranges::copy(lines_of(data_folder() / "understanding/dev.jsonl"), std::back_inserter(lines));
  const auto file = data_folder() / "understanding/completeness.bin";
  const auto bytes = nlu::train_completeness(lines, endings()).to_bytes();
  if (const auto written = write_file(file, as_bytes(bytes)); !written) leave(written.error());
  fmt::print("{}: {} bytes\n", file.string(), bytes.size());
}

void print(std::string_view name, const nlu::TurnFigures& figures) {
  fmt::print("{:<28} {:>5} turns   end p50 {:>4} ms   p95 {:>4} ms   cut off {:>4.1f} %\n", name,
             figures.turns, figures.p50.count(), figures.p95.count(), 100 * figures.cut_off);
}

// Each author's lines, and what was heard of them, with the heads that were trained without that author.
struct Part {
  nlu::Completeness head, words_alone;
  Lines lines;
  std::vector<nlu::HeardEnding> endings;
};

std::vector<Part> parts_of(const std::string& file, const std::vector<nlu::HeardEnding>& all_endings) {
  const auto base = training_lines();
  const auto tested = lines_of(file);
  std::vector<std::string> authors;
  for (const auto& line : tested)
    if (std::ranges::find(authors, line.said.author) == authors.end()) authors.push_back(line.said.author);

  std::vector<Part> parts;
  for (const auto& author : authors) {
    Lines rest = base, own;
    std::vector<nlu::HeardEnding> others, theirs;
    for (const auto& line : tested) (line.said.author == author ? own : rest).push_back(line);
    for (const auto& ending : all_endings) (ending.author == author ? theirs : others).push_back(ending);
    parts.push_back({nlu::train_completeness(rest, others), nlu::train_completeness(rest), std::move(own),
                     std::move(theirs)});
  }
  return parts;
}

// What the shipped settings do, by what was asked, and the curve over the thresholds that matter most.
void cross_validate(const std::string& file, bool heard) {
  const auto parts = parts_of(file, heard ? endings() : std::vector<nlu::HeardEnding>());
  const auto all = [&](const conversation::TurnEndPolicy& policy, nlu::Completeness Part::* head) {
    std::vector<nlu::TurnTrial> trials;
    for (const auto& part : parts)
      std::ranges::copy(heard ? nlu::try_turns(part.*head, part.endings, policy)
                              : nlu::try_turns(part.*head, part.lines, policy),
                        std::back_inserter(trials));
    return trials;
  };

  const conversation::TurnEndPolicy shipped = turn_policy({}).turn_end;
  const auto trials = all(shipped, &Part::head);
  print("all", nlu::figures(trials));
  for (const bool open : {true, false}) {
    std::vector<nlu::TurnTrial> some;
    std::ranges::copy_if(trials, std::back_inserter(some), [&](const nlu::TurnTrial& trial) {
      return open ==
             (trial.asked == conversation::Asked::open || trial.asked == conversation::Asked::anything_else);
    });
    print(open ? "  open questions" : "  other questions", nlu::figures(some));
  }
  const auto curve = [&](std::string_view title, nlu::Completeness Part::* head) {
    fmt::print("\n{}: probably whole from / maybe whole from / silence then:\n", title);
    for (const float likely : {0.5F, 0.6F, 0.65F, 0.7F, 0.75F, 0.8F, 0.9F}) {
      for (const float doubtful : {0.1F, 0.2F, 0.3F}) {
        for (const int silence : {700, 800, 900}) {
          auto policy = shipped;
          policy.likely_from = likely;
          policy.doubtful_from = doubtful;
          policy.doubtful = std::chrono::milliseconds(silence);
          print(fmt::format("{:.2f} {:.2f} {}", likely, doubtful, silence), nlu::figures(all(policy, head)));
        }
      }
    }
  };
  if (heard) {
    curve("words and what was expected behind them", &Part::head);
    curve("the words alone", &Part::words_alone);
  } else {
    curve("the words", &Part::head);
  }
}

void run(const Arguments& arguments) {
  if (arguments.train) return train();
  if (!arguments.listen.empty()) return listen(arguments.listen, arguments.voice);
  cross_validate(arguments.cross_validate.empty() ? (data_folder() / "understanding/dev.jsonl").string()
                                                  : arguments.cross_validate,
                 arguments.heard);
}

}  // namespace

void add_turns_command(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand(
      "turns",
      "How long finished callers wait for the end of their turn, and how often those who pause are cut off: "
      "from words and pauses of 0.3 to 1.2 s at the word boundaries of half of the turns");
  command->add_option("--cross-validate", arguments->cross_validate,
                      "labelled lines, each author's by a head that was trained without them (default: "
                      "data/understanding/dev.jsonl)");
  command->add_flag(
      "--heard", arguments->heard,
      "of what the recogniser heard of them (data/understanding/endings.jsonl), not of the lines");
  command->add_option(
      "--listen", arguments->listen,
      "speak these labelled lines, whole and broken off, and print how they were heard to end: "
      "lines for data/understanding/endings.jsonl");
  command->add_option("--voice", arguments->voice, "that speaks them: piper-joe or flite")
      ->capture_default_str();
  command->add_flag("--train", arguments->train,
                    "make data/understanding/completeness.bin anew from {training,dev,endings}.jsonl");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace attendant::app
