// ONNX Runtime writes a model of its own format as ONNX without names for the graphs inside nodes (the
// branches of an If), and does not read what it wrote: ONNX wants every graph to have one. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace attendant::inference {

// `model`: a ModelProto (onnx.proto) in protobuf's wire format. ErrorCode::invalid with the offset when it is
// none.
Result<std::string> with_subgraph_names(std::string_view model);

}  // namespace attendant::inference
