#include "net/name_resolver.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

namespace attendant::net {
namespace {

std::string text_of(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address->sa_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(address);
    if (::inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size()) == nullptr) return {};
    return text.data();
  }
  if (address->sa_family != AF_INET6) return {};
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(address);
  if (::inet_ntop(AF_INET6, &v6->sin6_addr, text.data(), text.size()) == nullptr) return {};
  std::string whole = text.data();
  if (v6->sin6_scope_id != 0) whole += "%" + std::to_string(v6->sin6_scope_id);
  return whole;
}

}  // namespace

Result<Addresses> system_lookup(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), nullptr, &wanted, &found); error != 0)
    return fail(ErrorCode::unavailable, ::gai_strerror(error));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  Addresses addresses;
  for (const auto* entry = found; entry != nullptr; entry = entry->ai_next) {
    auto text = text_of(entry->ai_addr);
    if (!text.empty() && std::ranges::find(addresses, text) == addresses.end())
      addresses.push_back(std::move(text));
  }
  return addresses;
}

// Held by every thread: one whose lookup hangs may outlive the resolver, and tells nobody.
struct NameResolver::Shared {
  explicit Shared(Options with) : options(std::move(with)) {}

  const Options options;
  std::mutex mutex;  // of what follows; held while somebody is told
  std::condition_variable changed;
  std::map<std::string, std::vector<Done>> asked;  // under way or waiting
  std::deque<std::string> waiting;
  std::size_t threads = 0, idle = 0;
  bool stopped = false;

  void work() {
    std::unique_lock lock(mutex);
    while (true) {
      ++idle;
      changed.wait(lock, [this] { return stopped || !waiting.empty(); });
      --idle;
      if (stopped) return;
      const auto host = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      auto found = options.lookup(host);
      lock.lock();
      if (stopped) return;
      const auto told = std::move(asked[host]);
      asked.erase(host);
      for (const auto& done : told) done(found);
    }
  }
};

NameResolver::NameResolver(Options options) : shared_(std::make_shared<Shared>(std::move(options))) {}
NameResolver::~NameResolver() { stop(); }

void NameResolver::stop() {
  const std::lock_guard lock(shared_->mutex);
  shared_->stopped = true;
  shared_->asked.clear();
  shared_->changed.notify_all();
}

void NameResolver::resolve(const std::string& host, Done done) {
  auto& s = *shared_;
  const std::lock_guard lock(s.mutex);
  if (s.stopped) return;
  if (const auto same = s.asked.find(host); same != s.asked.end()) {
    same->second.push_back(std::move(done));
    return;
  }
  if (s.waiting.size() >= s.options.most_waiting)
    return done(fail(ErrorCode::exhausted, "too many names are being looked up"));
  s.asked[host].push_back(std::move(done));
  s.waiting.push_back(host);
  // Not joined: the system's lookup cannot be broken off, and nobody may have to wait for it at the end.
  if (s.idle < s.waiting.size() && s.threads < s.options.most_lookups) {
    ++s.threads;
    std::thread([shared = shared_] { shared->work(); }).detach();
  }
  s.changed.notify_one();
}

}  // namespace attendant::net
