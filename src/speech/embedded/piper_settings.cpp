#include "speech/embedded/piper_settings.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::speech::embedded {
namespace {

namespace json = boost::json;

float number_or(const json::value& root, std::string_view pointer, float fallback) {
  std::error_code missing;
  const json::value* value = root.find_pointer(pointer, missing);
  if (!value || !value->is_number()) return fallback;
  return static_cast<float>(value->to_number<double>());
}

}  // namespace

Result<PiperSettings> PiperSettings::parse(std::string_view text) {
  std::error_code error;
  const json::value root = json::parse(text, error);
  if (error) return fail(ErrorCode::invalid, fmt::format("voice settings: {}", error.message()));
  std::error_code missing;
  const json::value* map = root.find_pointer("/phoneme_id_map", missing);
  if (!map || !map->is_object()) return fail(ErrorCode::invalid, "voice settings: no phoneme_id_map");

  PiperSettings settings;
  settings.rate = audio::SampleRate(static_cast<int>(number_or(root, "/audio/sample_rate", 22050)));
  settings.noise_scale = number_or(root, "/inference/noise_scale", settings.noise_scale);
  settings.length_scale = number_or(root, "/inference/length_scale", settings.length_scale);
  settings.noise_width = number_or(root, "/inference/noise_w", settings.noise_width);
  for (const auto& [phoneme, ids] : map->get_object()) {
    const json::array* list = ids.if_array();
    if (!list || list->empty() || !(*list)[0].is_int64()) {
      return fail(ErrorCode::invalid,
                  fmt::format("voice settings: phoneme_id_map: {}", std::string_view(phoneme)));
    }
    settings.ids.emplace(std::string(phoneme), (*list)[0].get_int64());
  }
  for (const char* needed : {"^", "_", "$"}) {
    if (!settings.ids.contains(needed))
      return fail(ErrorCode::invalid, fmt::format("voice settings: phoneme_id_map lacks {}", needed));
  }
  return settings;
}

std::vector<std::int64_t> PiperSettings::ids_of(std::string_view phonemes) const {
  const std::int64_t blank = ids.find("_")->second;
  std::vector<std::int64_t> sequence = {ids.find("^")->second, blank};
  for (const std::string_view phoneme : utf8_code_points(phonemes)) {
    const auto id = ids.find(phoneme);
    if (id == ids.end()) continue;
    sequence.push_back(id->second);
    sequence.push_back(blank);
  }
  sequence.push_back(ids.find("$")->second);
  return sequence;
}

std::size_t PiperSettings::ids_in(std::string_view phonemes) const {
  return ids_of(phonemes).size() - kLeadingIds - 1;
}

}  // namespace attendant::speech::embedded
