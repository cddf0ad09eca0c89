#include "config/reader.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.hpp"
#include "config/nearest.hpp"

namespace attendant::config {
namespace {

// ${scheme:name}, the whole of a value.
struct Reference {
  std::string_view scheme, name;
};
std::optional<Reference> reference_in(std::string_view text) {
  if (!text.starts_with("${") || !text.ends_with('}')) return std::nullopt;
  const std::string_view inside = text.substr(2, text.size() - 3);
  const auto colon = inside.find(':');
  if (colon == std::string_view::npos) return Reference{"", inside};
  return Reference{inside.substr(0, colon), inside.substr(colon + 1)};
}

std::string shown(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  return text.size() <= kLongest ? std::string(text) : std::string(text.substr(0, kLongest)) + "...";
}

}  // namespace

std::string variable_name(std::string_view path) {
  std::string name = "ATTENDANT_";
  for (const char c : path)
    name += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

void Reading::problem(Place place, std::string_view key, std::string_view what) {
  if (place.line == 0) {
    problems.push_back(fmt::format("{}: {}", key, what));
  } else {
    problems.push_back(fmt::format("{}:{}:{}: {}: {}", name, place.line, place.column, key, what));
  }
}

std::string Reader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

const Node* Reader::find(std::string_view key, Node::Kind expected, std::string_view expectation) {
  known_.emplace_back(key);
  const auto* entry = node_.find_entry(key);
  if (entry == nullptr || entry->value.kind == Node::Kind::null) return nullptr;
  if (entry->value.kind != expected) {
    reading_.problem(entry->value.place, path_of(key), expectation);
    return nullptr;
  }
  return &entry->value;
}

const std::string* Reader::variable(const std::string& path) {
  if (path.contains('[')) return nullptr;
  const auto& name = reading_.variables.emplace_back(variable_name(path));
  const auto found = reading_.environment.find(name);
  return found == reading_.environment.end() ? nullptr : &found->second;
}

void Reader::set(const Scalar& value, const std::string& path, Place place, std::string_view text,
                 bool from_environment) {
  const std::string key = from_environment ? variable_name(path) : path;
  std::string secret;
  const auto reference = reference_in(text);
  if (reference) {
    if (!reading_.secrets.knows(reference->scheme)) {
      reading_.problem(
          place, key,
          fmt::format("'{}' is no reference that can be resolved; use ${{env:NAME}} or ${{file:/path}}",
                      text));
      return;
    }
    auto fetched = reading_.secrets.fetch(reference->scheme, reference->name);
    if (!fetched) {
      reading_.problem(place, key, fetched.error().message);
      return;
    }
    secret = *std::move(fetched);
    reading_.secret_values.push_back(secret);
    reading_.secret_keys.push_back(path);
    text = secret;
  }
  if (const auto status = value.parse(text); !status) {
    // A secret that does not fit is not shown.
    const std::string got = reference ? "what the reference gave" : fmt::format("'{}'", shown(text));
    reading_.problem(place, key, fmt::format("{}, not {}", status.error().message, got));
  }
}

void Reader::scalar(std::string_view key, const Scalar& value, std::string_view) {
  const std::string path = path_of(key);
  const Node* node = find(key, Node::Kind::scalar, "expects a single value");
  if (const std::string* overriding = variable(path)) {
    set(value, path, {}, *overriding, true);
  } else if (node != nullptr) {
    set(value, path, node->place, node->scalar, false);
  }
}

void Reader::section(std::string_view key, const Bind& bind, std::string_view) {
  static const Node kNothing;
  const Node* node = find(key, Node::Kind::map, "expects a section: indented lines of 'key: value'");
  Reader inner(reading_, node != nullptr ? *node : kNothing, path_of(key));
  bind(inner);
  inner.report_unknown();
}

void Reader::scalars(std::string_view key, const List& list, std::string_view) {
  const std::string path = path_of(key);
  const Node* node = find(key, Node::Kind::list, "expects a list: lines of '- value', or [a, b]");
  if (const std::string* overriding = variable(path)) {
    const auto items = trim(*overriding).empty() ? std::vector<std::string_view>() : split(*overriding, ',');
    list.resize(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) set(list.item(i), path, {}, trim(items[i]), true);
  } else if (node != nullptr) {
    list.resize(node->list.size());
    for (std::size_t i = 0; i < node->list.size(); ++i) {
      const Node& item = node->list[i];
      const std::string item_path = fmt::format("{}[{}]", path, i);
      if (item.kind == Node::Kind::scalar) {
        set(list.item(i), item_path, item.place, item.scalar, false);
      } else {
        reading_.problem(item.place, item_path, "expects a single value");
      }
    }
  }
}

void Reader::named_texts(std::string_view key, NamedTexts& values, const Check& check, std::string_view) {
  const Node* node = find(key, Node::Kind::map, "expects lines of 'name: value'");
  if (node == nullptr) return;
  values.clear();
  for (const auto& [name, place, value] : node->map) {
    const std::string path = fmt::format("{}.{}", path_of(key), name);
    if (value.kind != Node::Kind::scalar) {
      reading_.problem(place, path, "expects a single value");
      continue;
    }
    auto& [stored_name, stored] = values.emplace_back(name, "");
    const Scalar checked{.parse = [&stored, &check](std::string_view text) -> Status {
                           TRY(check(text));
                           stored = text;
                           return {};
                         },
                         .print = {},
                         .text = true};
    set(checked, path, value.place, value.scalar, false);
  }
}

void Reader::sections(std::string_view key, std::size_t, const std::function<void(std::size_t)>& resize,
                      const BindItem& bind, std::string_view) {
  const Node* node = find(key, Node::Kind::list, "expects a list of sections: lines that begin with '-'");
  if (node == nullptr) return;
  resize(node->list.size());
  for (std::size_t i = 0; i < node->list.size(); ++i) {
    const std::string path = fmt::format("{}[{}]", path_of(key), i);
    if (node->list[i].kind != Node::Kind::map) {
      reading_.problem(node->list[i].place, path, "expects lines of 'key: value'");
      continue;
    }
    Reader inner(reading_, node->list[i], path);
    bind(inner, i);
    inner.report_unknown();
  }
}

void Reader::report_unknown() {
  for (const auto& entry : node_.map) {
    if (std::ranges::find(known_, entry.key) != known_.end()) continue;
    const auto meant = nearest(entry.key, known_);
    reading_.problem(entry.place, path_of(entry.key),
                     meant ? fmt::format("unknown; did you mean {}?", *meant)
                           : fmt::format("unknown; known here: {}", fmt::join(known_, ", ")));
  }
}

}  // namespace attendant::config
