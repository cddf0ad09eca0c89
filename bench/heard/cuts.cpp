#include "cuts.hpp"

#include <chrono>

#include "audio/g711.hpp"
#include "media/playback.hpp"
#include "speech/clauses.hpp"
#include "speech/opening.hpp"
#include "speech/spoken_forms.hpp"

namespace attendant::bench {
namespace {

using speech::WordMark;

void append(std::vector<WordMark>& all, std::vector<WordMark> more, std::size_t text, std::size_t samples) {
  for (auto& mark : more) {
    mark.text_end += text;
    mark.sample_end += static_cast<std::uint32_t>(samples);
    all.push_back(std::move(mark));
  }
}

// As ClauseSynthesizer cuts a text.
std::vector<std::string_view> clauses_of(std::string_view text) {
  auto clauses = speech::split_clauses(text);
  const auto opening = speech::split_opening(clauses[0]);
  clauses[0] = opening[0];
  clauses.insert(clauses.begin() + 1, opening.begin() + 1, opening.end());
  return clauses;
}

}  // namespace

Result<Said> say(speech::Voice& voice, SaidWords said_words, std::string_view method,
                 const std::string& text) {
  Said said{.text = text, .pcm = {}, .marks = {{.method = std::string(method), .words = {}}}};
  if (said_words != nullptr) said.marks.push_back({.method = "phonemes", .words = {}});
  said.marks.push_back({.method = "letters", .words = {}});
  for (const auto clause : clauses_of(text)) {
    TRY_ASSIGN(auto rendered, voice.render(clause, 1.0F, audio::kTelephoneRate, {}));
    const auto offset = static_cast<std::size_t>(clause.data() - text.data());
    const auto samples = rendered.pcm.size();
    append(said.marks.front().words, std::move(rendered.words), offset, said.pcm.size());
    if (said_words != nullptr)
      append(said.marks[1].words, speech::embedded::marks_by_weight(said_words(voice, clause), samples),
             offset, said.pcm.size());
    append(said.marks.back().words, speech::marks_by_letters(clause, samples), offset, said.pcm.size());
    said.pcm.insert(said.pcm.end(), rendered.pcm.begin(), rendered.pcm.end());
  }
  return said;
}

Cut cut_somewhere(const audio::Samples& pcm, std::chrono::milliseconds least, std::mt19937& random) {
  const std::size_t first = static_cast<std::size_t>(least / audio::kFrameTime);
  const std::size_t last = std::max(first, pcm.size() / audio::kFrameSamples - 1);
  const std::size_t frames = std::uniform_int_distribution(first, last)(random);
  media::HandOff<media::Chunk> chunks;
  SpscQueue<media::LineEvent> events(8);
  media::Playback playback(chunks, events);
  chunks.push({.utterance = UtteranceId(1), .samples = pcm, .last = true});
  Cut cut;
  audio::Frame frame{};
  const auto send = [&] {
    (void)playback.fill(frame, Instant{});
    for (const auto sample : frame)
      cut.sent.push_back(audio::decode_sample(audio::Law::mu, audio::encode_sample(audio::Law::mu, sample)));
  };
  for (std::size_t i = 0; i < frames; ++i) send();
  playback.stop({.chunks = 1}, Instant{});
  send();  // what is led to zero
  media::LineEvent event;
  while (events.pop(event))
    if (const auto* at = std::get_if<media::Cut>(&event))
      cut.played = static_cast<std::uint32_t>(at->samples_played);
  return cut;
}

}  // namespace attendant::bench
