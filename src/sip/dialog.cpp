#include "sip/dialog.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::sip {
namespace {

constexpr std::string_view kMaxForwards = "70";

NameAddr without_tag(NameAddr address) {
  address.set_tag("");
  return address;
}

std::vector<std::string> record_route(const Message& message) {
  std::vector<std::string> routes;
  for (std::string_view route : message.headers.list("Record-Route")) routes.emplace_back(route);
  return routes;
}

// A first route without ;lr is an RFC 2543 proxy: it wants to be the Request-URI itself (section 12.2.1.1).
bool routes_loosely(const std::vector<std::string>& route_set) {
  const auto first = parse_name_addr(route_set.front());
  return !first || find_parameter(first->uri.parameters, "lr") != nullptr;
}

void set_parameter(std::vector<Parameter>& parameters, std::string_view name, std::string value) {
  for (Parameter& parameter : parameters) {
    if (!equals_ignoring_case(parameter.name, name)) continue;
    parameter.value = std::move(value);
    return;
  }
  parameters.push_back({std::string(name), std::move(value)});
}

}  // namespace

Result<Uri> contact_target(const Message& message) {
  const auto contacts = message.headers.list("Contact");
  if (contacts.size() != 1) return fail(ErrorCode::invalid, "Contact: exactly one is needed");
  TRY_ASSIGN(auto contact, parse_name_addr(contacts.front()));
  if (contact.uri.scheme != Scheme::sip && contact.uri.scheme != Scheme::sips) {
    return fail(ErrorCode::invalid, "Contact: not a SIP URI");
  }
  contact.uri.headers.clear();  // they must not reach a Request-URI
  return std::move(contact.uri);
}

Result<Dialog> dialog_from_request(const Message& request, const Essentials& essentials,
                                   std::string_view local_tag) {
  Dialog dialog;
  dialog.call_id = essentials.call_id;
  dialog.local_tag = std::string(local_tag);
  dialog.remote_tag = essentials.from.tag();
  dialog.local = without_tag(essentials.to);
  dialog.remote = without_tag(essentials.from);
  dialog.remote_cseq = essentials.cseq.number;
  dialog.route_set = record_route(request);
  TRY_ASSIGN(dialog.remote_target, contact_target(request));
  return dialog;
}

Status complete_dialog(Dialog& dialog, const Message& response, const std::string& remote_tag) {
  dialog.remote_tag = remote_tag;
  dialog.route_set = record_route(response);
  std::reverse(dialog.route_set.begin(), dialog.route_set.end());
  TRY_ASSIGN(dialog.remote_target, contact_target(response));
  return {};
}

Message make_request(const Dialog& dialog, Method method, std::uint32_t cseq) {
  Message request;
  request.method = method;
  request.method_name = std::string(to_string(method));
  request.request_uri = to_string(dialog.remote_target);
  auto routes = dialog.route_set;
  if (!routes.empty() && !routes_loosely(routes)) {
    if (const auto first = parse_name_addr(routes.front())) request.request_uri = to_string(first->uri);
    routes.erase(routes.begin());
    routes.push_back("<" + to_string(dialog.remote_target) + ">");
  }
  for (std::string& route : routes) request.headers.add("Route", std::move(route));
  request.headers.add("Max-Forwards", std::string(kMaxForwards));
  NameAddr from = dialog.local;
  from.set_tag(dialog.local_tag);
  NameAddr to = dialog.remote;
  to.set_tag(dialog.remote_tag);
  request.headers.add("From", to_string(from));
  request.headers.add("To", to_string(to));
  request.headers.add("Call-ID", dialog.call_id);
  request.headers.add("CSeq", fmt::format("{} {}", cseq, to_string(method)));
  return request;
}

Uri next_hop(const Dialog& dialog) {
  if (dialog.route_set.empty()) return dialog.remote_target;
  const auto first = parse_name_addr(dialog.route_set.front());
  return first ? first->uri : dialog.remote_target;
}

Message make_response(const Message& request, int status, std::string_view to_tag) {
  Message response;
  response.is_request = false;
  response.status = status;
  response.reason = std::string(reason_phrase(status));
  for (const Header& header : request.headers.all()) {
    const bool is_route = header.name == "Record-Route" && status > 100 && status < 300;
    if (header.name == "Via" || header.name == "From" || header.name == "Call-ID" || header.name == "CSeq" ||
        is_route) {
      response.headers.add(header.name, header.value);
    } else if (header.name == "To") {
      auto to = parse_name_addr(header.value);
      const bool add_tag = to && to->tag().empty() && !to_tag.empty() && status > 100;
      // What cannot be parsed is sent back as it came: the request is being refused for it.
      if (add_tag) to->set_tag(to_tag);
      response.headers.add("To", add_tag ? to_string(*to) : header.value);
    }
  }
  return response;
}

void stamp_via(Message& request, Via via, const Peer& source) {
  const Parameter* rport = find_parameter(via.parameters, "rport");
  if (rport != nullptr) set_parameter(via.parameters, "rport", fmt::format("{}", source.port));
  if (rport != nullptr || via.sent_by.host != source.ip) set_parameter(via.parameters, "received", source.ip);
  Headers stamped;
  bool first = true;
  for (const Header& header : request.headers.all()) {
    std::string value = header.value;
    if (first && header.name == "Via") {
      const auto entries = split_list(header.value);
      value = to_string(via);
      for (std::size_t i = 1; i < entries.size(); ++i) value.append(", ").append(entries[i]);
      first = false;
    }
    stamped.add(header.name, std::move(value));
  }
  request.headers = std::move(stamped);
}

Peer reply_destination(const Via& via, const Peer& source) {
  if (source.transport == Transport::tcp || find_parameter(via.parameters, "rport") != nullptr) return source;
  // To the source's address only, whatever maddr or sent-by say: we answer nobody who did not ask.
  return {Transport::udp, source.ip, via.sent_by.port != 0 ? via.sent_by.port : std::uint16_t{5060}};
}

}  // namespace attendant::sip
