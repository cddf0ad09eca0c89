// Any bytes as a plan document: never a crash; what is taken has passages with ids and text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "documents/document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document =
      attendant::documents::parse_document("guide", {reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  for (const auto& passage : document->passages)
    if (passage.id.empty() || passage.text.empty() || passage.title.empty()) std::abort();
  return 0;
}
