// attendant ask: one question to a model pool of the configuration, as a session would ask it. For an
// operator who wants to know whether a pool answers, from where, how soon, and for how much.
#include <cstdio>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/language_models.hpp"
#include "config/load.hpp"
#include "telemetry/async_log.hpp"
#include "telemetry/redact.hpp"

namespace attendant::app {
namespace {

namespace json = boost::json;

struct Arguments {
  std::string file, pool, question;
  int deadline_ms = 5000;
  int commit_after = 0;
  bool json = false;
};

// What came of the question; told on the shard, looked at when it is over.
struct Answer {
  std::string text;
  int deltas = 0;
  int restarts = 0;
  std::optional<Error> error;
  bool committed = false;
  brain::Served served;
};

brain::AnswerEvents collect(Answer& answer, std::promise<void>& over, std::function<void(int)> on_delta) {
  return {.delta =
              [&answer, on_delta = std::move(on_delta)](const brain::AnswerDelta& delta) {
                if (const auto* text = std::get_if<brain::TextDelta>(&delta)) answer.text += text->text;
                if (const auto* refusal = std::get_if<brain::RefusalDelta>(&delta))
                  answer.text += refusal->text;
                on_delta(++answer.deltas);
              },
          .restart =
              [&answer] {
                ++answer.restarts;
                answer.deltas = 0;
                answer.text.clear();
              },
          .finished =
              [&answer, &over](const brain::AnswerEnd&, const brain::Served& served) {
                answer.served = served;
                over.set_value();
              },
          .failed =
              [&answer, &over](const Error& error, bool committed, const brain::Served& served) {
                answer.error = error;
                answer.committed = committed;
                answer.served = served;
                over.set_value();
              }};
}

std::string endpoint_name(const config::Models& models, const Arguments& arguments, const Answer& answer) {
  if (!answer.served.endpoint) return {};
  const bool first_is_local = arguments.pool.empty() && models.pools.empty();
  if (!models.local.file.empty() && (first_is_local || arguments.pool == models.local.name))
    return models.local.name;
  for (const auto& pool : models.pools)
    if (arguments.pool.empty() || pool.name == arguments.pool)
      return pool.endpoints[*answer.served.endpoint].name;
  return {};
}

int print(const config::Models& models, const Arguments& arguments, const Answer& answer) {
  const auto& served = answer.served;
  const std::string endpoint = endpoint_name(models, arguments, answer);
  if (arguments.json) {
    json::object line{{"answer", answer.text},          {"endpoint", endpoint},
                      {"attempts", served.attempts},    {"restarts", answer.restarts},
                      {"took_ms", served.took.count()}, {"cost_microcents", served.cost}};
    if (served.first_token) line["first_token_ms"] = served.first_token->count();
    if (answer.error) {
      line["error"] = to_string(answer.error->code);
      line["message"] = answer.error->message;
      line["committed"] = answer.committed;
    }
    fmt::print("{}\n", json::serialize(line));
  } else if (answer.error) {
    fmt::print(stderr, "no answer: {} ({} attempts in {} ms)\n", answer.error->message, served.attempts,
               served.took.count());
  } else {
    fmt::print("{}\n", answer.text);
    fmt::print(stderr, "from {}, {} attempts, first token after {} ms, all after {} ms\n", endpoint,
               served.attempts, served.first_token.value_or(served.took).count(), served.took.count());
  }
  return answer.error ? 1 : 0;
}

int ask(const Arguments& arguments) {
  const auto loaded = config::load_settings_file(arguments.file, config::process_environment());
  if (!loaded) {
    fmt::print(stderr, "{}\n", loaded.error().message);
    return 2;
  }
  const SystemClock clock;
  telemetry::AsyncLog sink(STDERR_FILENO);
  const telemetry::Logger log(sink, clock, telemetry::Level::warning,
                              std::make_shared<const telemetry::Redactor>(loaded->secrets));
  telemetry::Registry metrics;
  runtime::Shard shard("models", clock);
  const config::Models& models = loaded->settings.models;
  auto pools = LanguageModels::make(shard, models, metrics, log);
  if (!pools || *pools == nullptr) {
    fmt::print(stderr, "{}\n",
               pools ? "models.pools: there is no pool to ask, and no models.local" : pools.error().message);
    return 2;
  }
  brain::ModelGateway& gateway = (*pools)->gateway();
  Answer answer;
  std::promise<void> over;
  brain::ModelRequestId request;
  shard.start();
  shard.post([&] {
    brain::ModelQuestion question{.pool = arguments.pool,
                                  .agent = "ask",
                                  .consumer = "ask",
                                  .deadline = clock.now() + std::chrono::milliseconds(arguments.deadline_ms)};
    question.request.messages = {{.role = brain::ChatRole::user, .text = arguments.question}};
    // A response never comes in the job of its question, but a refusal does.
    request = gateway.ask(std::move(question), collect(answer, over, [&](int deltas) {
                            if (deltas == arguments.commit_after) gateway.commit(request);
                          }));
  });
  over.get_future().wait();
  shard.stop();
  return print(models, arguments, answer);
}

}  // namespace

void add_ask_command(CLI::App& app, Exit& exit) {
  auto arguments = std::make_shared<Arguments>();
  auto* command = app.add_subcommand("ask", "Ask a language model pool of the configuration one question");
  command->add_option("question", arguments->question, "what to ask")->required();
  command->add_option("--config", arguments->file, "the YAML file with models.pools or models.local")
      ->required();
  command->add_option("--pool", arguments->pool, "its name; without it the first one");
  command->add_option("--deadline-ms", arguments->deadline_ms, "until the first token, over all tries")
      ->check(CLI::Range(1, 600'000));
  command->add_option("--commit-after", arguments->commit_after,
                      "tokens that count as spoken: from then on nothing is tried again");
  command->add_flag("--json", arguments->json, "one JSON object");
  command->callback([arguments, &exit] { exit.status = ask(*arguments); });
}

}  // namespace attendant::app
