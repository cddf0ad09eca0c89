// The inside of an Endpoint: it routes messages to transactions and legs, and wakes them in time.
//
// endpoint.cpp holds the public face, endpoint_receive.cpp what comes in, endpoint_impl.cpp what legs ask for
// and timers, endpoint_digest.cpp what happens when the far end wants to know who we are.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sip/client_transaction.hpp"
#include "sip/digest.hpp"
#include "sip/endpoint.hpp"
#include "sip/leg.hpp"
#include "sip/leg_host.hpp"
#include "sip/server_transaction.hpp"
#include "sip/timer_queue.hpp"

namespace attendant::sip {

class Endpoint::Impl final : public LegHost {
 public:
  explicit Impl(Options options);

  void handle(std::string_view bytes, const Peer& source);
  void transport_failed(const Peer& to);
  void tick();
  std::optional<Instant> next_timer() const { return timers_.next(); }
  std::vector<Output> take_outputs() { return std::exchange(outputs_, {}); }

  void set_now(Instant now) { now_ = now; }
  // Runs a command on a leg, then sees to its timers and its end.
  Status command(LegId leg, const std::function<Status(Leg&)>& run);
  Result<LegId> invite(const Invitation& invitation);
  Result<LegId> restore(const LegSnapshot& snapshot);
  const Leg* find(LegId leg) const;
  std::size_t calls() const { return legs_.size(); }

  const Options& options() const override { return options_; }
  Instant now() const override { return now_; }
  std::uint64_t random() override { return options_.random(); }
  std::string request(LegId leg, Message message, const Peer& to) override;
  void cancel_invite(const std::string& transaction) override;
  bool is_proceeding(const std::string& transaction) const override;
  void acknowledge(const std::string& transaction, const std::string& to_tag, Message ack,
                   const Peer& to) override;
  void respond(const std::string& transaction, const Message& response) override;
  Peer reply_to(const std::string& transaction) const override;
  void send(Send send) override { outputs_.emplace_back(std::move(send)); }
  void emit(Event event) override { outputs_.emplace_back(std::move(event)); }

 private:
  struct Client {
    ClientTransaction transaction;
    std::optional<LegId> leg;
    // Of the leg; kept here too, for a BYE outlives its leg. Null: there are no credentials for this peer.
    std::shared_ptr<DigestClient> digest;
    int times_challenged = 0;
  };
  struct Server {
    ServerTransaction transaction;
    std::optional<LegId> leg;  // of an INVITE that began a call
    std::string merge_key;
  };

  // endpoint_receive.cpp
  void receive_response(Message response, const Essentials& essentials);
  void receive_request(Message request, const Essentials& essentials, const Peer& source);
  void receive_ack(const Message& ack, const Essentials& essentials, const std::string& invite_key);
  void receive_cancel(const Message& request, const std::string& key, const std::string& invite_key);
  void receive_outside_dialog(const Message& request, const Essentials& essentials, const std::string& key,
                              const Peer& source);
  void receive_first_invite(const Message& request, const Essentials& essentials, const std::string& key,
                            const Peer& source);
  void refuse_malformed(Message request, int status, const Peer& source);
  void refuse(const Message& request, const std::string& key, int status, std::string_view extra_name = {},
              std::string extra_value = {});

  // endpoint_digest.cpp
  std::shared_ptr<DigestClient> digest_for(LegId leg, const Peer& to);
  // Sends the request of the transaction again, with credentials; false: its response is final.
  bool answer_challenge(const std::string& key, LegId leg, const Message& response);

  // endpoint_impl.cpp
  void add_via(Message& message, const Peer& to);
  std::string start_client(Message request, const Peer& to, std::optional<LegId> leg,
                           std::shared_ptr<DigestClient> digest, int times_challenged);
  void carry_out(const std::string& key, ClientActions actions);
  void fail_client(const std::string& key, EndCause cause);
  void wake(const Wakeup& wakeup);
  void schedule_client(const std::string& key);
  void schedule_server(const std::string& key);
  void settle(LegId leg);  // after anything that a leg did
  void add_leg(Leg leg);
  Leg* find_dialog(const std::string& call_id, const std::string& local_tag);
  std::string new_token();

  Options options_;
  Instant now_{};
  std::uint64_t last_leg_ = 0;
  std::unordered_map<std::uint64_t, Leg> legs_;
  std::unordered_map<std::string, LegId> dialogs_;  // by Call-ID and our tag
  std::unordered_map<std::string, Client> clients_;
  std::unordered_map<std::string, Server> servers_;
  std::unordered_map<std::string, std::string>
      merges_;  // of running first INVITEs (RFC 3261 section 8.2.2.2)
  std::unordered_map<std::uint64_t, std::shared_ptr<DigestClient>> digests_;  // of legs that have credentials
  TimerQueue timers_;
  std::vector<Output> outputs_;
};

}  // namespace attendant::sip
