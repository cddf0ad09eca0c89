// A SIP message as a value (RFC 3261 section 7), its parser and its serialiser. Bounds-safe: a cursor over a
// view, no fixed buffers, no recursion, nothing written in place. Compact header names are expanded, folded
// lines are joined.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sip/limits.hpp"
#include "sip/uri.hpp"

namespace attendant::sip {

enum class Method : std::uint8_t {
  invite,
  ack,
  bye,
  cancel,
  options,
  info,
  update,
  refer,
  notify,
  prack,
  subscribe,
  register_,
  message,
  publish,
  other
};

Method method_from(std::string_view name);  // case-sensitive, as the RFC has it
std::string_view to_string(Method method);

struct Header {
  std::string name;  // canonical spelling when it is a known header
  std::string value;
  bool operator==(const Header&) const = default;
};

// Ordered headers; names compare without case. Order among equal names is meaningful (Via, Route) and kept.
class Headers {
 public:
  void add(std::string_view name, std::string value);
  void add_first(std::string_view name, std::string value);
  void set(std::string_view name, std::string value);  // replaces all of that name
  void remove(std::string_view name);
  const std::string* find(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  // All values of a list header, split at commas outside quotes and angle brackets, trimmed.
  std::vector<std::string_view> list(std::string_view name) const;
  bool list_has(std::string_view name, std::string_view token) const;  // ignoring case

  const std::vector<Header>& all() const { return headers_; }
  bool operator==(const Headers&) const = default;

 private:
  std::vector<Header> headers_;
};

struct Message {
  bool is_request = true;
  Method method = Method::other;  // request
  std::string method_name;        // request, as written
  std::string request_uri;        // request, as written
  int status = 0;                 // response
  std::string reason;             // response
  Headers headers;
  std::string body;
  bool operator==(const Message&) const = default;
};

// Why a message was not taken. A request that could be read far enough carries what was read in `partial`, so
// that it can be answered with `status`; without it, or with status 0, the message is dropped in silence.
struct ParseError {
  int status = 400;
  std::string reason;
  std::optional<Message> partial;
};

enum class Framing : std::uint8_t {
  datagram,  // the body is what follows; a Content-Length that is shorter cuts, a longer one is an error
  stream,    // Content-Length is required and exact
};

std::expected<Message, ParseError> parse_message(std::string_view bytes, const Limits& limits = {},
                                                 Framing framing = Framing::datagram);

// Content-Length is written from the body.
std::string serialise(const Message& message);

std::string_view reason_phrase(int status);

// Splits at commas outside double quotes and <>; trims; keeps no empty part.
std::vector<std::string_view> split_list(std::string_view value);

}  // namespace attendant::sip
