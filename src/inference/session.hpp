// A loaded model. run() may be called from several threads at once.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "inference/tensor.hpp"

namespace attendant::inference {

struct Input {
  const char* name;
  const Tensor* tensor;
};

class Session {
 public:
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // The named outputs, in the order asked. ErrorCode::internal with the runtime's own words when the model
  // refuses.
  Result<std::vector<Tensor>> run(std::span<const Input> inputs, std::span<const char* const> outputs) const;

  const std::vector<std::string>& input_names() const { return input_names_; }
  const std::vector<std::string>& output_names() const { return output_names_; }

 private:
  friend class Runtime;
  Session(const Api* api, void* session) : api_(api), session_(session) {}

  const Api* api_;
  void* session_;
  std::vector<std::string> input_names_, output_names_;
};

}  // namespace attendant::inference
