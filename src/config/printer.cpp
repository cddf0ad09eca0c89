#include "config/printer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::config {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kHelpColumn = 44;

// A double-quoted YAML scalar takes any text.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

// Several lines that can stand as they are, indented below their key.
bool is_block(std::string_view text) {
  const auto odd = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == '\x7f'; };
  return text.contains('\n') && text.front() != '\n' && text.front() != ' ' && !text.ends_with("\n\n") &&
         std::ranges::none_of(text, odd) && text.find("\xC2\x85") == std::string_view::npos &&
         text.find("\xE2\x80\xA8") == std::string_view::npos &&
         text.find("\xE2\x80\xA9") == std::string_view::npos;
}

}  // namespace

class Printer::Within {
 public:
  Within(Printer& printer, std::string path, std::size_t depth)
      : printer_(printer), path_(std::exchange(printer.path_, std::move(path))), depth_(printer.depth_) {
    printer.depth_ += depth;
  }
  ~Within() {
    printer_.path_ = std::move(path_);
    printer_.depth_ = depth_;
  }
  Within(const Within&) = delete;
  Within& operator=(const Within&) = delete;

 private:
  Printer& printer_;
  std::string path_;
  std::size_t depth_;
};

std::string Printer::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

std::string Printer::shown(std::string_view path, const Scalar& value) const {
  if (std::ranges::find(secret_keys_, path) != secret_keys_.end()) return quoted("[secret]");
  const std::string text = value.print();
  // "[::1]:5060" would be a list without its quotes.
  return value.text || text.starts_with('[') ? quoted(text) : text;
}

void Printer::line(std::string_view key, std::string_view value, std::string_view help) {
  std::string text(depth_ * kIndent, ' ');
  if (std::exchange(begins_item_, false)) text.replace(text.size() - kIndent, kIndent, "- ");
  text += fmt::format("{}:", key);
  if (!value.empty()) text += fmt::format(" {}", value);
  if (!help.empty())
    text += fmt::format("{:<{}}  # {}", "", kHelpColumn - std::min(kHelpColumn, text.size()), help);
  yaml_ += text + '\n';
  if (!in_later_item_) keys_.push_back(path_of(key));
}

void Printer::scalar(std::string_view key, const Scalar& value, std::string_view help) {
  const std::string text = value.text ? value.print() : std::string();
  const bool secret = std::ranges::find(secret_keys_, path_of(key)) != secret_keys_.end();
  if (secret || !is_block(text)) return line(key, shown(path_of(key), value), help);
  line(key, text.ends_with('\n') ? "|" : "|-", help);
  const std::string inside((depth_ + 1) * kIndent, ' ');
  for (const auto row :
       split(text.ends_with('\n') ? std::string_view(text).substr(0, text.size() - 1) : text, '\n'))
    yaml_ += (row.empty() ? std::string() : inside + std::string(row)) + '\n';
}

void Printer::section(std::string_view key, const Bind& bind, std::string_view help) {
  if (depth_ == 0 && !yaml_.empty()) yaml_ += '\n';
  line(key, "", help);
  const Within within(*this, path_of(key), 1);
  bind(*this);
}

void Printer::scalars(std::string_view key, const List& list, std::string_view help) {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < list.size; ++i) {
    items.push_back(shown(fmt::format("{}[{}]", path_of(key), i), list.item(i)));
  }
  line(key, fmt::format("[{}]", fmt::join(items, ", ")), help);
}

void Printer::named_texts(std::string_view key, NamedTexts& values, const Check&, std::string_view help) {
  line(key, values.empty() ? "{}" : "", help);
  for (const auto& [name, value] : values) {
    const bool secret =
        std::ranges::find(secret_keys_, fmt::format("{}.{}", path_of(key), name)) != secret_keys_.end();
    yaml_ += fmt::format("{:{}}{}: {}\n", "", (depth_ + 1) * kIndent, quoted(name),
                         quoted(secret ? "[secret]" : value));
  }
}

void Printer::sections(std::string_view key, std::size_t size, const std::function<void(std::size_t)>&,
                       const BindItem& bind, std::string_view help) {
  line(key, size == 0 ? "[]" : "", help);
  const bool outer = in_later_item_;
  for (std::size_t i = 0; i < size; ++i) {
    in_later_item_ = outer || i > 0;
    const Within within(*this, fmt::format("{}[{}]", path_of(key), i), 2);
    begins_item_ = true;
    bind(*this, i);
  }
  in_later_item_ = outer;
}

}  // namespace attendant::config
