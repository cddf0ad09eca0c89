// Any bytes as a challenge: no crash, and what is taken gives an answer that is one header of a well-formed
// message and can be read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sip/challenge.hpp"
#include "sip/digest.hpp"
#include "sip/message.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attendant::sip;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto challenge = parse_challenge(text);
  if (!challenge) return 0;
  Message response;
  response.is_request = false;
  response.status = 401;
  response.headers.add("WWW-Authenticate", std::string(text));
  Message request;
  request.method = Method::invite;
  request.method_name = "INVITE";
  request.request_uri = "sip:far@192.0.2.50";
  DigestClient client;
  if (!client.accept(request, response, {"user", "password"}, 0, [] { return std::uint64_t{7}; }))
    std::abort();
  client.authorize(request);
  const std::string* answer = request.headers.find("Authorization");
  if (answer == nullptr || !answer->starts_with("Digest ")) std::abort();
  const auto parameters = parse_auth_parameters(std::string_view(*answer).substr(7));
  if (!parameters) std::abort();
  const std::string* realm = find_auth_parameter(*parameters, "realm");
  if (realm == nullptr || *realm != challenge->realm) std::abort();
  if (!parse_message(serialise(request), {}, Framing::stream)) std::abort();
  // The same challenge again means that the answer was wrong.
  if (!challenge->stale &&
      client.accept(request, response, {"user", "password"}, 1, [] { return std::uint64_t{8}; }))
    std::abort();
  return 0;
}
