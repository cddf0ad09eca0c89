#include "app/command_speak.hpp"

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/places.hpp"
#include "audio/wav_writer.hpp"
#include "base/clock.hpp"
#include "speech/clauses.hpp"
#include "speech/embedded/engines.hpp"
#include "speech/spoken_forms.hpp"

namespace attendant::app {
namespace {

namespace embedded = speech::embedded;

struct SpeakOptions {
  std::string text;
  std::string output;
  std::string engines = engines_folder({}).string();
  embedded::SpeakingOptions speaking;
  std::string pronunciation;
  float rate = 1.0F;
  int sample_rate = audio::kTelephoneRate.hertz();
  bool json = false;
};

struct Outcome {
  audio::Samples pcm;
  std::vector<speech::WordMark> words;
  long long first_ms = 0;  // until the first clause was ready
};

Result<Outcome> render(const SpeakOptions& options, speech::Voice& voice, const Clock& clock) {
  Outcome outcome;
  const Instant begin = clock.now();
  for (const std::string_view clause : speech::split_clauses(options.text)) {
    TRY_ASSIGN(const auto rendered,
               voice.render(clause, options.rate, audio::SampleRate(options.sample_rate), {}));
    if (outcome.pcm.empty()) outcome.first_ms = to_ms(clock.now() - begin);
    const auto offset = static_cast<std::size_t>(clause.data() - options.text.data());
    for (const auto& word : rendered.words)
      outcome.words.push_back(
          {.text_end = offset + word.text_end,
           .sample_end = static_cast<std::uint32_t>(outcome.pcm.size()) + word.sample_end});
    outcome.pcm.insert(outcome.pcm.end(), rendered.pcm.begin(), rendered.pcm.end());
  }
  return outcome;
}

boost::json::array to_json(const std::vector<speech::WordMark>& words, int sample_rate) {
  boost::json::array out;
  for (const auto& word : words)
    out.push_back(
        {{"text_end", word.text_end}, {"end_ms", std::int64_t{word.sample_end} * 1000 / sample_rate}});
  return out;
}

int complain(const Error& error, int status) {
  fmt::print(stderr, "attendant speak: {}\n", error.message);
  return status;
}

// Exit status.
int run(const SpeakOptions& options) {
  const std::filesystem::path engines = options.engines;
  std::unique_ptr<inference::Runtime> runtime;
  if (options.speaking.voice != "flite") {
    auto loaded = inference::Runtime::load(engines);
    if (!loaded) return complain(loaded.error(), 2);
    runtime = *std::move(loaded);
  }
  embedded::SpeakingOptions speaking = options.speaking;
  if (!options.pronunciation.empty()) speaking.pronunciations = {options.pronunciation};
  const auto speech = embedded::load_speech(runtime.get(), engines, speaking);
  if (!speech) return complain(speech.error(), 2);

  const SystemClock clock;
  const auto outcome = render(options, *speech->voice, clock);
  if (!outcome) return complain(outcome.error(), 1);
  const Bytes wav = audio::to_wav(outcome->pcm, audio::SampleRate(options.sample_rate));
  std::ofstream file(options.output, std::ios::binary);
  file.write(reinterpret_cast<const char*>(wav.data()), static_cast<std::streamsize>(wav.size()));
  if (!file.flush()) return complain({.message = fmt::format("{}: cannot be written", options.output)}, 1);

  const auto audio_ms = static_cast<long long>(outcome->pcm.size()) * 1000 / options.sample_rate;
  if (options.json) {
    const boost::json::object line = {{"file", options.output},
                                      {"spoken", speech::spoken_form(options.text)},
                                      {"audio_ms", audio_ms},
                                      {"first_ms", outcome->first_ms},
                                      {"words", to_json(outcome->words, options.sample_rate)}};
    fmt::print("{}\n", boost::json::serialize(line));
  } else {
    fmt::print("{}: {} ms, first clause ready after {} ms\n", options.output, audio_ms, outcome->first_ms);
  }
  return 0;
}

}  // namespace

void add_speak_command(CLI::App& app) {
  auto options = std::make_shared<SpeakOptions>();
  CLI::App* command = app.add_subcommand("speak", "Say a text as callers hear it, into a WAV file");
  command->add_option("TEXT", options->text, "what to say; amounts, dates and ids in written form")
      ->required();
  command->add_option("-o,--output", options->output, "WAV file to write")->required();
  command->add_option("--voice", options->speaking.voice, "piper-joe, or flite which needs no download")
      ->capture_default_str();
  command->add_option("--rate", options->rate, "1 is normal, less is slower")
      ->check(CLI::Range(0.5, 2.0))
      ->capture_default_str();
  command->add_option("--sample-rate", options->sample_rate, "8000 or 16000")
      ->check(CLI::IsMember({8000, 16000}))
      ->capture_default_str();
  command->add_option("--pronunciation", options->pronunciation,
                      "table of pronunciations (data/speech/pronunciation.tsv)");
  command->add_option("--engines", options->engines, "folder that tools/fetch-models filled")
      ->capture_default_str();
  command->add_flag("--json", options->json, "one object: file, spoken, audio_ms, first_ms, words");
  command->callback([options] {
    if (const int status = run(*options); status != 0) throw CLI::RuntimeError(status);
  });
}

}  // namespace attendant::app
