// One leg of a call, whatever protocol carries it. A gateway makes legs; the call that the leg belongs to
// holds it and listens to it. Everything happens on the leg's shard.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/named.hpp"
#include "base/result.hpp"
#include "telephony/media_ports.hpp"

namespace attendant::telephony {

// Who is on the line, as far as signalling tells. Numbers are hints, never proof of identity.
struct Party {
  std::string caller_number;  // "" when withheld
  std::string caller_name;
  std::string called_number;
  std::string trunk;        // the configured trunk's name
  std::string protocol_id;  // Call-ID of SIP, for logs and for matching with the carrier's records
};

enum class LegEnd : std::uint8_t { far_end_hung_up, we_hung_up, cancelled, rejected, timed_out, failed };
std::string_view to_string(LegEnd end);

struct Ended {
  LegEnd end = LegEnd::failed;
  int status = 0;      // of the protocol, 0 when there is none
  std::string reason;  // for logs and records
};

enum class TransferStage : std::uint8_t { trying, ringing, succeeded, failed };
struct TransferProgress {
  TransferStage stage = TransferStage::trying;
  int status = 0;
  std::string reason;
};

// Implemented by the call. Never called from inside a command of the leg; only on_ended may destroy the leg.
class LegEvents {
 public:
  virtual ~LegEvents() = default;
  virtual void on_ringing() {}          // outgoing: the far end rings
  virtual void on_answered() = 0;       // media flows
  virtual void on_hold(bool held) = 0;  // the far end put us on hold, or took us back
  virtual void on_digit(
      char digit, std::chrono::milliseconds duration) = 0;  // by signalling (INFO); RFC 4733 comes from media
  virtual void on_transfer(const TransferProgress& progress) = 0;
  virtual void on_snapshot(const boost::json::object& snapshot) = 0;  // to be journaled: the leg has changed
  virtual void on_ended(const Ended& ended) = 0;                      // the last one
};

struct Rejection {
  enum class Why : std::uint8_t { busy, overloaded, not_here, forbidden } why = Why::busy;
  std::optional<std::chrono::seconds> retry_after;
};

class Leg {
 public:
  virtual ~Leg() = default;  // a leg that is still up is hung up

  virtual void listen(LegEvents* events) = 0;  // not owned; nullptr stops
  // The id of the call that took this leg, for a far end that shows what happens in it.
  virtual void belongs_to(const CallId&) {}
  virtual const Party& party() const = 0;
  // The RTP port of this leg; there is one from ring() or answer() on (incoming) or at once (outgoing).
  virtual std::optional<MediaPortId> media_port() const = 0;

  // Incoming. When no RTP port is to be had, the far end has been told to try again later (SIP: 503 with
  // Retry-After) and on_ended follows.
  virtual Status ring() = 0;
  virtual Status answer() = 0;
  virtual Status reject(const Rejection& rejection) = 0;
  virtual Status hang_up() = 0;  // of a leg that is over: nothing to do, and no error
  virtual Status hold(bool on) = 0;
  // To a person: `target` is a SIP or tel URI that the caller of this method has checked against the allowed
  // targets.
  virtual Status transfer(std::string_view target) = 0;
  virtual Result<boost::json::object> snapshot() const = 0;
};

// Gets each incoming call that was admitted. What it does not keep is rejected as "not here".
class CallTaker {
 public:
  virtual ~CallTaker() = default;
  virtual void take(std::unique_ptr<Leg> leg) = 0;
};

}  // namespace attendant::telephony
