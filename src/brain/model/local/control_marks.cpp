#include "brain/model/local/control_marks.hpp"

namespace attendant::brain {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// "<|...|>", "<s>", "</s>", "<<SYS>>", "<start_of_turn>", "<think>", and those with characters of their own.
bool opens_angle_mark(std::string_view behind) { return !behind.empty() && !is_space(behind.front()); }

// "[INST]", "[/INST]", "[TOOL_CALLS]", "[|user|]", "[gMASK]"; not "[pressed 1]".
bool opens_square_mark(std::string_view behind) {
  return !behind.empty() && (is_upper(behind.front()) || behind.front() == '/' || behind.front() == '|' ||
                             behind.starts_with("gMASK") || behind.starts_with("result of"));
}

}  // namespace

std::string without_control_marks(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto behind = text.substr(i + 1);
    safe += c;
    if ((c == '<' && opens_angle_mark(behind)) || (c == '[' && opens_square_mark(behind))) safe += ' ';
  }
  return safe;
}

}  // namespace attendant::brain
