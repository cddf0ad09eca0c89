#include "speech/listener.hpp"

#include <algorithm>
#include <utility>

#include "audio/level.hpp"
#include "speech/second_opinion.hpp"

namespace attendant::speech {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

namespace {

// While the decoders are behind, a pause that may be none is not worth one of them so soon.
constexpr milliseconds kPauseWhenBusy{240};

}  // namespace

Listener::Listener(ListenPolicy policy) : policy_(policy) {}

std::size_t Listener::samples_in(Duration duration) const {
  return static_cast<std::size_t>(
      std::max<std::int64_t>(0, policy_.sample_rate.samples_in(duration_cast<milliseconds>(duration))));
}

void Listener::forget_audio(std::size_t samples) {
  audio_.erase(audio_.begin(),
               audio_.begin() + static_cast<std::ptrdiff_t>(std::min(samples, audio_.size())));
}

std::vector<ListenEffect> Listener::on_window(audio::SamplesView audio, float probability, Instant begin,
                                              bool busy) {
  std::vector<ListenEffect> out;
  const Instant end = begin + policy_.sample_rate.duration_of(static_cast<std::int64_t>(audio.size()));
  now_ = end;
  const float level = audio::rms(audio);
  const bool faded = fade_.hear(level);
  audio_.insert(audio_.end(), audio.begin(), audio.end());

  if (!utterance_) {
    const bool voiced = probability > policy_.voice_on;
    if (voiced && voiced_run_ == Duration::zero()) run_begin_ = begin;
    voiced_run_ = voiced ? voiced_run_ + (end - begin) : Duration::zero();
    const std::size_t keep = samples_in(policy_.pre_roll) + samples_in(voiced_run_);
    if (audio_.size() > keep) forget_audio(audio_.size() - keep);
    if (voiced_run_ >= policy_.onset) open(run_begin_, end, out);
    return out;
  }

  if (probability > policy_.voice_off && !faded) {
    on_voiced(begin, end, out);
    if (!busy) decode_partial(end, out);
  } else {
    watch_for_stirs(level, begin, end, out);
    on_silent(end, busy, out);
  }
  return out;
}

void Listener::open(Instant begin, Instant now, std::vector<ListenEffect>& out) {
  voiced_run_ = Duration::zero();
  utterance_ =
      Utterance{.begin = begin, .last_voiced = now, .last_decode = begin, .voiced_samples = audio_.size()};
  out.push_back(SpeechStarted{begin});
}

void Listener::on_voiced(Instant begin, Instant end, std::vector<ListenEffect>& out) {
  Utterance& u = current();
  if (u.silent) {
    cancel_decoding(out);
    u.silent = false;
    u.firm.reset();
    if (u.reported && !u.stirred) out.push_back(Resumed{begin});
    u.resumed = u.stirred.value_or(begin);
    u.stirred.reset();
  }
  u.stir = {};
  u.judgements = 0;
  u.judging.reset();
  u.advice = TurnAdvice::unsure;
  u.last_voiced = end;
  u.voiced_samples = audio_.size();
  if (length(end) >= policy_.hard_cap) close(true, out);
}

// A turn is not taken while a voice may be coming back: what stirs is told as one, and taken back when it was
// none.
void Listener::watch_for_stirs(float level, Instant begin, Instant end, std::vector<ListenEffect>& out) {
  Utterance& u = current();
  if (u.stir.hear(level) && u.reported && u.silent && !u.stirred) {
    u.stirred = begin;
    out.push_back(Resumed{begin});
  } else if (u.stirred && end - *u.stirred >= policy_.settle) {
    u.stirred.reset();
    if (u.firm) tell_pause(*u.firm, out);
  }
}

void Listener::tell_pause(const Transcript& firm, std::vector<ListenEffect>& out) {
  const Utterance& u = current();
  out.push_back(Paused{.text = firm.text,
                       .last_voiced = u.last_voiced,
                       .silence = duration_cast<milliseconds>(now_ - u.last_voiced),
                       .confidence = firm.confidence,
                       .ending = firm.ending});
}

void Listener::on_silent(Instant end, bool busy, std::vector<ListenEffect>& out) {
  Utterance& u = current();
  const Duration silence = end - u.last_voiced;
  if (length(end) >= policy_.soft_cap && silence >= policy_.soft_pause) return close(true, out);
  const auto pause = busy ? std::max(policy_.pause, kPauseWhenBusy) : policy_.pause;
  if (silence >= pause && !u.silent) decode_firm(end, out);
  if (policy_.judged && u.judgements < policy_.judge_at.size() && silence >= policy_.judge_at[u.judgements]) {
    ++u.judgements;
    if (!busy) ask_judge(out);
  }
  const milliseconds limit = digits_expected_ ? policy_.close_digits : policy_.close;
  if (silence >= limit) close(false, out);
}

void Listener::decode_partial(Instant end, std::vector<ListenEffect>& out) {
  if (!utterance_ || utterance_->decoding) return;
  Utterance& u = *utterance_;
  const auto stretch = duration_cast<Duration>((u.last_decode - u.begin) * policy_.partial_stretch);
  if (end - u.last_decode < policy_.partial_every + stretch) return;
  u.last_decode = end;
  const std::uint32_t id = next_id_++;
  u.decoding = Decoding{.id = id, .care = Care::draft, .until = end, .samples = audio_.size()};
  out.push_back(Decode{.id = id, .care = Care::draft, .audio = {audio_.begin(), audio_.end()}});
}

std::uint32_t Listener::decode_firm(Instant end, std::vector<ListenEffect>& out) {
  Utterance& u = current();
  cancel_decoding(out);
  const std::size_t samples = std::min(audio_.size(), u.voiced_samples + samples_in(policy_.post_roll));
  u.silent = true;
  u.last_decode = end;
  const std::uint32_t id = next_id_++;
  u.decoding = Decoding{.id = id, .care = Care::firm, .until = u.last_voiced, .samples = samples};
  out.push_back(Decode{.id = id,
                       .care = Care::firm,
                       .audio = {audio_.begin(), audio_.begin() + static_cast<std::ptrdiff_t>(samples)}});
  return id;
}

void Listener::ask_judge(std::vector<ListenEffect>& out) {
  const std::uint32_t id = next_id_++;
  current().judging = id;
  const std::size_t samples = std::min(audio_.size(), samples_in(TurnJudge::kHorizon));
  out.push_back(
      AskJudge{.id = id, .audio = {audio_.end() - static_cast<std::ptrdiff_t>(samples), audio_.end()}});
}

std::vector<ListenEffect> Listener::on_judged(std::uint32_t id, float probability) {
  std::vector<ListenEffect> out;
  if (!utterance_ || utterance_->judging != id) return out;
  utterance_->judging.reset();
  TurnAdvice judged = advice(probability, policy_.advice);
  // A longer silence makes anything sound finished (measured: two thirds of broken-off sentences at half a
  // second).
  if (utterance_->judgements > 1 && judged == TurnAdvice::done) judged = TurnAdvice::unsure;
  if (std::exchange(utterance_->advice, judged) != judged) out.push_back(TurnJudged{judged});
  return out;
}

void Listener::cancel_decoding(std::vector<ListenEffect>& out) {
  Utterance& u = current();
  if (!u.decoding) return;
  out.push_back(CancelDecode{u.decoding->id});
  u.decoding.reset();
}

void Listener::close(bool capped, std::vector<ListenEffect>& out) {
  Utterance& u = current();
  Final final{.begin = u.begin, .last_voiced = u.last_voiced, .capped = capped};
  if (u.firm) {
    final.text = u.firm->text;
    final.confidence = u.firm->confidence;
    out.push_back(std::move(final));
  } else {
    const std::uint32_t id = u.silent && u.decoding ? u.decoding->id : decode_firm(now_, out);
    closing_.push_back({.id = id, .event = std::move(final)});
  }
  forget_utterance(capped);
  utterance_.reset();
}

// What comes after it may begin at once, but not with its last words. After a cap the caller is still
// speaking.
void Listener::forget_utterance(bool capped) {
  forget_audio(current().voiced_samples + (capped ? 0 : samples_in(policy_.post_roll / 2)));
}

std::vector<ListenEffect> Listener::on_decoded(std::uint32_t id, const Result<Transcript>& result) {
  std::vector<ListenEffect> out;
  // A decode that failed is heard as "something was said": the conversation asks again.
  const Transcript transcript = result ? *result : Transcript{.text = {}, .confidence = 0.0F};

  if (const auto closing = std::ranges::find(closing_, id, &Closing::id); closing != closing_.end()) {
    closing->event.text = transcript.text;
    closing->event.confidence = transcript.confidence;
    closing->event.talking = utterance_.has_value();
    out.push_back(std::move(closing->event));
    closing_.erase(closing);
    return out;
  }
  if (!utterance_ || !utterance_->decoding || utterance_->decoding->id != id) return out;

  Utterance& u = *utterance_;
  const Decoding decoding = *u.decoding;
  u.decoding.reset();
  if (decoding.care == Care::draft) {
    if (!transcript.looped)
      out.push_back(
          Partial{.text = transcript.text, .confidence = transcript.confidence, .at = decoding.until});
    return out;
  }
  u.firm = transcript;
  u.firm_id = decoding.id;
  u.reported = true;
  u.paused_samples = decoding.samples;
  tell_pause(transcript, out);
  return out;
}

std::optional<std::uint32_t> Listener::firm_reading() const {
  if (!utterance_ || !utterance_->silent || !utterance_->firm) return std::nullopt;
  return utterance_->firm_id;
}

std::vector<ListenEffect> Listener::on_read_again(std::uint32_t id, Transcript better) {
  std::vector<ListenEffect> out;
  if (firm_reading() != id) return out;
  auto& firm = current().firm;
  if (!firm || same_words(better.text, firm->text)) return out;
  firm = std::move(better);
  if (!current().stirred) tell_pause(*firm, out);
  return out;
}

std::vector<ListenEffect> Listener::take_turn() {
  std::vector<ListenEffect> out;
  if (!utterance_ || !utterance_->reported) return out;
  Utterance& u = *utterance_;
  if (u.silent) {
    forget_utterance(false);
    utterance_.reset();
    return out;
  }
  // The caller went on while the turn was being taken: those words begin an utterance of their own.
  cancel_decoding(out);
  forget_audio(u.paused_samples);
  u.voiced_samples -= std::min(u.voiced_samples, u.paused_samples);
  u.begin = u.resumed;
  u.last_decode = u.resumed;
  u.reported = false;
  u.paused_samples = 0;
  out.push_back(SpeechStarted{u.begin});
  return out;
}

std::vector<ListenEffect> Listener::finish() {
  std::vector<ListenEffect> out;
  if (utterance_) close(false, out);
  return out;
}

Listener::Utterance& Listener::current() {
  CHECK(utterance_);
  return *utterance_;
}

Duration Listener::length(Instant end) const { return utterance_ ? end - utterance_->begin : Duration(0); }

}  // namespace attendant::speech
