#include "guard/injection_screen.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "guard/word_scan.hpp"

namespace attendant::guard {
namespace {

constexpr std::string_view kOrders[] = {"ignore previous",
                                        "ignore all previous",
                                        "ignore the previous",
                                        "ignore your",
                                        "ignore all instructions",
                                        "ignore the above",
                                        "ignore everything",
                                        "disregard previous",
                                        "disregard all",
                                        "disregard your",
                                        "disregard the",
                                        "disregard any",
                                        "disregard everything",
                                        "forget your",
                                        "forget all",
                                        "forget the previous",
                                        "forget everything",
                                        "override your",
                                        "override the",
                                        "override all",
                                        "override any",
                                        "override previous",
                                        "new instructions",
                                        "you are now",
                                        "you must now",
                                        "from now on you",
                                        "act as if",
                                        "act as an ai",
                                        "act as the",
                                        "act as my",
                                        "pretend to be",
                                        "pretend you",
                                        "roleplay",
                                        "role play",
                                        "system prompt",
                                        "your instructions",
                                        "your rules",
                                        "your prompt",
                                        "developer mode",
                                        "admin mode",
                                        "debug mode",
                                        "maintenance mode",
                                        "jailbreak",
                                        "i'm the system",
                                        "i am the system",
                                        "i'm your developer",
                                        "i am your developer",
                                        "i'm the administrator",
                                        "i am the administrator",
                                        "call the tool",
                                        "call tool",
                                        "use the tool",
                                        "tool call",
                                        "function call",
                                        "set confirmed",
                                        "confirmed true",
                                        "confirmed = true",
                                        "confirmed : true",
                                        "tell the caller",
                                        "say to the caller",
                                        "reveal your",
                                        "reveal the",
                                        "reveal all",
                                        "reveal any",
                                        "reveal member",
                                        "without verification",
                                        "skip the verification",
                                        "skip verification",
                                        "bypass the",
                                        "bypass your",
                                        "bypass all",
                                        "bypass any",
                                        "bypass verification",
                                        "bypass identity",
                                        "already verified",
                                        "no verification",
                                        "do not verify",
                                        "don't verify",
                                        "assistant :",
                                        "system :",
                                        "end of instructions",
                                        "the user is authorized",
                                        "the caller is verified",
                                        "the caller is authorized",
                                        "grant access",
                                        "respond only",
                                        "answer only with",
                                        "print your",
                                        "repeat your",
                                        "repeat after me",
                                        "repeat everything",
                                        "decode this",
                                        "decode the",
                                        "decode and",
                                        "base64",
                                        "rot13"};

constexpr std::string_view kRemoved = "[removed]";

constexpr std::string_view kChatMarks[] = {
    "<|",    "|>",     "[INST]",  "[/INST]",  "<<SYS>>",       "<</SYS>>",      "<s>",        "</s>",
    "```",   "### ",   "<system", "</system", "<tool",         "</tool",        "<assistant", "</assistant",
    "<user", "</user", "{{",      "}}",       "<instructions", "</instructions"};

// Zero-width characters, marks of writing direction, tags, other controls: the length of the one at `at`, or
// 0.
std::size_t hidden_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  if (byte(at) < 0x20 && text[at] != '\n' && text[at] != '\t') return 1;
  if (byte(at) == 0x7F) return 1;
  if (byte(at) == 0xC2 && byte(at + 1) == 0xAD) return 2;  // soft hyphen
  if (byte(at) == 0xE2 && byte(at + 1) == 0x80 && byte(at + 2) >= 0x8B && byte(at + 2) <= 0x8F) return 3;
  if (byte(at) == 0xE2 && byte(at + 1) == 0x80 && byte(at + 2) >= 0xA8 && byte(at + 2) <= 0xAE) return 3;
  if (byte(at) == 0xE2 && byte(at + 1) == 0x81 && byte(at + 2) >= 0xA0 && byte(at + 2) <= 0xAF) return 3;
  if (byte(at) == 0xEF && byte(at + 1) == 0xBB && byte(at + 2) == 0xBF) return 3;
  if (byte(at) == 0xF3 && byte(at + 1) == 0xA0) return 4;  // tags
  return 0;
}

std::string without_hidden(std::string_view text, bool& any) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (const auto length = hidden_length(text, at); length != 0) {
      any = true;
      at += std::min(length, text.size() - at);
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string without_marks(std::string text, bool& any) {
  for (const auto mark : kChatMarks) {
    if (!text.contains(mark)) continue;
    any = true;
    text = replace_all(text, mark, " ");
  }
  return text;
}

// The end of the sentence that begins at `at`.
std::size_t sentence_end(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const char c = text[at++];
    if (c == '\n' ||
        ((c == '.' || c == '!' || c == '?' || c == ';') && (at >= text.size() || text[at] == ' ')))
      break;
  }
  return at;
}

}  // namespace

bool gives_orders(std::string_view text) {
  const auto words = words_of(text);
  return std::ranges::any_of(kOrders, [&](std::string_view order) { return has_words(words, order); });
}

Screened screen(std::string_view text) {
  Screened screened;
  bool hidden = false, marks = false, orders = false;
  const auto plain = without_marks(without_hidden(text, hidden), marks);
  for (std::size_t at = 0; at < plain.size();) {
    const auto end = sentence_end(plain, at);
    const auto sentence = std::string_view(plain).substr(at, end - at);
    if (gives_orders(sentence)) {
      if (!std::exchange(orders, true) || !screened.text.ends_with("[removed] "))
        screened.text += std::string(kRemoved) + " ";
    } else {
      screened.text += sentence;
    }
    at = end;
  }
  screened.text = trim(screened.text);
  if (hidden) screened.found.emplace_back("hidden characters");
  if (marks) screened.found.emplace_back("chat marks");
  if (orders) screened.found.emplace_back("instruction");
  return screened;
}

namespace {

std::string cleaned(std::string_view text, std::vector<std::string>& found) {
  auto screened = screen(text);
  for (auto& what : screened.found)
    if (std::ranges::find(found, what) == found.end()) found.push_back(std::move(what));
  return std::move(screened.text);
}

}  // namespace

boost::json::value screen(const boost::json::value& value, std::vector<std::string>& found) {
  if (const auto* text = value.if_string()) return boost::json::value(cleaned(*text, found));
  if (const auto* list = value.if_array()) {
    boost::json::array out;
    for (const auto& item : *list) out.push_back(screen(item, found));
    return out;
  }
  if (const auto* object = value.if_object()) {
    boost::json::object out;
    for (const auto& [name, item] : *object)
      out[cleaned(std::string_view(name), found)] = screen(item, found);
    return out;
  }
  return value;
}

ToolAnswer screen(ToolAnswer answer, std::vector<std::string>& found) {
  for (auto& sentence : answer.say) sentence = cleaned(sentence, found);
  std::erase_if(answer.say,
                [](const std::string& sentence) { return sentence.empty() || sentence == kRemoved; });
  for (auto& option : answer.options)
    option = {.id = cleaned(option.id, found), .say = cleaned(option.say, found)};
  answer.facts = screen(answer.facts, found).get_object();
  return answer;
}

}  // namespace attendant::guard
