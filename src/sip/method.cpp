#include <array>
#include <utility>

#include "sip/message.hpp"

namespace attendant::sip {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 14> kMethods{{{Method::invite, "INVITE"},
                                                                        {Method::ack, "ACK"},
                                                                        {Method::bye, "BYE"},
                                                                        {Method::cancel, "CANCEL"},
                                                                        {Method::options, "OPTIONS"},
                                                                        {Method::info, "INFO"},
                                                                        {Method::update, "UPDATE"},
                                                                        {Method::refer, "REFER"},
                                                                        {Method::notify, "NOTIFY"},
                                                                        {Method::prack, "PRACK"},
                                                                        {Method::subscribe, "SUBSCRIBE"},
                                                                        {Method::register_, "REGISTER"},
                                                                        {Method::message, "MESSAGE"},
                                                                        {Method::publish, "PUBLISH"}}};

constexpr std::array<std::pair<int, std::string_view>, 34> kReasons{{{100, "Trying"},
                                                                     {180, "Ringing"},
                                                                     {183, "Session Progress"},
                                                                     {200, "OK"},
                                                                     {202, "Accepted"},
                                                                     {400, "Bad Request"},
                                                                     {401, "Unauthorized"},
                                                                     {403, "Forbidden"},
                                                                     {404, "Not Found"},
                                                                     {405, "Method Not Allowed"},
                                                                     {406, "Not Acceptable"},
                                                                     {408, "Request Timeout"},
                                                                     {413, "Request Entity Too Large"},
                                                                     {415, "Unsupported Media Type"},
                                                                     {416, "Unsupported URI Scheme"},
                                                                     {420, "Bad Extension"},
                                                                     {422, "Session Interval Too Small"},
                                                                     {480, "Temporarily Unavailable"},
                                                                     {481, "Call/Transaction Does Not Exist"},
                                                                     {482, "Loop Detected"},
                                                                     {484, "Address Incomplete"},
                                                                     {486, "Busy Here"},
                                                                     {487, "Request Terminated"},
                                                                     {488, "Not Acceptable Here"},
                                                                     {489, "Bad Event"},
                                                                     {491, "Request Pending"},
                                                                     {500, "Server Internal Error"},
                                                                     {501, "Not Implemented"},
                                                                     {503, "Service Unavailable"},
                                                                     {504, "Server Time-out"},
                                                                     {505, "Version Not Supported"},
                                                                     {513, "Message Too Large"},
                                                                     {600, "Busy Everywhere"},
                                                                     {603, "Decline"}}};

}  // namespace

Method method_from(std::string_view name) {
  for (const auto& [method, known] : kMethods) {
    if (known == name) return method;
  }
  return Method::other;
}

std::string_view to_string(Method method) {
  for (const auto& [known, name] : kMethods) {
    if (known == method) return name;
  }
  return "";
}

std::string_view reason_phrase(int status) {
  for (const auto& [known, phrase] : kReasons) {
    if (known == status) return phrase;
  }
  return "Unknown";
}

}  // namespace attendant::sip
