#include "inference/session.hpp"

#include "inference/api.hpp"

namespace attendant::inference {

Session::~Session() { api_->release(Slot::release_session, session_); }

Result<std::vector<Tensor>> Session::run(std::span<const Input> inputs,
                                         std::span<const char* const> outputs) const {
  std::vector<const char*> names;
  std::vector<const void*> values;
  names.reserve(inputs.size());
  values.reserve(inputs.size());
  for (const Input& input : inputs) {
    names.push_back(input.name);
    values.push_back(input.tensor->value_);
  }
  std::vector<void*> results(outputs.size(), nullptr);
  TRY(api_->call(Slot::run, session_, static_cast<const void*>(nullptr),
                 static_cast<const char* const*>(names.data()),
                 static_cast<const void* const*>(values.data()), values.size(),
                 static_cast<const char* const*>(outputs.data()), outputs.size(), results.data()));
  std::vector<Tensor> tensors;
  tensors.reserve(results.size());
  for (void* value : results) tensors.push_back(Tensor(api_, value));
  return tensors;
}

}  // namespace attendant::inference
