#include "brain/model/serving/served_response.hpp"

#include <string>

#include <boost/json/serialize.hpp>

namespace attendant::brain {

net::Response response_of(const ServedError& error) {
  net::Response response = net::Response::json(boost::json::serialize(error.body), error.status);
  if (error.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (error.retry_after) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*error.retry_after);
    response.headers.emplace_back("Retry-After", std::to_string(seconds.count()));
    response.headers.emplace_back("Retry-After-Ms", std::to_string(error.retry_after->count()));
  }
  return response;
}

}  // namespace attendant::brain
