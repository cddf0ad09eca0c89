// What a model's memory holds of earlier prompts, and which of it the next prompt begins with: a few slots,
// one conversation each. Decides only; who owns the memory carries it out. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace attendant::brain {

using TokenId = std::int32_t;  // of the model's vocabulary

class PrefixSlots {
 public:
  explicit PrefixSlots(std::size_t slots) : slots_(slots) {}

  struct Plan {
    std::size_t slot = 0;
    std::size_t kept = 0;  // tokens of the prompt that need not be evaluated
    // The slot that has those tokens, if it is another: they are copied from there.
    std::optional<std::size_t> copied_from;
  };
  // The slot of the conversation, else the one that was used longest ago; the agents' instructions are shared
  // by copying. At least one token of the prompt is left to evaluate. The slot then holds `kept` tokens.
  Plan choose(std::span<const TokenId> prompt, const std::string& conversation);

  void add(std::size_t slot, std::span<const TokenId> evaluated);
  void cut(std::size_t slot, std::size_t kept);  // the memory holds only the first `kept` of it
  std::size_t size(std::size_t slot) const { return slots_[slot].tokens.size(); }

 private:
  struct Slot {
    std::vector<TokenId> tokens;
    std::string conversation;
    std::uint64_t used = 0;  // the count of `choose` then
  };
  std::vector<Slot> slots_;
  std::uint64_t uses_ = 0;
};

}  // namespace attendant::brain
