#include "speech/embedded/piper_settings.hpp"
#include "speech/embedded/pronunciation.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto table = attendant::speech::embedded::PronunciationTable::parse(text))
    (void)table->find(text);
  if (const auto settings = attendant::speech::embedded::PiperSettings::parse(text))
    (void)settings->ids_of(text);
  return 0;
}
