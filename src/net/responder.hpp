// An answer to a request that comes later, at once or in pieces (a stream of server-sent events): the handle
// to give it with. On the server's shard only.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace attendant::net {

struct Request;
struct Response;

// Nothing here blocks, and nothing here calls back before it returns. What comes after the end of the answer,
// or after the client has gone, is dropped. A client that reads so slowly that more waits than the server's
// Options allow is cut off. May outlive the connection, not the server.
class Responder {
 public:
  virtual ~Responder() = default;

  // The whole answer.
  virtual void answer(Response response) = 0;

  // An answer in pieces: `head` has status, type and headers, and the first piece as its body; each piece
  // leaves as it comes (chunked transfer coding, RFC 9112 section 7.1). A client of HTTP/1.0 gets 505.
  virtual void begin(Response head) = 0;
  virtual void send(std::string piece) = 0;
  virtual void finish() = 0;
  // It cannot be brought to its end: the connection is cut, which tells the client so.
  virtual void abort() = 0;

  virtual std::size_t unsent_bytes() const = 0;
};

// The work on an answer. The connection owns it and destroys it when the answer has ended, when the client
// has gone (seen within a tenth of a second, also while nothing is sent), or when the server stops: what it
// had asked others for is given up there.
class PendingAnswer {
 public:
  virtual ~PendingAnswer() = default;
};

// Runs on the server's shard: it must not block nor compute for more than a millisecond. It may answer before
// it returns, and returns nothing then.
using AsyncHandler =
    std::function<std::unique_ptr<PendingAnswer>(Request request, std::shared_ptr<Responder> responder)>;

}  // namespace attendant::net
