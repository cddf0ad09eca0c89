// The recorded sentences in languages that the embedded voice does not speak: data/speech/languages, or an
// operator's own recordings of the same names.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "speech/recorded_lines.hpp"

namespace attendant::app {

// Adds every line of `folder`/lines.tsv ("file<TAB>sentence", more columns are passed over, '#' begins a
// comment) with its recording: the file of that name in `own`, when that is not empty and has it, else in
// `folder`. One sentence for each recording that is missing or cannot be read, naming file and line: the
// voice says that line instead. Empty: all are there.
std::vector<std::string> load_language_lines(const std::filesystem::path& folder,
                                             const std::filesystem::path& own, speech::RecordedLines& into);

}  // namespace attendant::app
