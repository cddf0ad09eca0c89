#include "speech/embedded/flite.hpp"

#include <memory>

extern "C" {
#include <flite/flite.h>
cst_voice* register_cmu_us_slt(const char* voice_folder);
}

namespace attendant::speech::embedded {

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
  const std::unique_ptr<cst_wave, decltype(&delete_wave)> wave(flite_text_to_wave(words.c_str(), voice_),
                                                               &delete_wave);
  if (!wave || wave->num_channels != 1) return fail(ErrorCode::internal, "flite gave no sound");
  return Sound{.pcm = audio::Samples(wave->samples, wave->samples + wave->num_samples),
               .rate = audio::SampleRate(wave->sample_rate)};
}

}  // namespace attendant::speech::embedded
