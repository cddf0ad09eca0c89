// Two Endpoints and a network between them under a fake clock: it can lose, double and reorder, from a fixed
// seed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sip/endpoint.hpp"

namespace attendant::sip::testing {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Party {
  std::unique_ptr<Endpoint> endpoint;
  Peer address;
  std::vector<Event> events;

  template <class E>
  std::vector<E> all() const {
    std::vector<E> found;
    for (const Event& event : events) {
      if (const E* one = std::get_if<E>(&event)) found.push_back(*one);
    }
    return found;
  }
  template <class E>
  E last() const {
    const auto found = all<E>();
    return found.empty() ? E{} : found.back();
  }
};

struct NetworkRules {
  double loss = 0;
  double duplication = 0;
  milliseconds delay{5};
  milliseconds jitter{0};  // more than the gap between messages reorders them
};

class Network {
 public:
  explicit Network(Transport transport = Transport::udp, std::uint64_t seed = 1)
      : random_(seed), transport_(transport) {
    rebuild_a({});
    rebuild_b({});
  }

  NetworkRules rules;
  Party a;  // calls
  Party b;  // is called
  // Messages that the network carried, by request method or "status method".
  std::map<std::string, int> carried;
  std::vector<std::string> log;

  void rebuild_a(Options options) { a = party("192.0.2.1", std::move(options)); }
  void rebuild_b(Options options) { b = party("192.0.2.2", std::move(options)); }

  Party party(const std::string& ip, Options options) {
    options.udp_contact = {ip, 5060};
    options.tcp_contact = {ip, 5060};
    options.random = [this] { return random_(); };
    Party made;
    made.endpoint = std::make_unique<Endpoint>(std::move(options));
    made.address = {transport_, ip, 5060};
    return made;
  }

  static LocalMedia media_of(const Party& party) { return {.ip = party.address.ip, .port = 4000}; }

  LegId call() {
    Invitation invitation;
    invitation.destination = b.address;
    invitation.target = *parse_uri("sip:claims@192.0.2.2");
    invitation.from = *parse_name_addr("\"Caller\" <sip:+15551234@192.0.2.1>");
    invitation.media = media_of(a);
    const auto leg = a.endpoint->invite(invitation, now);
    collect(a);
    return leg.value_or(LegId());
  }

  LegId incoming() const { return b.last<IncomingCall>().leg; }

  // A call that both sides regard as up; returns the legs.
  std::pair<LegId, LegId> connect() {
    const LegId calling = call();
    run(milliseconds(100));
    const LegId called = incoming();
    (void)b.endpoint->answer(called, media_of(b), now);
    collect(b);
    run(milliseconds(100));
    return {calling, called};
  }

  // Delivers and ticks until `by` has passed.
  void run(Duration by) {
    const Instant end = now + by;
    while (true) {
      collect(a);
      collect(b);
      const Instant next = std::min(next_event(), end);
      now = std::max(now, next);
      deliver_due();
      a.endpoint->tick(now);
      b.endpoint->tick(now);
      collect(a);
      collect(b);
      if (now >= end && next_event() > end) return;
    }
  }

  void collect(Party& from) {
    for (Output& output : from.endpoint->take_outputs()) {
      if (Event* event = std::get_if<Event>(&output)) {
        from.events.push_back(std::move(*event));
      } else {
        carry(from, std::get<Send>(std::move(output)));
      }
    }
  }

  Instant now{};

 private:
  struct InFlight {
    Peer from;
    Peer to;
    std::string bytes;
  };

  void carry(const Party& from, Send send) {
    log.push_back(send.bytes);
    ++carried[label(send.bytes)];
    std::uniform_real_distribution<double> chance(0, 1);
    if (chance(random_) < rules.loss) return;
    const int copies = chance(random_) < rules.duplication ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
      const auto extra =
          rules.jitter.count() > 0
              ? static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(rules.jitter.count()))
              : 0;
      flying_.emplace(now + rules.delay + milliseconds(extra), InFlight{from.address, send.to, send.bytes});
    }
  }

  static std::string label(const std::string& bytes) {
    const std::string first = bytes.substr(0, bytes.find(' '));
    if (first != "SIP/2.0") return first;
    const auto cseq = bytes.find("CSeq: ");
    const auto method = bytes.find(' ', cseq + 6) + 1;
    return bytes.substr(8, 3) + " " + bytes.substr(method, bytes.find('\r', method) - method);
  }

  Instant next_event() {
    Instant next = Instant::max();
    if (!flying_.empty()) next = flying_.begin()->first;
    for (const Party* party : {&a, &b}) {
      if (const auto timer = party->endpoint->next_timer()) next = std::min(next, *timer);
    }
    return next;
  }

  void deliver_due() {
    while (!flying_.empty() && flying_.begin()->first <= now) {
      const InFlight one = std::move(flying_.begin()->second);
      flying_.erase(flying_.begin());
      Party& to = one.to.ip == a.address.ip ? a : b;
      to.endpoint->handle(one.bytes, one.from, now);
      collect(to);
    }
  }

  std::mt19937_64 random_;
  Transport transport_;
  std::multimap<Instant, InFlight> flying_;  // by arrival
};

}  // namespace attendant::sip::testing
