#include "app/language_lines.hpp"

#include <fstream>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "audio/wav.hpp"
#include "base/text.hpp"

namespace attendant::app {
namespace {

constexpr std::string_view kList = "lines.tsv";
constexpr std::string_view kInstead = "the voice says the sentence instead";

Status add_line(std::string_view line, const std::filesystem::path& folder, const std::filesystem::path& own,
                speech::RecordedLines& into) {
  const auto columns = split(line, '\t');
  const std::string_view name = columns.front();
  if (columns.size() < 2 || name.empty() || trim(columns[1]).empty())
    return fail(ErrorCode::invalid, "expected a file and a sentence with a tab between them");
  if (name.find('/') != std::string_view::npos)
    return fail(ErrorCode::invalid, fmt::format("{}: expected the name of a file beside this list", name));

  std::error_code none;
  const bool replaced = !own.empty() && std::filesystem::exists(own / name, none);
  const auto file = (replaced ? own : folder) / name;
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::not_found, fmt::format("{} is missing", file.string()));
  const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
  const auto wav = audio::parse_wav(bytes);
  if (!wav) return fail(wav.error().in(file.string()));
  return into.add(std::string(trim(columns[1])), wav->channel(0), wav->rate);
}

}  // namespace

std::vector<std::string> load_language_lines(const std::filesystem::path& folder,
                                             const std::filesystem::path& own, speech::RecordedLines& into) {
  const auto list = folder / kList;
  std::ifstream in(list);
  if (!in) return {fmt::format("{} is missing: {}", list.string(), kInstead)};
  std::vector<std::string> problems;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (trim(line).empty() || line.starts_with('#')) continue;
    if (const auto added = add_line(line, folder, own, into); !added)
      problems.push_back(
          fmt::format("{}:{}: {}: {}", list.string(), number, added.error().message, kInstead));
  }
  return problems;
}

}  // namespace attendant::app
