// What the conversation is about, so that "and how much do I pay" needs no second naming. A value.
#pragma once

#include <string>

#include <boost/json/object.hpp>

namespace attendant::brain {

struct Topic {
  std::string tool;               // the last tool that answered
  boost::json::object arguments;  // what it was told
  std::string claim_id;           // the last claim
  boost::json::object service;    // the last service as arguments: "service" or "service_type", "drug"
  std::string subject_id;         // whose records it was about
  bool of_another = false;        // about somebody else than the caller
};

}  // namespace attendant::brain
