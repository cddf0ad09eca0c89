// Fields of a YAML map, read with their place in the errors; what was not asked for is an error too. For the
// files of data/simulation. One reader, one map; the first problem stands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "config/node.hpp"

namespace attendant::lab {

class DocumentFields {
 public:
  // `name` of the file, for errors. The node outlives the reader.
  DocumentFields(const config::Node& node, std::string_view name);

  // Missing: the value that is there stays.
  void text(std::string_view key, std::string& value);
  void texts(std::string_view key, std::vector<std::string>& values);  // a list, or one text
  void number(std::string_view key, int& value);
  void share(std::string_view key, double& value);  // 0 .. 1
  void flag(std::string_view key, bool& value);
  const config::Node* map(std::string_view key);
  const config::Node* list(std::string_view key);
  void need(std::string_view key);

  void wrong(const config::Place& place, std::string message);
  Status done();  // the first problem, or an unknown key

 private:
  const config::Node* find(std::string_view key, config::Node::Kind kind, std::string_view what);

  const config::Node& node_;
  std::string name_;
  std::vector<std::string_view> known_;
  Status status_;
};

}  // namespace attendant::lab
