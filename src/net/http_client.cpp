#include "net/http_client.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace attendant::net {
namespace {

// Collects a response. Its owner may destroy it in `done`.
class Fetch final : public Exchange {
 public:
  Fetch(std::size_t longest_body, std::function<void(Result<ClientResponse>)> done)
      : longest_body_(longest_body), done_(std::move(done)) {}

  void start(HttpClient& client, ClientRequest request) {
    exchange_ =
        client.start(std::move(request), {.head = [this](const ResponseHead& head) { response_.head = head; },
                                          .body = [this](std::string_view piece) { add(piece); },
                                          .done = [this](Status status) { end(std::move(status)); }});
  }

 private:
  void add(std::string_view piece) {
    if (response_.body.size() + piece.size() <= longest_body_) {
      response_.body += piece;
      return;
    }
    exchange_.reset();
    end(fail(ErrorCode::exhausted,
             fmt::format("the response's body is longer than the {} bytes allowed", longest_body_)));
  }
  void end(Status status) {
    const auto done = std::move(done_);
    if (status)
      done(std::move(response_));
    else
      done(fail(std::move(status).error()));
  }

  std::size_t longest_body_;
  std::function<void(Result<ClientResponse>)> done_;
  ClientResponse response_;
  std::unique_ptr<Exchange> exchange_;
};

}  // namespace

std::string_view ResponseHead::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::unique_ptr<Exchange> fetch(HttpClient& client, ClientRequest request, std::size_t longest_body,
                                std::function<void(Result<ClientResponse>)> done) {
  auto fetching = std::make_unique<Fetch>(longest_body, std::move(done));
  fetching->start(client, std::move(request));
  return fetching;
}

}  // namespace attendant::net
