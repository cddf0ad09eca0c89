// An Endpoint against a far end that is written by hand, message by message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sip/endpoint.hpp"
#include "sip/header_values.hpp"
#include "sip/message.hpp"

namespace attendant::sip::testing {

inline const Peer kFar{Transport::udp, "192.0.2.50", 5062};
inline constexpr std::string_view kSdp =
    "v=0\r\no=- 1 1 IN IP4 192.0.2.50\r\ns=-\r\nc=IN IP4 192.0.2.50\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";

class ScriptedPeer : public ::testing::Test {
 protected:
  ScriptedPeer() { make({}); }

  void make(Options options) {
    options.udp_contact = {"192.0.2.1", 5060};
    options.tcp_contact = {"192.0.2.1", 5060};
    options.random = [this] { return ++random_ * 0x9e3779b97f4a7c15u; };
    endpoint_.emplace(std::move(options));
  }

  struct Parts {
    std::string method = "OPTIONS";
    std::string branch = "one";
    std::string call_id = "call-1";
    std::string to_tag;
    int cseq = 1;
    std::string more;  // header lines
    std::string body;
    std::string from_tag = "far";
  };

  static std::string text(const Parts& p) {
    const std::string to = p.to_tag.empty() ? "" : ";tag=" + p.to_tag;
    const bool is_sdp = p.body == kSdp;
    return fmt::format(
        "{0} sip:agent@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.50:5062;branch=z9hG4bK{1}\r\nFrom: "
        "<sip:far@192.0.2.50>;tag={2}\r\n"
        "To: <sip:agent@192.0.2.1>{3}\r\nCall-ID: {4}\r\nCSeq: {5} {0}\r\nContact: "
        "<sip:far@192.0.2.50:5062>\r\n"
        "Max-Forwards: 70\r\n{6}{7}Content-Length: {8}\r\n\r\n{9}",
        p.method, p.branch, p.from_tag, to, p.call_id, p.cseq, p.more,
        is_sdp ? "Content-Type: application/sdp\r\n" : "", p.body.size(), p.body);
  }

  // What came back, messages only.
  std::vector<Message> receive(const std::string& bytes, const Peer& from = kFar) {
    endpoint_->handle(bytes, from, now_);
    return collect();
  }
  std::vector<Message> receive(const Parts& parts) { return receive(text(parts)); }

  std::vector<Message> collect() {
    std::vector<Message> messages;
    for (Output& output : endpoint_->take_outputs()) {
      if (Event* event = std::get_if<Event>(&output)) {
        events_.push_back(std::move(*event));
      } else {
        const Send& send = std::get<Send>(output);
        last_to_ = send.to;
        messages.push_back(*parse_message(send.bytes));
      }
    }
    return messages;
  }

  std::vector<Message> wait(Duration by) {
    now_ += by;
    endpoint_->tick(now_);
    return collect();
  }

  static int status(const std::vector<Message>& messages) {
    return messages.empty() ? 0 : messages.back().status;
  }

  template <class E>
  E last() const {
    for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
      if (const E* one = std::get_if<E>(&*event)) return *one;
    }
    return {};
  }
  template <class E>
  std::size_t count() const {
    std::size_t found = 0;
    for (const Event& event : events_) found += std::holds_alternative<E>(event) ? 1 : 0;
    return found;
  }

  // An incoming call that is up; our tag is in tag_.
  LegId connect() {
    receive({.method = "INVITE", .branch = "inv", .body = std::string(kSdp)});
    const LegId leg = last<IncomingCall>().leg;
    EXPECT_TRUE(endpoint_->answer(leg, {.ip = "192.0.2.1", .port = 30000}, now_));
    const auto answers = collect();
    tag_ = parse_name_addr(*answers.back().headers.find("To"))->tag();
    receive({.method = "ACK", .branch = "ack", .to_tag = tag_});
    return leg;
  }

  // A call of ours; the INVITE is in invite_.
  LegId place() {
    Invitation invitation;
    invitation.destination = kFar;
    invitation.target = *parse_uri("sip:far@192.0.2.50:5062");
    invitation.from = *parse_name_addr("<sip:agent@192.0.2.1>");
    invitation.media = {.ip = "192.0.2.1", .port = 30000};
    const auto leg = endpoint_->invite(invitation, now_);
    invite_ = collect().back();
    return *leg;
  }

  static std::string reply(const Message& request, int status, const std::string& tag,
                           std::string_view body = "", const std::vector<Header>& more = {}) {
    Message response;
    response.is_request = false;
    response.status = status;
    response.reason = "R";
    for (const Header& header : request.headers.all()) {
      for (std::string_view kept : {"Via", "From", "Call-ID", "CSeq"}) {
        if (header.name == kept) response.headers.add(header.name, header.value);
      }
    }
    const std::string& to = *request.headers.find("To");
    response.headers.add("To", to.find(";tag=") == std::string::npos ? to + ";tag=" + tag : to);
    response.headers.add("Contact", "<sip:far@192.0.2.50:5062>");
    for (const Header& header : more) response.headers.add(header.name, header.value);
    if (!body.empty()) response.headers.add("Content-Type", "application/sdp");
    response.body = std::string(body);
    return serialise(response);
  }

  std::optional<Endpoint> endpoint_;
  Instant now_{};
  std::uint64_t random_ = 0;
  std::vector<Event> events_;
  Peer last_to_;
  std::string tag_;
  Message invite_;
};

}  // namespace attendant::sip::testing
