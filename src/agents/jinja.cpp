#include "agents/jinja.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "agents/template.hpp"
#include "base/text.hpp"

namespace attendant::agents {
namespace {

struct Known {
  std::string_view theirs, ours, spoken;  // `spoken`: what stands for it in a persona
};
constexpr std::array<Known, 9> kKnown{{{"caller_name", kName, "the caller"},
                                       {"client_name", kName, "the caller"},
                                       {"customer_name", kName, "the caller"},
                                       {"member_name", kName, "the caller"},
                                       {"user_name", kName, "the caller"},
                                       {"company_name", kCompany, "the company"},
                                       {"institution_name", kCompany, "the company"},
                                       {"organization", kCompany, "the company"},
                                       {"agent_name", kAgent, "the agent"}}};

struct Token {
  enum class Kind { text, value, statement } kind = Kind::text;
  std::string_view text;
};

// "{{ x }}", "{% if x %}", "{# .. #}", and what is between them. A tag that is not closed is text.
std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  while (!text.empty()) {
    auto open = text.find('{');
    while (
        open != std::string_view::npos &&
        (open + 1 >= text.size() || std::string_view("{%#").find(text[open + 1]) == std::string_view::npos))
      open = text.find('{', open + 1);
    if (open == std::string_view::npos) break;
    const char mark = text[open + 1];
    const std::array<char, 2> end{mark == '{' ? '}' : mark, '}'};
    const auto close = text.find(std::string_view(end.data(), end.size()), open + 2);
    if (close == std::string_view::npos) break;
    if (open > 0) tokens.push_back({Token::Kind::text, text.substr(0, open)});
    auto inside = text.substr(open + 2, close - open - 2);
    if (inside.starts_with('-')) inside.remove_prefix(1);  // white space control
    if (inside.ends_with('-')) inside.remove_suffix(1);
    if (mark != '#')
      tokens.push_back({mark == '{' ? Token::Kind::value : Token::Kind::statement, trim(inside)});
    text.remove_prefix(close + 2);
  }
  if (!text.empty()) tokens.push_back({Token::Kind::text, text});
  return tokens;
}

class Translation {
 public:
  Translation(std::string_view text, const std::map<std::string, std::string>& variables, JinjaInto into)
      : tokens_(tokens_of(text)), variables_(variables), into_(into) {}

  FromJinja run() {
    std::string text;
    while (at_ < tokens_.size()) {
      text += block();
      if (at_ < tokens_.size()) {
        note(fmt::format("{{% {} %}} closes nothing: left out", tokens_[at_].text));
        ++at_;
      }
    }
    return {.text = std::move(text), .notes = std::move(notes_)};
  }

 private:
  static constexpr int kDeepest = 20;

  void note(std::string what) {
    if (std::ranges::find(notes_, what) == notes_.end()) notes_.push_back(std::move(what));
  }

  // Up to the statement that ends or parts the block it is in.
  std::string block() {
    std::string text;
    for (; at_ < tokens_.size(); ++at_) {
      const Token token = tokens_[at_];
      if (token.kind == Token::Kind::text) {
        text += plain(token.text);
      } else if (token.kind == Token::Kind::value) {
        text += value(token.text);
      } else if (token.text.starts_with("if ")) {
        text += condition(trim(token.text.substr(3)));
      } else if (token.text.starts_with("for ")) {
        skip_loop(token.text);
      } else if (token.text.starts_with("end") || token.text.starts_with("el")) {
        return text;
      } else {
        note(fmt::format("{{% {} %}} is not known here: left out", token.text));
      }
    }
    return text;
  }

  // Signs that mean something in our templates.
  std::string plain(std::string_view text) {
    if (into_ == JinjaInto::persona) return std::string(text);
    std::string out(text);
    std::erase_if(out, [](char c) { return std::string_view("{}[]|").contains(c); });
    return out;
  }

