// The streams of model servers are read by net's reader of server-sent events.
#pragma once

#include "net/sse_reader.hpp"

namespace attendant::brain {

using net::SseEvent;
using net::SseReader;

}  // namespace attendant::brain
