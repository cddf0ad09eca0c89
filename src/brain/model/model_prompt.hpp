// What a language model is told before the conversation: who it is, the rules, the tools. The same for every
// call of an agent, so that a vendor's prompt cache serves it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "brain/model/chat_request.hpp"
#include "brain/model/model_options.hpp"
#include "tools/spec.hpp"

namespace attendant::brain {

// What a model can ask of the call itself, beside the tools of the catalogue.
inline constexpr std::string_view kTransferTool = "transfer_to_person";
inline constexpr std::string_view kHandOverTool = "hand_over_to_";  // and the agent's name
inline constexpr std::string_view kEndTool = "end_call";

std::string system_prompt(const ModelOptions& options);
std::vector<ToolDefinition> tool_definitions(const ModelOptions& options, const tools::Catalogue& catalogue);

}  // namespace attendant::brain
