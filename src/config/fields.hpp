// How a settings struct says what it holds. One function per struct lists its fields; reading a file,
// overriding from the environment and printing the values in force all walk the same list, so that they
// cannot disagree.
//
//   void bind(Fields& f, Sip& s) {
//     f.value("max_calls", s.max_calls, {.least = 1, .most = 10000}, "calls at the same time; one more gets
//     503");
//   }
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace attendant::config {

struct HostPort {
  std::string host;  // an IP address; empty: off
  std::uint16_t port = 0;
  bool operator==(const HostPort&) const = default;
};

struct PortRange {
  std::uint16_t first = 0;
  std::uint16_t last = 0;
  bool operator==(const PortRange&) const = default;
};

struct Limits {
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

// Of a number with a fraction.
struct Range {
  float least = 0.0F;
  float most = 1.0F;
};

// An enumeration by its names in the file, in the order of its values from 0.
using Names = std::vector<std::string_view>;

// What a value looks like, for those who describe a file rather than read it.
struct Form {
  enum class Kind {
    text,
    written,
    whole,
    number,
    yes_no,
    time,
    choice
  };  // written: text of a form of its own
  Kind kind = Kind::written;
  Limits limits{};  // of a whole number
  Range range{};    // of a number
  Names names{};    // of a choice
};

// A scalar as text, both ways. parse() leaves the target alone when it fails; its error is one phrase that
// says what is expected ("a time with its unit, such as 250ms or 30s").
struct Scalar {
  std::function<Status(std::string_view)> parse;
  std::function<std::string()> print;
  bool text = false;  // print() needs quotes in YAML
  Form form{};
};

// A list of scalars: resize(n) makes n of them with their defaults, item(i) binds one.
struct List {
  std::size_t size = 0;
  std::function<void(std::size_t)> resize;
  std::function<Scalar(std::size_t)> item;
};

using NamedTexts = std::vector<std::pair<std::string, std::string>>;
using Check = std::function<Status(std::string_view)>;

class Fields {
 public:
  using Bind = std::function<void(Fields&)>;
  using BindItem = std::function<void(Fields&, std::size_t index)>;
  virtual ~Fields() = default;

  virtual void scalar(std::string_view key, const Scalar& value, std::string_view help) = 0;
  virtual void section(std::string_view key, const Bind& bind, std::string_view help) = 0;
  virtual void scalars(std::string_view key, const List& list, std::string_view help) = 0;
  // A map with keys of the operator's choice.
  virtual void named_texts(std::string_view key, NamedTexts& values, const Check& check,
                           std::string_view help) = 0;
  // A list of structs; bind(fields, i) binds one.
  virtual void sections(std::string_view key, std::size_t size,
                        const std::function<void(std::size_t)>& resize, const BindItem& bind,
                        std::string_view help) = 0;

  void value(std::string_view key, std::string& into, std::string_view help);
  void value(std::string_view key, bool& into, std::string_view help);
  void value(std::string_view key, int& into, Limits limits, std::string_view help);
  void value(std::string_view key, float& into, Range range, std::string_view help);
  void value(std::string_view key, std::chrono::milliseconds& into, std::string_view help);
  void value(std::string_view key, std::chrono::days& into, std::string_view help);
  void value(std::string_view key, std::optional<Date>& into, std::string_view help);
  void value(std::string_view key, HostPort& into, std::string_view help);
  void value(std::string_view key, PortRange& into, std::string_view help);
  void bytes(std::string_view key, std::uint64_t& into, std::string_view help);  // "64MiB"
  void texts(std::string_view key, std::vector<std::string>& into, const Check& check, std::string_view help);

  template <class Enum>
    requires std::is_enum_v<Enum>
  void value(std::string_view key, Enum& into, Names names, std::string_view help) {
    choice(
        key, [&into](int i) { into = static_cast<Enum>(i); }, [&into] { return static_cast<int>(into); },
        std::move(names), help);
  }

 private:
  void choice(std::string_view key, std::function<void(int)> set, std::function<int()> get, Names names,
              std::string_view help);
};

}  // namespace attendant::config
