#include "lab/document_fields.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace attendant::lab {

using config::Node;

DocumentFields::DocumentFields(const Node& node, std::string_view name) : node_(node), name_(name) {
  if (node.kind != Node::Kind::map) wrong(node.place, "expected a map of keys and values");
}

void DocumentFields::wrong(const config::Place& place, std::string message) {
  if (!status_) return;
  status_ = fail(ErrorCode::invalid, fmt::format("{}:{}:{}: {}", name_, place.line, place.column, message));
}

const Node* DocumentFields::find(std::string_view key, Node::Kind kind, std::string_view what) {
  known_.push_back(key);
  if (node_.kind != Node::Kind::map) return nullptr;
  const auto* entry = node_.find_entry(key);
  if (entry == nullptr) return nullptr;
  if (entry->value.kind == kind) return &entry->value;
  wrong(entry->place, fmt::format("{}: expected {}", key, what));
  return nullptr;
}

void DocumentFields::text(std::string_view key, std::string& value) {
  if (const auto* node = find(key, Node::Kind::scalar, "a text")) value = node->scalar;
}

void DocumentFields::texts(std::string_view key, std::vector<std::string>& values) {
  known_.push_back(key);
  const auto* entry = node_.kind == Node::Kind::map ? node_.find_entry(key) : nullptr;
  if (entry == nullptr) return;
  values.clear();
  if (entry->value.kind == Node::Kind::scalar) return values.push_back(entry->value.scalar);
  if (entry->value.kind != Node::Kind::list)
    return wrong(entry->place, fmt::format("{}: expected a list of texts", key));
  for (const auto& item : entry->value.list) {
    if (item.kind != Node::Kind::scalar) return wrong(item.place, fmt::format("{}: expected a text", key));
    values.push_back(item.scalar);
  }
}

void DocumentFields::number(std::string_view key, int& value) {
  const auto* node = find(key, Node::Kind::scalar, "a number");
  if (node == nullptr) return;
  const auto& text = node->scalar;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0)
    wrong(node->place, fmt::format("{}: \"{}\" is no number", key, text));
}

void DocumentFields::share(std::string_view key, double& value) {
  const auto* node = find(key, Node::Kind::scalar, "a number from 0 to 1");
  if (node == nullptr) return;
  const auto& text = node->scalar;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value >= 0 && value <= 1))
    wrong(node->place, fmt::format("{}: \"{}\" is no number from 0 to 1", key, text));
}

void DocumentFields::flag(std::string_view key, bool& value) {
  const auto* node = find(key, Node::Kind::scalar, "true or false");
  if (node == nullptr) return;
  if (node->scalar != "true" && node->scalar != "false")
    return wrong(node->place, fmt::format("{}: expected true or false", key));
  value = node->scalar == "true";
}

const Node* DocumentFields::map(std::string_view key) { return find(key, Node::Kind::map, "a map"); }
const Node* DocumentFields::list(std::string_view key) { return find(key, Node::Kind::list, "a list"); }

void DocumentFields::need(std::string_view key) {
  if (node_.kind == Node::Kind::map && node_.find_entry(key) == nullptr)
    wrong(node_.place, fmt::format("{} is missing", key));
}

Status DocumentFields::done() {
  for (const auto& entry : node_.map) {
    if (std::ranges::find(known_, entry.key) == known_.end())
      wrong(entry.place, fmt::format("{} is not known here", entry.key));
  }
  return status_;
}

}  // namespace attendant::lab
