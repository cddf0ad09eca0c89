#include "brain/model/local/prefix_slots.hpp"

#include <algorithm>

namespace attendant::brain {
namespace {

std::size_t common(std::span<const TokenId> a, std::span<const TokenId> b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace

PrefixSlots::Plan PrefixSlots::choose(std::span<const TokenId> prompt, const std::string& conversation) {
  const auto reusable = prompt.first(prompt.empty() ? 0 : prompt.size() - 1);
  auto own = std::ranges::find_if(
      slots_, [&](const Slot& slot) { return !conversation.empty() && slot.conversation == conversation; });
  if (own == slots_.end()) own = std::ranges::min_element(slots_, {}, &Slot::used);
  const auto warmest =
      std::ranges::max_element(slots_, {}, [&](const Slot& slot) { return common(reusable, slot.tokens); });

  Plan plan{.slot = static_cast<std::size_t>(own - slots_.begin()),
            .kept = common(reusable, own->tokens),
            .copied_from = {}};
  if (const auto longest = common(reusable, warmest->tokens); longest > plan.kept) {
    plan.kept = longest;
    plan.copied_from = static_cast<std::size_t>(warmest - slots_.begin());
  }
  own->tokens.assign(prompt.begin(), prompt.begin() + static_cast<std::ptrdiff_t>(plan.kept));
  own->conversation = conversation;
  own->used = ++uses_;
  return plan;
}

void PrefixSlots::add(std::size_t slot, std::span<const TokenId> evaluated) {
  slots_[slot].tokens.insert(slots_[slot].tokens.end(), evaluated.begin(), evaluated.end());
}

void PrefixSlots::cut(std::size_t slot, std::size_t kept) {
  auto& tokens = slots_[slot].tokens;
  tokens.resize(std::min(tokens.size(), kept));
}

}  // namespace attendant::brain
