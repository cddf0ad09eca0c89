// A tensor of ONNX Runtime, owned. Move-only; one thread at a time. Outlives neither its Runtime nor, when it
// is a view, the memory it was made over.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace attendant::inference {

class Runtime;
class Api;

class Tensor {
 public:
  Tensor() = default;
  Tensor(Tensor&& other) noexcept;
  Tensor& operator=(Tensor&& other) noexcept;
  Tensor(const Tensor&) = delete;
  Tensor& operator=(const Tensor&) = delete;
  ~Tensor();

  // Elements of a float tensor. A bug if it holds another type.
  std::span<const float> floats() const;
  std::vector<std::int64_t> shape() const;

 private:
  friend class Runtime;
  friend class Session;
  Tensor(const Api* api, void* value) : api_(api), value_(value) {}

  const Api* api_ = nullptr;
  void* value_ = nullptr;
};

}  // namespace attendant::inference
