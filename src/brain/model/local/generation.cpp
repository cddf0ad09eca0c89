#include "brain/model/local/generation.hpp"

#include <utility>

namespace attendant::brain {

void generate(TextModel& model, const Generation& generation, const std::function<void(Generated)>& report) {
  const auto stop = generation.stop.get_token();
  const auto wanted = [&] { return !stop.stop_requested() && generation.wanted.load(); };
  const auto failed = [&](Error why) {
    if (why.code != ErrorCode::cancelled)
      report({.text = {}, .end = {}, .error = std::move(why), .counts = model.counts()});
  };
  if (!wanted()) return;  // it waited too long for its turn
  if (auto begun = model.begin(generation.question, stop); !begun) return failed(std::move(begun).error());
  while (wanted()) {
    auto piece = model.next(stop);
    if (!piece) return failed(std::move(piece).error());
    if (piece->text.empty() && !piece->end) continue;
    const bool over = piece->end.has_value();
    report({.text = std::move(piece->text), .end = piece->end, .error = {}, .counts = model.counts()});
    if (over) return;
  }
}

}  // namespace attendant::brain
