// The stream by which a server tells what nobody asked it for ("Listening for Messages from the Server" of
// the transports, revision 2025-06-18): a GET whose answer does not end. Thread: any; what is heard comes on
// the client's loop.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "net/http_client.hpp"
#include "tools/waited_exchange.hpp"

namespace attendant::tools::mcp {

class HttpListener {
 public:
  using Hear = std::function<void(std::string_view message)>;  // not after the listener was destroyed
  // Begins at once. `longest_event`: a longer one ends the stream.
  HttpListener(const HttpAccess& http, net::ClientRequest request, std::size_t longest_event, Hear hear);
  ~HttpListener();
  HttpListener(const HttpListener&) = delete;
  HttpListener& operator=(const HttpListener&) = delete;

  bool ended() const;    // the stream has ended, or was never one
  bool refused() const;  // the server has none (405 as a rule): asking again is in vain

 private:
  struct Stream;
  HttpAccess http_;
  std::shared_ptr<Stream> stream_;
};

}  // namespace attendant::tools::mcp
