#include "sip/challenge.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "sip/grammar.hpp"

namespace attendant::sip {
namespace {

constexpr std::size_t kMostParameters = 32;
constexpr std::size_t kLongestValue = 2048;

std::unexpected<Error> bad(std::string_view what) { return fail(ErrorCode::invalid, std::string(what)); }

// The length of the quoted string at the front of `text`, quotes included; 0 when it does not end.
std::size_t quoted_length(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return 0;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// Takes "token" or ""quoted"" off the front of `text`.
Result<std::string> take_value(std::string_view& text) {
  const bool quoted = text.starts_with('"');
  const std::size_t length = quoted ? quoted_length(text) : std::min(text.find_first_of(" \t,"), text.size());
  if (length == 0) return bad("a parameter without a value, or quotes that do not end");
  const auto value = quoted ? text.substr(1, length - 2) : text.substr(0, length);
  if (value.size() > kLongestValue) return bad("a parameter's value is too long");
  if (has_control(value) || (!quoted && value.find_first_of("\"\\") != std::string_view::npos))
    return bad("a character in a parameter's value");
  text.remove_prefix(length);
  return std::string(value);
}

std::optional<DigestAlgorithm> algorithm_from(const std::string* name) {
  if (name == nullptr || equals_ignoring_case(*name, "MD5")) return DigestAlgorithm::md5;
  if (equals_ignoring_case(*name, "SHA-256")) return DigestAlgorithm::sha256;
  return std::nullopt;
}

std::string value_or_empty(const std::string* value) { return value != nullptr ? *value : std::string(); }

}  // namespace

std::string_view to_string(DigestAlgorithm algorithm) {
  return algorithm == DigestAlgorithm::md5 ? "MD5" : "SHA-256";
}

Result<std::vector<AuthParameter>> parse_auth_parameters(std::string_view text) {
  std::vector<AuthParameter> parameters;
  text = trim_lws(text);
  while (!text.empty()) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return bad("a parameter without '='");
    AuthParameter parameter{.name = lower(trim_lws(text.substr(0, equals))), .value = {}};
    if (!is_token(parameter.name)) return bad("a parameter's name is not a token");
    if (find_auth_parameter(parameters, parameter.name) != nullptr) return bad("a parameter twice");
    text = trim_lws(text.substr(equals + 1));
    TRY_ASSIGN(parameter.value, take_value(text));
    parameters.push_back(std::move(parameter));
    if (parameters.size() > kMostParameters) return bad("too many parameters");
    text = trim_lws(text);
    if (text.empty()) break;
    if (text.front() != ',') return bad("something where a comma should be");
    text = trim_lws(text.substr(1));
    if (text.empty()) return bad("a comma at the end");
  }
  return parameters;
}

const std::string* find_auth_parameter(const std::vector<AuthParameter>& parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &AuthParameter::name);
  return found == parameters.end() ? nullptr : &found->value;
}

Result<Challenge> parse_challenge(std::string_view value) {
  value = trim_lws(value);
  const auto space = std::min(value.find_first_of(" \t"), value.size());
  if (!equals_ignoring_case(value.substr(0, space), "Digest"))
    return fail(ErrorCode::unsupported, "a challenge of another scheme than Digest");
  TRY_ASSIGN(const auto parameters, parse_auth_parameters(value.substr(space)));
  const std::string* realm = find_auth_parameter(parameters, "realm");
  const std::string* nonce = find_auth_parameter(parameters, "nonce");
  if (realm == nullptr || nonce == nullptr) return bad("a challenge without realm or nonce");
  Challenge challenge{.realm = *realm, .nonce = *nonce};
  challenge.opaque = value_or_empty(find_auth_parameter(parameters, "opaque"));
  const auto algorithm = algorithm_from(find_auth_parameter(parameters, "algorithm"));
  if (!algorithm) return fail(ErrorCode::unsupported, "a digest algorithm other than MD5 and SHA-256");
  challenge.algorithm = *algorithm;
  if (const std::string* qop = find_auth_parameter(parameters, "qop")) {
    for (std::string_view one : split(*qop, ','))
      challenge.qop_auth = challenge.qop_auth || equals_ignoring_case(trim_lws(one), "auth");
    if (!challenge.qop_auth) return fail(ErrorCode::unsupported, "a protection other than qop=auth");
  }
  challenge.stale = equals_ignoring_case(value_or_empty(find_auth_parameter(parameters, "stale")), "true");
  return challenge;
}

std::vector<Challenge> challenges_of(const Message& response) {
  std::vector<Challenge> found;
  const bool by_proxy = response.status == 407;
  const std::string_view name = by_proxy ? "Proxy-Authenticate" : "WWW-Authenticate";
  for (const Header& header : response.headers.all()) {
    if (!equals_ignoring_case(header.name, name)) continue;
    auto challenge = parse_challenge(header.value);
    if (!challenge) continue;
    if (std::ranges::find(found, challenge->realm, &Challenge::realm) != found.end()) continue;
    challenge->by_proxy = by_proxy;
    found.push_back(*std::move(challenge));
  }
  return found;
}

}  // namespace attendant::sip
