// A YAML document as a tree that remembers where each part stood. No anchors, aliases, tags or second
// documents: a settings file needs none of them, and each is a way to surprise its reader.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace attendant::config {

struct Place {
  int line = 0;  // from 1; 0: not from a file
  int column = 0;
};

struct Node {
  enum class Kind { null, scalar, list, map };
  struct Entry;

  Kind kind = Kind::null;
  Place place;
  std::string scalar;
  std::vector<Node> list;
  std::vector<Entry> map;  // in the order of the file; keys are unique

  const Entry* find_entry(std::string_view key) const;
  // Where "tools[2].name" stands; of the nearest part of the path that is there, when it is not.
  Place place_of(std::string_view path) const;
};
struct Node::Entry {
  std::string key;
  Place place;
  Node value;
};

// `name` stands in front of errors: "attendant.yaml:7:3: ...". An empty document is a null node.
Result<Node> parse_yaml(std::string_view text, std::string_view name);

}  // namespace attendant::config
