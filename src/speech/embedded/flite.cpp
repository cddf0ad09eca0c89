#include "speech/embedded/flite.hpp"

#include <algorithm>
#include <memory>

extern "C" {
#include <flite/flite.h>
cst_voice* register_cmu_us_slt(const char* voice_folder);
}

namespace attendant::speech::embedded {

namespace {

// A token is a word between spaces; flite may say it in several words of its own, or not at all.
std::vector<float> word_ends(const cst_utterance& said) {
  std::vector<float> ends;
  for (const cst_item* token = relation_head(utt_relation(&said, "Token")); token != nullptr;
       token = item_next(token)) {
    const cst_item* word = item_last_daughter(token);
    const float end =
        word == nullptr ? 0.0F : ffeature_float(word, "R:SylStructure.daughtern.daughtern.R:Segment.end");
    ends.push_back(std::max(end, ends.empty() ? 0.0F : ends.back()));
  }
  return ends;
}

}  // namespace

Flite::Flite() {
  flite_init();
  voice_ = register_cmu_us_slt(nullptr);
  CHECK(voice_ != nullptr);
  lexicon_ = val_lexicon(feat_val(voice_->features, "lexicon"));
}

std::vector<Phone> Flite::phones_of(const std::string& word) {
  const std::lock_guard hold(lock_);
  std::vector<Phone> phones;
  cst_val* const list = lex_lookup(lexicon_, word.c_str(), nullptr, nullptr);
  for (const cst_val* item = list; item; item = val_cdr(item)) {
    Phone phone{.name = val_string(val_car(item))};
    if (const char last = phone.name.back(); last >= '0' && last <= '9') {
      phone.stressed = last == '1';
      phone.name.pop_back();
    }
    phones.push_back(std::move(phone));
  }
  delete_val(list);
  return phones;
}

Result<Flite::Sound> Flite::speak(const std::string& words, float rate) {
  const std::lock_guard hold(lock_);
  feat_set_float(voice_->features, "duration_stretch", 1.0F / rate);
  const std::unique_ptr<cst_utterance, decltype(&delete_utterance)> said(
      flite_synth_text(words.c_str(), voice_), &delete_utterance);
  const cst_wave* wave = said ? utt_wave(said.get()) : nullptr;
  if (wave == nullptr || wave->num_channels != 1) return fail(ErrorCode::internal, "flite gave no sound");
  return Sound{.pcm = audio::Samples(wave->samples, wave->samples + wave->num_samples),
               .rate = audio::SampleRate(wave->sample_rate),
               .word_ends = word_ends(*said)};
}

}  // namespace attendant::speech::embedded
