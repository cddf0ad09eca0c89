// heard_bench --sentences FILE --engines DIR [--pronunciation FILE] [--voice V] [--points N] [--recognizer
// FOLDER] [--seed N] Cuts sentences at random points and has the better recogniser hear what was sent. One
// JSON object a point; bench/heard.py compares them.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "cuts.hpp"
#include "inference/runtime.hpp"
#include "speech/embedded/engines.hpp"
#include "speech/embedded/moonshine.hpp"
#include "speech/embedded/piper.hpp"
#include "speech/spoken_forms.hpp"

namespace attendant::bench {
namespace {

namespace embedded = speech::embedded;

constexpr std::chrono::milliseconds kLeast{400};  // a recogniser hears nothing in less
constexpr std::size_t kSilence = 1600;            // samples behind the cut, as the line has it

struct Settings {
  std::string sentences, engines, pronunciation, voice = "piper-joe", recognizer = "moonshine-base";
  int points = 200;
  unsigned seed = 1;
};

std::vector<embedded::SaidWord> said_by_piper(const speech::Voice& voice, std::string_view clause) {
  return dynamic_cast<const embedded::Piper&>(voice).said(clause);
}

std::string method_of(const speech::Voice& voice) {
  const auto* piper = dynamic_cast<const embedded::Piper*>(&voice);
  return piper == nullptr || piper->tells_durations() ? "durations" : "shared by phonemes";
}

Status measure(const Settings& settings) {
  std::vector<std::string> sentences;
  std::ifstream file(settings.sentences);
  for (std::string line; std::getline(file, line);)
    if (!trim(line).empty()) sentences.emplace_back(trim(line));
  if (sentences.empty()) return fail(ErrorCode::invalid, settings.sentences + ": no sentence");
  const std::filesystem::path engines = settings.engines;
  TRY_ASSIGN(const auto runtime, inference::Runtime::load(engines));
  embedded::SpeakingOptions speaking{.voice = settings.voice};
  if (!settings.pronunciation.empty()) speaking.pronunciations = {settings.pronunciation};
  TRY_ASSIGN(const auto mouth, embedded::load_speech(runtime.get(), engines, speaking));
  TRY_ASSIGN(const auto ear, embedded::Moonshine::load(*runtime, engines / settings.recognizer));
  const bool piper = dynamic_cast<const embedded::Piper*>(mouth.voice.get()) != nullptr;
  const std::string method = method_of(*mouth.voice);

  std::vector<Said> all;
  for (const auto& text : sentences) {
    TRY_ASSIGN(auto said, say(*mouth.voice, piper ? said_by_piper : nullptr, method, text));
    all.push_back(std::move(said));
  }
  std::mt19937 random(settings.seed);
  for (int point = 0; point < settings.points; ++point) {
    const Said& said = all[static_cast<std::size_t>(point) % all.size()];
    auto cut = cut_somewhere(said.pcm, kLeast, random);
    cut.sent.resize(cut.sent.size() + kSilence);
    TRY_ASSIGN(const auto heard, ear->transcribe(cut.sent, audio::kTelephoneRate, {}, {}));
    boost::json::object methods;
    for (const auto& [name, marks] : said.marks)
      methods[name] = speech::spoken_form(speech::heard_text(said.text, marks, cut.played));
    fmt::print("{}\n", boost::json::serialize(boost::json::object{{"said", speech::spoken_form(said.text)},
                                                                  {"played_ms", cut.played / 8},
                                                                  {"recognised", heard.text},
                                                                  {"heard", std::move(methods)}}));
    (void)std::fflush(stdout);
  }
  return {};
}

}  // namespace
}  // namespace attendant::bench

int main(int argc, char** argv) {
  attendant::bench::Settings settings;
  CLI::App app("Cuts sentences at random points, and says what was heard of them");
  app.add_option("--sentences", settings.sentences, "a sentence a line")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--voice", settings.voice)->capture_default_str();
  app.add_option("--recognizer", settings.recognizer, "a folder of the engines")->capture_default_str();
  app.add_option("--engines", settings.engines, "folder that tools/fetch-models filled")->required();
  app.add_option("--pronunciation", settings.pronunciation, "table of pronunciations");
  app.add_option("--points", settings.points)->check(CLI::Range(1, 100'000))->capture_default_str();
  app.add_option("--seed", settings.seed)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const auto status = attendant::bench::measure(settings);
  if (!status) fmt::print(stderr, "heard_bench: {}\n", status.error().message);
  return status ? 0 : 1;
}
