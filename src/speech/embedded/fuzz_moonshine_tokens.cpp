#include "speech/embedded/moonshine_tokens.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto tokens = attendant::speech::embedded::MoonshineTokens::parse({data, size});
  if (tokens) {
    const std::vector<std::int64_t> all = {0, 1, 2, 3, 4, 5, static_cast<std::int64_t>(tokens->size())};
    (void)tokens->text(all);
  }
  return 0;
}
