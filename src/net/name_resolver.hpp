// Names to addresses: the system's lookup blocks for as long as a dead name server lets it, so lookups run on
// threads of their own, several at once. One name is looked up once for all who ask for it meanwhile. Thread:
// any.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace attendant::net {

using Addresses = std::vector<std::string>;  // in the order to be tried: "192.0.2.7", "2001:db8::7"

// Blocks. unavailable: there is no such name, or nobody who knows.
using Lookup = std::function<Result<Addresses>(const std::string& host)>;
Result<Addresses> system_lookup(const std::string& host);  // getaddrinfo (RFC 3493 section 6.1)

class NameResolver {
 public:
  struct Options {
    Lookup lookup = system_lookup;
    std::size_t most_lookups = 8;    // at once; threads are made as they are needed
    std::size_t most_waiting = 128;  // names for which no thread is free
  };
  NameResolver() : NameResolver(Options{}) {}
  explicit NameResolver(Options options);
  ~NameResolver();  // stop()
  NameResolver(const NameResolver&) = delete;
  NameResolver& operator=(const NameResolver&) = delete;

  // `done` is called once, on a thread of the resolver's, and must only hand over; or it is never called,
  // when the resolver is stopped first. At once with exhausted, when too many names wait. Who asked waits for
  // as long as they like: a lookup cannot be broken off.
  using Done = std::function<void(Result<Addresses>)>;
  void resolve(const std::string& host, Done done);

  // Nobody is told anything any more. Does not wait for lookups that hang.
  void stop();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace attendant::net
