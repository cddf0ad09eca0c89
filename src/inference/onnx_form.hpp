// A model of ONNX Runtime's own format (.ort) as ONNX. The library optimises ONNX when it reads it and .ort
// never: an .ort whose weights are stored as bytes makes floats of all of them in every run. Internal to this
// room.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "inference/api.hpp"

namespace attendant::inference {

// `env`: the library's environment. Takes some 0.2 s and twice the model's size of memory.
Result<std::string> onnx_form(const Api& api, const void* env, const std::filesystem::path& model);

}  // namespace attendant::inference
