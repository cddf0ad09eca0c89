// ONNX Runtime, loaded when the server starts and not when it is linked: a server without the library builds,
// starts, and says what is missing. One Runtime per process, owned by the composition root; it outlives its
// Sessions and Tensors. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "inference/tensor.hpp"

namespace attendant::inference {

class Session;

struct SessionOptions {
  int threads = 1;  // inside one run; more than one pays only for large models
  // A value inside an .onnx model that shall be an output too; floats. ErrorCode::internal when it has none
  // of the name.
  std::string also_output;
  // Of an .ort model: read it as ONNX, so that weights stored as bytes become floats once and not in every
  // run. Takes seconds, and memory for the floats.
  bool fold_weights = false;
};

class Runtime {
 public:
  // `engines`: the folder that tools/fetch-models fills. ErrorCode::not_found names the missing file and that
  // command.
  static Result<std::unique_ptr<Runtime>> load(const std::filesystem::path& engines);
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  // Reads a model (.onnx or .ort). Takes from 0.1 to 2 s.
  Result<std::unique_ptr<Session>> open(const std::filesystem::path& model,
                                        SessionOptions options = {}) const;

  // Views over the caller's memory, which must outlive the tensor. Elements must match the shape.
  Tensor view(std::span<float> data, std::span<const std::int64_t> shape) const;
  Tensor view(std::span<std::int64_t> data, std::span<const std::int64_t> shape) const;
  Tensor view(std::span<bool> data, std::span<const std::int64_t> shape) const;

  std::string version() const;

 private:
  Runtime();
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

// The error for an engine file that is not there: names it and the command that fetches it.
std::unexpected<Error> missing_engine_file(const std::filesystem::path& file);

}  // namespace attendant::inference
