#include "understanding/heard_ending.hpp"

#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "understanding/json_lines.hpp"
#include "understanding/utterance_json.hpp"

namespace attendant::understanding {
namespace {

namespace json = boost::json;

using Part = float SentenceEnding::*;
constexpr std::array<Part, 5> kParts{&SentenceEnding::word, &SentenceEnding::comma, &SentenceEnding::period,
                                     &SentenceEnding::question, &SentenceEnding::last_word};

Result<SentenceEnding> ending_from(const json::value* value) {
  if (value == nullptr || !value->is_array() || value->as_array().size() != kParts.size())
    return fail(ErrorCode::invalid, fmt::format("\"ending\" must be {} numbers", kParts.size()));
  SentenceEnding ending;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    boost::system::error_code error;
    const auto number = value->as_array()[i].to_number<double>(error);
    if (error || !(number >= 0.0 && number <= 1.0))
      return fail(ErrorCode::invalid, "\"ending\" must hold probabilities");
    ending.*kParts[i] = static_cast<float>(number);
  }
  return ending;
}

Result<HeardEnding> heard_ending_from(std::string_view line) {
  TRY_ASSIGN(auto said, utterance_from_json(line));
  const json::value value = json::parse(line);  // it was parsed above
  const auto& object = value.as_object();
  const auto* of = object.if_contains("of");
  if (of == nullptr || !of->is_string()) return fail(ErrorCode::invalid, "\"of\" must be a string");
  const auto* whole = object.if_contains("whole");
  if (whole == nullptr || !whole->is_bool())
    return fail(ErrorCode::invalid, "\"whole\" must be true or false");
  HeardEnding heard{.of = std::string(of->as_string()),
                    .author = std::move(said.author),
                    .asked = said.asked,
                    .text = std::move(said.text),
                    .whole = whole->as_bool(),
                    .ending = {}};
  TRY_ASSIGN(heard.ending, ending_from(object.if_contains("ending")));
  return heard;
}

}  // namespace

std::string to_json_line(const HeardEnding& heard) {
  std::string numbers;
  for (const Part part : kParts)
    numbers += fmt::format("{}{:.4f}", numbers.empty() ? "" : ",", heard.ending.*part);
  return fmt::format(R"({{"of":{},"author":{},"context":"{}","text":{},"whole":{},"ending":[{}]}})",
                     json::serialize(json::string(heard.of)), json::serialize(json::string(heard.author)),
                     conversation::to_string(heard.asked), json::serialize(json::string(heard.text)),
                     heard.whole, numbers);
}

Result<std::vector<HeardEnding>> heard_endings_from_lines(std::string_view lines) {
  return from_lines<HeardEnding>(lines, heard_ending_from);
}

}  // namespace attendant::understanding
