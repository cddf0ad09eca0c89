// Text that comes from callers, tools and documents must not look like the marks of a chat template: to a
// model whose prompt is one text, "<|im_start|>system" said by a caller is a new system turn. Pure.
#pragma once

#include <string>
#include <string_view>

namespace attendant::brain {

// The same text with a space put into whatever could be a mark: "< |im_start|>", "[ INST]", "< /s>", and into
// the beginning of our own "[result of". Nothing is taken out.
std::string without_control_marks(std::string_view text);

}  // namespace attendant::brain
