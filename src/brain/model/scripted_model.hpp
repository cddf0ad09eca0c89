// For tests: a server of Chat Completions on this machine, which answers each request as the test has said,
// in turn, and keeps what it was asked.
#pragma once

#include <charconv>
#include <deque>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "net/scripted_server.hpp"

namespace attendant::brain {

class ScriptedModel {
 public:
  // false: the connection is closed.
  using Answer = std::function<bool(net::ScriptedConnection&)>;

  ScriptedModel() : server_([this](net::ScriptedConnection& c) { serve(c); }) {}

  std::string origin() const { return fmt::format("http://127.0.0.1:{}", server_.port()); }
  void then(Answer answer) {
    const std::lock_guard lock(mutex_);
    answers_.push_back(std::move(answer));
  }
  // The requests so far, as JSON.
  std::vector<std::string> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  // Answers whose client closed the connection while they went on.
  int dropped() const {
    const std::lock_guard lock(mutex_);
    return dropped_;
  }

  // ---- answers
  Answer says(std::initializer_list<std::string> deltas) {
    return [deltas = std::vector(deltas)](net::ScriptedConnection& c) {
      begin(c);
      for (const auto& delta : deltas) piece(c, text(delta));
      end(c, "stop");
      return true;
    };
  }
  Answer calls(std::string tool, std::string arguments, std::string before = {}) {
    return [tool = std::move(tool), arguments = std::move(arguments),
            before = std::move(before)](net::ScriptedConnection& c) {
      begin(c);
      if (!before.empty()) piece(c, text(before));
      const auto half = arguments.size() / 2;
      piece(c, call({{"index", 0},
                     {"id", "call_1"},
                     {"type", "function"},
                     {"function", {{"name", tool}, {"arguments", arguments.substr(0, half)}}}}));
      piece(c, call({{"index", 0}, {"function", {{"arguments", arguments.substr(half)}}}}));
      end(c, "tool_calls");
      return true;
    };
  }
  // Says so much, and no more: the connection is closed, or nothing comes until the client closes it.
  Answer breaks_off(std::initializer_list<std::string> deltas) {
    return [deltas = std::vector(deltas)](net::ScriptedConnection& c) {
      begin(c);
      for (const auto& delta : deltas) piece(c, text(delta));
      return false;
    };
  }
  Answer stalls(std::initializer_list<std::string> deltas) {
    return [this, deltas = std::vector(deltas)](net::ScriptedConnection& c) {
      begin(c);
      for (const auto& delta : deltas) piece(c, text(delta));
      c.wait_for_its_end();
      const std::lock_guard lock(mutex_);
      ++dropped_;
      return false;
    };
  }
  static Answer refuses(int status, std::string headers) {
    return [status, headers = std::move(headers)](net::ScriptedConnection& c) {
      const std::string body = R"({"error":{"message":"no","type":"x","code":"x"}})";
      c.say(fmt::format("HTTP/1.1 {} No\r\nContent-Type: application/json\r\n{}Content-Length: {}\r\n\r\n{}",
                        status, headers, body.size(), body));
      return true;
    };
  }
  // A stream of these events.
  static Answer streams(std::initializer_list<std::string> events) {
    return [events = std::vector(events)](net::ScriptedConnection& c) {
      begin(c);
      for (const auto& event : events) piece(c, event);
      c.say("0\r\n\r\n");
      return true;
    };
  }

 private:
  static std::string choice(boost::json::value delta, boost::json::value reason) {
    return boost::json::serialize(boost::json::object{
        {"choices", {{{"index", 0}, {"delta", std::move(delta)}, {"finish_reason", std::move(reason)}}}}});
  }
  static std::string text(const std::string& delta) {
    return choice(boost::json::object{{"content", delta}}, nullptr);
  }
  static std::string call(boost::json::value one) {
    return choice(boost::json::object{{"tool_calls", boost::json::array{std::move(one)}}}, nullptr);
  }
  static void begin(net::ScriptedConnection& c) {
    c.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
  }
  static void piece(net::ScriptedConnection& c, const std::string& event) {
    const auto data = "data: " + event + "\n\n";
    c.say(fmt::format("{:x}\r\n{}\r\n", data.size(), data));
  }
  static void end(net::ScriptedConnection& c, const std::string& reason) {
    piece(c, choice(boost::json::object{}, boost::json::string(reason)));
    piece(c, R"({"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100}})");
    piece(c, "[DONE]");
    c.say("0\r\n\r\n");
  }

  void serve(net::ScriptedConnection& c) {
    for (;;) {
      const auto head = lower(c.hear_head());
      const auto at = head.find("content-length: ");
      if (at == std::string::npos) return;
      std::size_t size = 0;
      std::from_chars(head.data() + at + 16, head.data() + head.size(), size);
      auto body = c.hear(size);
      Answer answer = refuses(500, "");
      {
        const std::lock_guard lock(mutex_);
        asked_.push_back(std::move(body));
        if (!answers_.empty()) {
          answer = std::move(answers_.front());
          answers_.pop_front();
        }
      }
      if (!answer(c)) return;
    }
  }

  mutable std::mutex mutex_;
  std::deque<Answer> answers_;
  std::vector<std::string> asked_;
  int dropped_ = 0;
  net::ScriptedServer server_;  // last: its threads use the others
};

}  // namespace attendant::brain
