#include "config/node.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/text.hpp"

namespace attendant::config {
namespace {

constexpr std::size_t kDeepest = 32;
constexpr std::size_t kLargest = std::size_t{1} << 20;  // bytes of a settings file

Place place_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

// Ends the parse at the first thing that is not allowed; caught in parse_yaml, the only user.
struct Refused {
  Place place;
  std::string why;
};

// Builds the tree from the parser's events. Open lists and maps are a stack of nodes by value; a closed one
// moves into the one below.
class Builder final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    add({.kind = Node::Kind::null, .place = place_of(mark)});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{place_of(mark), "aliases (*name) are not allowed here; write the value again"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    // A plain (unquoted) "~" or "null" is nothing; quoted it is text.
    const bool nothing = tag == "?" && (value.empty() || value == "~" || value == "null");
    add({.kind = nothing ? Node::Kind::null : Node::Kind::scalar, .place = place_of(mark), .scalar = value});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::map);
  }
  void OnMapEnd() override { close(); }

  Node take() { return std::move(root_); }

 private:
  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) throw Refused{place_of(mark), "anchors (&name) are not allowed here"};
  }
  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!")
      throw Refused{place_of(mark), "tags (!name) are not allowed here"};
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    const Place place = place_of(mark);
    if (stack_.size() >= kDeepest) throw Refused{place, "nested too deeply"};
    if (!stack_.empty() && awaits_key()) throw Refused{place, "a key must be a single word"};
    stack_.push_back({.node = {.kind = kind, .place = place}, .key = {}, .has_key = false});
  }

  void close() {
    Node node = std::move(stack_.back().node);
    stack_.pop_back();
    add(std::move(node));
  }

  bool awaits_key() const { return stack_.back().node.kind == Node::Kind::map && !stack_.back().has_key; }

  void add(Node node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& top = stack_.back();
    if (top.node.kind == Node::Kind::list) {
      top.node.list.push_back(std::move(node));
    } else if (awaits_key()) {
      if (node.kind != Node::Kind::scalar) throw Refused{node.place, "a key must be a single word"};
      if (const auto* earlier = top.node.find_entry(node.scalar)) {
        throw Refused{node.place, fmt::format("'{}' is given twice; it stands in line {} already",
                                              node.scalar, earlier->place.line)};
      }
      top.key = {.key = std::move(node.scalar), .place = node.place, .value = {}};
      top.has_key = true;
    } else {
      top.key.value = std::move(node);
      top.node.map.push_back(std::move(top.key));
      top.has_key = false;
    }
  }

  struct Open {
    Node node;
    Node::Entry key;  // read, and waiting for its value
    bool has_key = false;
  };
  std::vector<Open> stack_;
  Node root_;
};

Error at(std::string_view name, Place place, std::string_view why) {
  return {.code = ErrorCode::invalid,
          .message = fmt::format("{}:{}:{}: {}", name, place.line, place.column, why)};
}

}  // namespace

const Node::Entry* Node::find_entry(std::string_view key) const {
  const auto found = std::ranges::find(map, key, &Entry::key);
  return found == map.end() ? nullptr : &*found;
}

Place Node::place_of(std::string_view path) const {
  if (path.empty()) return place;
  if (path.front() == '.') return place_of(path.substr(1));
  if (path.front() == '[') {
    const auto close = path.find(']');
    if (close == std::string_view::npos) return place;
    const auto index = parse_integer(path.substr(1, close - 1));
    if (!index || *index < 0 || static_cast<std::size_t>(*index) >= list.size()) return place;
    return list[static_cast<std::size_t>(*index)].place_of(path.substr(close + 1));
  }
  const auto end = std::min(path.find_first_of(".["), path.size());
  const auto* entry = find_entry(path.substr(0, end));
  return entry == nullptr ? place : entry->value.place_of(path.substr(end));
}

Result<Node> parse_yaml(std::string_view text, std::string_view name) {
  if (text.size() > kLargest) {
    return fail(ErrorCode::invalid, fmt::format("{}: larger than 1 MiB; this is no settings file", name));
  }
  // yaml-cpp throws; it ends here.
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    Builder builder;
    if (!parser.HandleNextDocument(builder)) return Node{};
    Builder second;
    if (parser.HandleNextDocument(second))
      return fail(ErrorCode::invalid, fmt::format("{}: more than one document", name));
    return builder.take();
  } catch (const Refused& refused) {
    return fail(at(name, refused.place, refused.why));
  } catch (const YAML::Exception& error) {
    return fail(at(name, place_of(error.mark), error.msg));
  }
}

}  // namespace attendant::config
