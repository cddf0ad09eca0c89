#include "sip/header_values.hpp"

#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sip/grammar.hpp"

namespace attendant::sip {
namespace {

std::unexpected<Error> bad(std::string_view what) { return fail(ErrorCode::invalid, std::string(what)); }

// ";name=value;name" with white space anywhere between the parts.
Result<std::vector<Parameter>> parse_parameters(std::string_view text) {
  std::vector<Parameter> parameters;
  text = trim_lws(text);
  while (!text.empty()) {
    if (text.front() != ';') return bad("something where a parameter should begin");
    const auto next = find_outside(text, ';', 1);
    const auto part = trim_lws(text.substr(1, next == std::string_view::npos ? next : next - 1));
    text = next == std::string_view::npos ? std::string_view() : text.substr(next);
    const auto equals = part.find('=');
    Parameter parameter{.name = std::string(trim_lws(part.substr(0, equals))), .value = {}};
    if (!is_token(parameter.name)) return bad("a parameter's name is not a token");
    if (equals != std::string_view::npos) {
      const auto value = trim_lws(part.substr(equals + 1));
      const bool quoted = value.starts_with('"');
      if (!quoted && has_space_or_control(value)) return bad("white space in a parameter's value");
      parameter.value = std::string(value);
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

void append_parameters(std::string& text, const std::vector<Parameter>& parameters) {
  for (const Parameter& parameter : parameters) {
    text += ";" + parameter.name;
    if (parameter.value) text += "=" + *parameter.value;
  }
}

// "Ann \"Q\" Lee" without its quotes and escapes.
std::string unquote(std::string_view text) {
  if (text.size() < 2 || text.front() != '"') return std::string(text);
  std::string result;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    result += text[i];
  }
  return result;
}

std::string quote(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

Result<std::string> parse_display(std::string_view text) {
  text = trim_lws(text);
  if (text.starts_with('"')) {
    if (text.size() < 2 || !text.ends_with('"') || !quotes_balanced(text))
      return bad("a display name's quotes");
    return unquote(text);
  }
  for (std::string_view word : split_words(text)) {
    const bool is_utf8 = static_cast<unsigned char>(word.front()) >= 0x80;
    if (!is_token(word) && !is_utf8) return bad("a display name that must be quoted");
  }
  return std::string(text);
}

}  // namespace

std::string NameAddr::tag() const {
  const Parameter* parameter = find_parameter(parameters, "tag");
  return parameter != nullptr ? parameter->value.value_or("") : "";
}

void NameAddr::set_tag(std::string_view tag) {
  std::erase_if(parameters, [](const Parameter& p) { return equals_ignoring_case(p.name, "tag"); });
  if (!tag.empty()) parameters.push_back({"tag", std::string(tag)});
}

Result<NameAddr> parse_name_addr(std::string_view text, const Limits& limits) {
  text = trim_lws(text);
  if (!quotes_balanced(text)) return bad("quotes do not balance");
  NameAddr result;
  const auto open = find_outside(text, '<');
  if (open == std::string_view::npos) {
    // Without <> every parameter is the header's, and the URI cannot hold what would be ambiguous.
    const auto semicolon = text.find(';');
    const auto uri = trim_lws(text.substr(0, semicolon));
    if (uri.find_first_of("?,") != std::string_view::npos) return bad("a URI that must be in <>");
    TRY_ASSIGN(result.uri, parse_uri(uri, limits));
    if (semicolon != std::string_view::npos) {
      TRY_ASSIGN(result.parameters, parse_parameters(text.substr(semicolon)));
    }
    return result;
  }
  const auto close = text.find('>', open);
  if (close == std::string_view::npos) return bad("'<' without '>'");
  TRY_ASSIGN(result.display, parse_display(text.substr(0, open)));
  TRY_ASSIGN(result.uri, parse_uri(text.substr(open + 1, close - open - 1), limits));
  TRY_ASSIGN(result.parameters, parse_parameters(text.substr(close + 1)));
  return result;
}

std::string to_string(const NameAddr& value) {
  std::string text = value.display.empty() ? "" : quote(value.display) + " ";
  text += "<" + to_string(value.uri) + ">";
  append_parameters(text, value.parameters);
  return text;
}

std::string Via::branch() const {
  const Parameter* parameter = find_parameter(parameters, "branch");
  return parameter != nullptr ? parameter->value.value_or("") : "";
}

Result<Via> parse_via(std::string_view text, const Limits& limits) {
  const auto first = text.find('/');
  const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
  if (second == std::string_view::npos) return bad("Via: no protocol");
  if (!equals_ignoring_case(trim_lws(text.substr(0, first)), "SIP"))
    return bad("Via: the protocol is not SIP");
  text = trim_lws(text.substr(second + 1));
  const auto space = text.find_first_of(" \t");
  if (space == std::string_view::npos || !is_token(text.substr(0, space))) return bad("Via: no sent-by");
  Via via;
  for (char c : text.substr(0, space))
    via.transport += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  text = trim_lws(text.substr(space));
  const auto semicolon = text.find(';');
  auto sent_by = trim_lws(text.substr(0, semicolon));
  const auto colon = sent_by.find(':', sent_by.starts_with('[') ? sent_by.find(']') : 0);
  const auto host = trim_lws(sent_by.substr(0, colon));
  if (!is_host(host) || host.size() > limits.uri_host_bytes) return bad("Via: sent-by is not a host");
  via.sent_by.host = std::string(host);
  if (colon != std::string_view::npos && colon < sent_by.size()) {
    const auto port = parse_number(trim_lws(sent_by.substr(colon + 1)), 65535);
    if (!port || *port == 0) return bad("Via: the port is not a number from 1 to 65535");
    via.sent_by.port = static_cast<std::uint16_t>(*port);
  }
  if (semicolon != std::string_view::npos) {
    TRY_ASSIGN(via.parameters, parse_parameters(text.substr(semicolon)));
  }
  return via;
}

std::string to_string(const Via& via) {
  std::string text = fmt::format("SIP/2.0/{} {}", via.transport, via.sent_by.host);
  if (via.sent_by.port != 0) text += fmt::format(":{}", via.sent_by.port);
  append_parameters(text, via.parameters);
  return text;
}

Result<CSeq> parse_cseq(std::string_view text) {
  const auto parts = split_words(text);
  if (parts.size() != 2 || !is_token(parts[1])) return bad("CSeq: not a number and a method");
  const auto number = parse_number(parts[0], (1u << 31) - 1);
  if (!number) return bad("CSeq: the number is out of range");
  return CSeq{static_cast<std::uint32_t>(*number), std::string(parts[1])};
}

Result<SessionExpires> parse_session_expires(std::string_view text) {
  const auto semicolon = text.find(';');
  const auto seconds = parse_number(trim_lws(text.substr(0, semicolon)), 1u << 31);
  if (!seconds) return bad("Session-Expires: not a number of seconds");
  SessionExpires result{std::chrono::seconds(*seconds), Refresher::unset};
  if (semicolon == std::string_view::npos) return result;
  TRY_ASSIGN(const auto parameters, parse_parameters(text.substr(semicolon)));
  if (const Parameter* refresher = find_parameter(parameters, "refresher"); refresher != nullptr) {
    const auto value = refresher->value.value_or("");
    if (equals_ignoring_case(value, "uac")) result.refresher = Refresher::uac;
    if (equals_ignoring_case(value, "uas")) result.refresher = Refresher::uas;
  }
  return result;
}

std::string to_string(const SessionExpires& value) {
  std::string text = fmt::format("{}", value.interval.count());
  if (value.refresher == Refresher::uac) text += ";refresher=uac";
  if (value.refresher == Refresher::uas) text += ";refresher=uas";
  return text;
}

Result<RAck> parse_rack(std::string_view text) {
  text = trim_lws(text);
  const auto end = text.find_first_of(" \t");
  const auto rseq = parse_number(text.substr(0, end), std::numeric_limits<std::uint32_t>::max());
  if (!rseq || end == std::string_view::npos) return bad("RAck: not two numbers and a method");
  RAck rack{.rseq = static_cast<std::uint32_t>(*rseq), .cseq = {}};
  TRY_ASSIGN(rack.cseq, parse_cseq(trim_lws(text.substr(end))));
  return rack;
}

std::string media_type(std::string_view content_type) {
  std::string type;
  for (char c : lower(content_type.substr(0, content_type.find(';')))) {
    if (c != ' ' && c != '\t') type += c;
  }
  return type;
}

}  // namespace attendant::sip
