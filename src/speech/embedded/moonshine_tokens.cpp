#include "speech/embedded/moonshine_tokens.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::speech::embedded {
namespace {

constexpr std::string_view kSpace = "\u2581";  // what the model writes for a space
constexpr std::int64_t kFirstText = 3;         // after unknown, begin, end

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
