// For tests: a server on this machine that does on each of its connections exactly what a script says, in a
// thread of its own with blocking sockets. A script ends where its client is gone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <sys/socket.h>

namespace attendant::net {

class ScriptedConnection {
 public:
  ScriptedConnection(boost::asio::ip::tcp::socket& socket, int number) : socket_(socket), number_(number) {}

  int number() const { return number_; }  // 1, 2 ... of the server

  // A request's head; empty when the client has gone.
  std::string hear_head() {
    boost::system::error_code error;
    const auto size =
        boost::asio::read_until(socket_, boost::asio::dynamic_buffer(heard_), "\r\n\r\n", error);
    if (error) return {};
    std::string head = heard_.substr(0, size);
    heard_.erase(0, size);
    return head;
  }
  // So many bytes behind it: a request's body.
  std::string hear(std::size_t size) {
    boost::system::error_code error;
    if (heard_.size() < size)
      boost::asio::read(socket_, boost::asio::dynamic_buffer(heard_),
                        boost::asio::transfer_exactly(size - heard_.size()), error);
    std::string body = heard_.substr(0, size);
    heard_.erase(0, body.size());
    return body;
  }
  void say(const std::string& text) {
    boost::system::error_code ignored;
    boost::asio::write(socket_, boost::asio::buffer(text), ignored);
  }
  // Returns when the client has closed the connection.
  void wait_for_its_end() {
    boost::system::error_code error;
    while (!error) boost::asio::read(socket_, boost::asio::dynamic_buffer(heard_), error);
  }

 private:
  boost::asio::ip::tcp::socket& socket_;
  int number_;
  std::string heard_;
};

class ScriptedServer {
 public:
  using Script = std::function<void(ScriptedConnection&)>;

  explicit ScriptedServer(Script script)
      : script_(std::move(script)),
        acceptor_(context_, {boost::asio::ip::make_address("127.0.0.1"), 0}),
        accepting_([this] { accept(); }) {}
  ~ScriptedServer() {
    // Wakes the threads that wait on these sockets.
    (void)::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    accepting_.join();
    {
      const std::lock_guard lock(mutex_);
      for (auto& socket : sockets_) (void)::shutdown(socket->native_handle(), SHUT_RDWR);
    }
    for (auto& thread : threads_) thread.join();
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  std::string url(const std::string& target = "/") const {
    return "http://127.0.0.1:" + std::to_string(port()) + target;
  }
  int connections() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(sockets_.size());
  }

 private:
  void accept() {
    for (;;) {
      boost::system::error_code error;
      auto socket = std::make_unique<boost::asio::ip::tcp::socket>(context_);
      std::ignore = acceptor_.accept(*socket, error);
      if (error) return;
      const std::lock_guard lock(mutex_);
      sockets_.push_back(std::move(socket));
      threads_.emplace_back([this, at = sockets_.back().get(), number = static_cast<int>(sockets_.size())] {
        ScriptedConnection connection(*at, number);
        script_(connection);
        (void)::shutdown(at->native_handle(), SHUT_RDWR);
      });
    }
  }

  Script script_;
  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<boost::asio::ip::tcp::socket>> sockets_;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

}  // namespace attendant::net
