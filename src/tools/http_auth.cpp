#include "tools/http_auth.hpp"

#include "base/bytes.hpp"

namespace attendant::tools {

void add_auth(net::ClientRequest& request, const Auth& auth) {
  switch (auth.kind) {
    case AuthKind::none:
      return;
    case AuthKind::bearer:
      request.headers.emplace_back("Authorization", "Bearer " + auth.secret);
      return;
    case AuthKind::basic:
      request.headers.emplace_back("Authorization",
                                   "Basic " + to_base64(as_bytes(auth.user + ":" + auth.secret)));
      return;
    case AuthKind::header:
      request.headers.emplace_back(auth.header, auth.secret);
  }
}

}  // namespace attendant::tools
