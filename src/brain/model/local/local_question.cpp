#include "brain/model/local/local_question.hpp"

#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>
#include <fmt/format.h>

#include "brain/model/local/local_prompt.hpp"

namespace attendant::brain {
namespace {

// Of a "response_format" that asks for what every answer is.
bool is_text(const boost::json::value& format) {
  const auto* object = format.if_object();
  const auto* type = object == nullptr ? nullptr : object->if_contains("type");
  return type != nullptr && type->is_string() && type->get_string() == "text";
}

}  // namespace

Result<TextQuestion> text_question(const ModelQuestion& question) {
  const auto& request = question.request;
  TextQuestion text{.turns = chat_turns(request),
                    .conversation = question.call,
                    .max_tokens = request.max_tokens,
                    .temperature = request.temperature.value_or(0.0)};
  if (text.turns.empty()) return fail(ErrorCode::invalid, "messages: there is nothing to answer");
  for (const auto& [key, value] : request.parameters) {
    const std::string_view name = key;
    if (name == "top_p" && value.is_number())
      text.top_p = value.to_number<double>();
    else if (name == "seed" && value.is_int64())
      text.seed = static_cast<std::uint32_t>(value.get_int64());
    else if ((name == "stop" || name == "response_format") && !is_text(value))
      return fail(ErrorCode::invalid, fmt::format("the local model does not know the parameter {}", name));
  }
  return text;
}

}  // namespace attendant::brain
