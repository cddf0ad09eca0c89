// For tests: a HttpClient without a network. What was asked stands in `exchanges`; the test answers it, piece
// by piece, and sees whether it was given up. One thread.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/http_client.hpp"

namespace attendant::net {

class FakeHttpClient final : public HttpClient {
 public:
  struct Asked {
    ClientRequest request;
    ExchangeEvents events;
    bool given_up = false;

    std::string header(std::string_view name) const {
      for (const auto& [key, value] : request.headers)
        if (key == name) return value;
      return {};
    }
    void head(int status, std::vector<std::pair<std::string, std::string>> headers = {}) const {
      if (!given_up && events.head) events.head({.status = status, .headers = std::move(headers)});
    }
    void body(std::string_view piece) const {
      if (!given_up && events.body) events.body(piece);
    }
    void end() const {
      if (!given_up) events.done(Status());
    }
    void break_off(ErrorCode code, std::string message) const {
      if (!given_up) events.done(fail(code, std::move(message)));
    }
  };

  std::unique_ptr<Exchange> start(ClientRequest request, ExchangeEvents events) override {
    class Handle final : public Exchange {
     public:
      explicit Handle(std::shared_ptr<Asked> asked) : asked_(std::move(asked)) {}
      ~Handle() override { asked_->given_up = true; }

     private:
      std::shared_ptr<Asked> asked_;
    };
    exchanges.push_back(std::make_shared<Asked>(Asked{std::move(request), std::move(events)}));
    return std::make_unique<Handle>(exchanges.back());
  }

  std::vector<std::shared_ptr<Asked>> exchanges;  // in their order
};

}  // namespace attendant::net
