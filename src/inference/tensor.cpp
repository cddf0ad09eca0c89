#include "inference/tensor.hpp"

#include <utility>

#include "inference/api.hpp"

namespace attendant::inference {

Tensor::Tensor(Tensor&& other) noexcept : api_(other.api_), value_(std::exchange(other.value_, nullptr)) {}

Tensor& Tensor::operator=(Tensor&& other) noexcept {
  if (this != &other) {
    if (value_) api_->release(Slot::release_value, value_);
    api_ = other.api_;
    value_ = std::exchange(other.value_, nullptr);
  }
  return *this;
}

Tensor::~Tensor() {
  if (value_) api_->release(Slot::release_value, value_);
}

std::span<const float> Tensor::floats() const {
  void* data = nullptr;
  CHECK(api_->call(Slot::tensor_data, value_, &data));
  void* shape = nullptr;
  CHECK(api_->call(Slot::shape_of, static_cast<const void*>(value_), &shape));
  std::size_t count = 0;
  CHECK(api_->call(Slot::element_count, static_cast<const void*>(shape), &count));
  api_->release(Slot::release_shape, shape);
  return {static_cast<const float*>(data), count};
}

std::vector<std::int64_t> Tensor::shape() const {
  void* shape = nullptr;
  CHECK(api_->call(Slot::shape_of, static_cast<const void*>(value_), &shape));
  std::size_t rank = 0;
  CHECK(api_->call(Slot::dimension_count, static_cast<const void*>(shape), &rank));
  std::vector<std::int64_t> dimensions(rank);
  CHECK(api_->call(Slot::dimensions, static_cast<const void*>(shape), dimensions.data(), rank));
  api_->release(Slot::release_shape, shape);
  return dimensions;
}

}  // namespace attendant::inference