  std::string value(std::string_view expression) {
    const auto bar = expression.find('|');
    const auto name = trim(expression.substr(0, bar));
    const auto other =
        bar == std::string_view::npos ? std::nullopt : default_of(trim(expression.substr(bar + 1)));
    if (const auto given = variables_.find(std::string(name)); given != variables_.end())
      return plain(given->second);
    const auto* known = std::ranges::find(kKnown, name, &Known::theirs);
    if (known != kKnown.end()) {
      if (into_ == JinjaInto::persona) {
        note(fmt::format("{{{{ {} }}}} became \"{}\": a persona has no values", name, known->spoken));
        return std::string(known->spoken);
      }
      // What is not known is said otherwise, or not at all.
      if (known->ours != kName) return fmt::format("{{{}}}", known->ours);
      const auto unnamed = plain(other.value_or(""));
      switch (within_) {
        case Within::nothing:
          return fmt::format("[{{name}}|{}]", unnamed);
        case Within::named:
          return "{name}";
        case Within::unnamed:
          return unnamed;
      }
    }
    if (other) {
      note(fmt::format("{{{{ {} }}}} became its default \"{}\"", name, *other));
      return plain(*other);
    }
    note(fmt::format("{{{{ {} }}}} is not known here: left out", expression));
    return {};
  }

  // default("there")
  static std::optional<std::string> default_of(std::string_view filter) {
    if (!filter.starts_with("default(") || !filter.ends_with(')')) return std::nullopt;
    const auto inside = trim(filter.substr(8, filter.size() - 9));
    if (inside.size() < 2 || (inside.front() != '"' && inside.front() != '\'')) return std::nullopt;
    return std::string(inside.substr(1, inside.size() - 2));
  }

  std::string condition(std::string_view test) {
    if (++depth_ > kDeepest) {
      note("conditions are nested too deeply: left out");
      --depth_;
      return {};
    }
    const auto* known = std::ranges::find(kKnown, test, &Known::theirs);
    const bool of_name = into_ == JinjaInto::sentence && known != kKnown.end() && known->ours == kName;
    const auto around = within_;  // brackets of ours do not nest
    const bool brackets = of_name && around == Within::nothing;
    if (brackets) within_ = Within::named;
    ++at_;
    const auto then = block();
    if (brackets) within_ = Within::unnamed;
    std::string otherwise;
    bool more = at_ < tokens_.size() && tokens_[at_].text.starts_with("el");
    if (more && tokens_[at_].text.starts_with("elif")) note("{% elif %} is read as {% else %}");
    while (more) {
      ++at_;
      auto branch = block();
      more = at_ < tokens_.size() && tokens_[at_].text.starts_with("el");
      if (!more) otherwise = std::move(branch);  // the last: what holds when nothing is known
    }
    --depth_;
    within_ = around;
    if (brackets) {
      if (!then.contains("{name}"))
        note(fmt::format("{{% if {} %}}: said also when the name is not known, for it is not in it", test));
      return fmt::format("[{}|{}]", trim(then), trim(otherwise));
    }
    if (of_name) return around == Within::named ? then : otherwise;
    const auto given = variables_.find(std::string(test));
    if (given != variables_.end())
      return given->second.empty() || given->second == "false" ? otherwise : then;
    if (known != kKnown.end() && known->ours == kCompany) return then;
    note(fmt::format("{{% if {} %}}: only what holds without it was kept", test));
    return otherwise;
  }

  void skip_loop(std::string_view statement) {
    note(fmt::format("{{% {} %}}: a loop, left out", statement));
    int open = 1;
    for (++at_; at_ < tokens_.size(); ++at_) {
      if (tokens_[at_].kind != Token::Kind::statement) continue;
      if (tokens_[at_].text.starts_with("for ")) ++open;
      if (tokens_[at_].text.starts_with("endfor") && --open == 0) return;
    }
  }

  const std::vector<Token> tokens_;
  const std::map<std::string, std::string>& variables_;
  const JinjaInto into_;
  std::size_t at_ = 0;
  int depth_ = 0;
  enum class Within { nothing, named, unnamed } within_ = Within::nothing;  // which part of our brackets
  std::vector<std::string> notes_;
};

// Runs of white space, as folded YAML leaves them, become one blank.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const auto word : split_words(text)) {
    if (!line.empty()) line += ' ';
    line += word;
  }
  return line;
}

}  // namespace

FromJinja from_jinja(std::string_view text, const std::map<std::string, std::string>& variables,
                     JinjaInto into) {
  auto translated = Translation(text, variables, into).run();
  translated.text =
      into == JinjaInto::sentence ? on_one_line(translated.text) : std::string(trim(translated.text));
  return translated;
}

}  // namespace attendant::agents
