#include "app/command_transcribe.hpp"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/places.hpp"
#include "audio/resampler.hpp"
#include "audio/wav.hpp"
#include "speech/embedded/engines.hpp"
#include "speech/recording_reader.hpp"

namespace attendant::app {
namespace {

namespace embedded = speech::embedded;

struct TranscribeOptions {
  std::vector<std::string> files;
  std::string engines = engines_folder({}).string();
  embedded::HearingOptions hearing;
  bool json = false;
  bool events = false;
};

struct Outcome {
  std::string text;
  long long audio_ms = 0;
  long long cpu_ms = 0;
};

long long cpu_ms() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<long long>(used.tv_sec) * 1000 + used.tv_nsec / 1'000'000;
}

Result<audio::Wav> read_wav(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(ErrorCode::not_found, fmt::format("{}: cannot be opened", file));
  const Bytes bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  auto wav = audio::parse_wav(bytes);
  if (!wav) return fail(wav.error().in(file));
  return wav;
}

std::string describe(const speech::HearingEvent& event) {
  const auto ms = [](Instant at) { return to_ms(at.time_since_epoch()); };
  struct Describe {
    decltype(ms) time;
    std::string operator()(const speech::SpeechStarted& e) const {
      return fmt::format("{:6} started", time(e.at));
    }
    std::string operator()(const speech::Partial& e) const {
      return fmt::format("{:6} partial  {}", time(e.at), e.text);
    }
    std::string operator()(const speech::Paused& e) const {
      return fmt::format("{:6} paused   {} (confidence {:.2f})", time(e.last_voiced), e.text, e.confidence);
    }
    std::string operator()(const speech::Resumed& e) const { return fmt::format("{:6} resumed", time(e.at)); }
    std::string operator()(const speech::TurnJudged& e) const {
      return fmt::format("       judged   {}", to_string(e.advice));
    }
    std::string operator()(const speech::Final& e) const {
      return fmt::format("{:6} final    {}", time(e.last_voiced), e.text);
    }
  };
  return std::visit(Describe{ms}, event);
}

Result<Outcome> transcribe(const std::string& file, const embedded::Hearing& hearing, bool show_events) {
  TRY_ASSIGN(const audio::Wav wav, read_wav(file));
  audio::Samples samples = wav.channel(0);
  speech::ListenPolicy policy;
  policy.sample_rate = wav.rate;
  if (wav.rate != audio::kTelephoneRate && wav.rate != audio::kSpeechRate) {
    policy.sample_rate = audio::kSpeechRate;
    TRY_ASSIGN(samples, audio::resample(samples, wav.rate, policy.sample_rate));
  }
  const long long before = cpu_ms();
  Outcome outcome{.audio_ms = static_cast<long long>(samples.size()) * 1000 / policy.sample_rate.hertz()};
  TRY(speech::hear_recording(samples, policy, *hearing.detector, hearing.transcriber(),
                             [&](const speech::HearingEvent& event) {
                               if (show_events) fmt::print("{}\n", describe(event));
                               const auto* final = std::get_if<speech::Final>(&event);
                               if (!final || final->text.empty()) return;
                               if (!outcome.text.empty()) outcome.text += ' ';
                               outcome.text += final->text;
                             }));
  outcome.cpu_ms = cpu_ms() - before;
  return outcome;
}

void print(const std::string& file, const Outcome& outcome, const TranscribeOptions& options) {
  if (options.json) {
    const boost::json::object line = {
        {"file", file}, {"text", outcome.text}, {"audio_ms", outcome.audio_ms}, {"cpu_ms", outcome.cpu_ms}};
    fmt::print("{}\n", boost::json::serialize(line));
  } else {
    fmt::print("{}\t{}\n", file, outcome.text);
  }
  std::fflush(stdout);
}

// Exit status.
int run(const TranscribeOptions& options) {
  const std::filesystem::path engines = options.engines;
  const auto runtime = inference::Runtime::load(engines);
  const auto hearing =
      runtime ? embedded::load_hearing(**runtime, engines, options.hearing) : fail(runtime.error());
  if (!hearing) {
    fmt::print(stderr, "attendant transcribe: {}\n", hearing.error().message);
    return 2;
  }
  int status = 0;
  for (const std::string& file : options.files) {
    if (const auto outcome = transcribe(file, *hearing, options.events)) {
      print(file, *outcome, options);
    } else {
      fmt::print(stderr, "attendant transcribe: {}\n", outcome.error().message);
      status = 1;
    }
  }
  return status;
}

}  // namespace

void add_transcribe_command(CLI::App& app) {
  auto options = std::make_shared<TranscribeOptions>();
  CLI::App* command = app.add_subcommand(
      "transcribe", "Write down what is said in recordings, as the server would hear it on a call");
  command->add_option("FILE", options->files, "WAV files, 8 or 16 kHz (of two channels the first is heard)")
      ->required();
  command->add_flag("--json", options->json, "one object a line: file, text, audio_ms, cpu_ms");
  command->add_flag("--events", options->events, "print what the listening loop reports on the way");
  command->add_option("--recognizer", options->hearing.recognizer, "moonshine-tiny or moonshine-base")
      ->capture_default_str();
  command->add_option("--second-opinion", options->hearing.second_opinion,
                      "ask this recogniser again when the first is unsure");
  command
      ->add_option("--doubt", options->hearing.doubt.doubt,
                   "confidence below which the second opinion is asked")
      ->capture_default_str();
  command->add_option("--engines", options->engines, "folder that tools/fetch-models filled")
      ->capture_default_str();
  command->callback([options] {
    if (const int status = run(*options); status != 0) throw CLI::RuntimeError(status);
  });
}

}  // namespace attendant::app
