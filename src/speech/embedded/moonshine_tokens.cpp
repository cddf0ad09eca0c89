#include "speech/embedded/moonshine_tokens.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::speech::embedded {
namespace {

constexpr std::string_view kSpace = "\u2581";  // what the model writes for a space
constexpr std::int64_t kFirstText = 3;         // after unknown, begin, end

// Letters and digits make words, whatever stands before them; other signs (an apostrophe, money) do not end
// them.
MoonshineTokens::Kind kind_of(std::string_view piece) {
  using Kind = MoonshineTokens::Kind;
  if (piece.starts_with(kSpace)) piece.remove_prefix(kSpace.size());
  if (piece == ".") return Kind::period;
  if (piece == "?") return Kind::question;
  if (piece == "," || piece == "..." || piece == "-" || piece == "\u2014") return Kind::comma;
  const auto is_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  return !piece.starts_with('<') && std::ranges::any_of(piece, is_word) ? Kind::word : Kind::none;
}

}  // namespace

Result<MoonshineTokens> MoonshineTokens::parse(BytesView file) {
  MoonshineTokens tokens;
  std::size_t at = 0;
  while (at < file.size()) {
    const std::size_t entry = at;
    std::size_t length = file[at++];
    if (length >= 128) {
      if (at == file.size())
        return fail(ErrorCode::invalid, fmt::format("tokenizer.bin: byte {}: length cut short", entry));
      length = length - 128 + std::size_t{file[at++]} * 128;
    }
    if (length > file.size() - at) {
      return fail(ErrorCode::invalid, fmt::format("tokenizer.bin: byte {}: {} bytes promised, {} left", entry,
                                                  length, file.size() - at));
    }
    tokens.pieces_.emplace_back(reinterpret_cast<const char*>(file.data() + at), length);
    at += length;
  }
  if (tokens.pieces_.size() <= kFirstText)
    return fail(ErrorCode::invalid, "tokenizer.bin: holds no vocabulary");
  std::ranges::transform(tokens.pieces_, std::back_inserter(tokens.kinds_), kind_of);
  return tokens;
}

std::string MoonshineTokens::text(std::span<const std::int64_t> tokens) const {
  std::string text;
  for (const std::int64_t token : tokens) {
    if (token < kFirstText || static_cast<std::size_t>(token) >= pieces_.size()) continue;
    const std::string& piece = pieces_[static_cast<std::size_t>(token)];
    if (piece.starts_with("<<")) continue;  // reserved for other tasks
    text += piece;
  }
  return std::string(trim(replace_all(text, kSpace, " ")));
}

}  // namespace attendant::speech::embedded
