// What a Leg needs of the Endpoint that owns it.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "sip/endpoint.hpp"
#include "sip/events.hpp"
#include "sip/message.hpp"

namespace attendant::sip {

class LegHost {
 public:
  virtual ~LegHost() = default;
  virtual const Options& options() const = 0;
  virtual Instant now() const = 0;  // of the input that is being handled
  virtual std::uint64_t random() = 0;

  // Adds Via and starts a client transaction; its responses come back to the leg. Returns the transaction's
  // key.
  virtual std::string request(LegId leg, Message message, const Peer& to) = 0;
  virtual void cancel_invite(const std::string& transaction) = 0;
  virtual bool is_proceeding(const std::string& transaction) const = 0;
  // Adds Via to the ACK of a 2xx and lets the transaction repeat it.
  virtual void acknowledge(const std::string& transaction, const std::string& to_tag, Message ack,
                           const Peer& to) = 0;

  virtual void respond(const std::string& transaction, const Message& response) = 0;
  virtual Peer reply_to(const std::string& transaction) const = 0;
  virtual void send(Send send) = 0;
  virtual void emit(Event event) = 0;
};

}  // namespace attendant::sip
