// A ServedError as an HTTP response.
#pragma once

#include "brain/model/serving/served_error.hpp"
#include "net/http.hpp"

namespace attendant::brain {

net::Response response_of(const ServedError& error);

}  // namespace attendant::brain
