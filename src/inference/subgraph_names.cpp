#include "inference/subgraph_names.hpp"

#include <cstdint>
#include <optional>

#include <fmt/format.h>

namespace attendant::inference {
namespace {

enum WireType : std::uint8_t { varint = 0, fixed64 = 1, length_delimited = 2, fixed32 = 5 };

struct Field {
  std::uint64_t number = 0;
  std::string_view raw;                     // with its tag
  std::optional<std::string_view> content;  // of a length-delimited one
};

class Reader {
 public:
  Reader(std::string_view message, const char* model) : rest_(message), model_(model) {}

  bool done() const { return rest_.empty(); }

  Result<Field> next() {
    const char* const begin = rest_.data();
    TRY_ASSIGN(const std::uint64_t tag, read_varint());
    Field field{.number = tag >> 3U};
    switch (tag & 7U) {
      case varint:
        TRY(read_varint());
        break;
      case fixed64:
        TRY(take(8));
        break;
      case fixed32:
        TRY(take(4));
        break;
      case length_delimited: {
        TRY_ASSIGN(const std::uint64_t length, read_varint());
        TRY_ASSIGN(field.content, take(length));
        break;
      }
      default:
        return broken("an unknown wire type");
    }
    field.raw = {begin, static_cast<std::size_t>(rest_.data() - begin)};
    return field;
  }

 private:
  Result<std::uint64_t> read_varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      TRY_ASSIGN(const auto byte, take(1));
      const auto bits = static_cast<unsigned char>(byte[0]);
      value |= std::uint64_t{bits & 0x7FU} << shift;
      if (bits < 0x80U) return value;
    }
    return broken("a number of more than 64 bits");
  }
  Result<std::string_view> take(std::uint64_t length) {
    if (length > rest_.size()) return broken("a field that goes beyond its message");
    const auto taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }
  std::unexpected<Error> broken(std::string_view what) const {
    return fail(ErrorCode::invalid, fmt::format("model: byte {}: {}", rest_.data() - model_, what));
  }

  std::string_view rest_;
  const char* model_;
};

void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) out.push_back(static_cast<char>((value & 0x7FU) | 0x80U));
  out.push_back(static_cast<char>(value));
}

void append_field(std::string& out, std::uint64_t number, std::string_view content) {
  append_varint(out, number << 3U | length_delimited);
  append_varint(out, content.size());
  out += content;
}

// The way from a model to the graphs inside its nodes, with onnx.proto's field numbers.
enum class Message { model, graph, subgraph, node, attribute };
constexpr std::uint64_t kGraphName = 2;
constexpr int kDeepest = 40;  // each graph within a graph takes three

std::optional<Message> leads_to(Message message, std::uint64_t field) {
  switch (message) {
    case Message::model:
      return field == 7 ? std::optional(Message::graph) : std::nullopt;
    case Message::graph:
    case Message::subgraph:
      return field == 1 ? std::optional(Message::node) : std::nullopt;
    case Message::node:
      return field == 5 ? std::optional(Message::attribute) : std::nullopt;
    case Message::attribute:
      return field == 6 ? std::optional(Message::subgraph) : std::nullopt;
  }
  return std::nullopt;
}

// NOLINTNEXTLINE(misc-no-recursion): graphs are in nodes and nodes in graphs
Result<std::string> named(std::string_view message, Message kind, const char* model, int depth) {
  if (depth > kDeepest) return fail(ErrorCode::invalid, "model: graphs within graphs without end");
  std::string out;
  out.reserve(message.size() + 16);
  bool has_name = false;
  for (Reader reader(message, model); !reader.done();) {
    TRY_ASSIGN(const Field field, reader.next());
    has_name = has_name || (field.number == kGraphName && field.content && !field.content->empty());
    const auto inner = field.content ? leads_to(kind, field.number) : std::nullopt;
    if (!inner) {
      out += field.raw;
      continue;
    }
    TRY_ASSIGN(const std::string content, named(*field.content, *inner, model, depth + 1));
    append_field(out, field.number, content);
  }
  if (kind == Message::subgraph && !has_name) append_field(out, kGraphName, "inner");
  return out;
}

}  // namespace

Result<std::string> with_subgraph_names(std::string_view model) {
  return named(model, Message::model, model.data(), 0);
}

}  // namespace attendant::inference
