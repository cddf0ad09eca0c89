// For tests of other rooms: the shipped understander, opened once for all tests of a program.
#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "inference/runtime.hpp"
#include "understanding/understander.hpp"

namespace attendant::understanding {

// `source`: the project's folder. `engines`: without the sentence model in it phrases alone are known. Null:
// data/understanding cannot be read.
inline std::shared_ptr<const Understander> shipped_understander(const std::filesystem::path& source,
                                                                const std::filesystem::path& engines) {
  static const auto runtime = inference::Runtime::load(engines);
  static const auto shared = [&]() -> std::shared_ptr<const Understander> {
    auto opened = Understander::open(source / "data/understanding/intents.bin", engines / "minilm",
                                     runtime ? runtime->get() : nullptr);
    if (!opened) return nullptr;
    return std::make_shared<const Understander>(*std::move(opened));
  }();
  return shared;
}

}  // namespace attendant::understanding
