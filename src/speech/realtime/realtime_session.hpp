// The session.update of a dialect. Pure. Internal to realtime_protocol.
#pragma once

#include <boost/json/object.hpp>

#include "speech/live_model.hpp"
#include "speech/realtime/realtime_dialect.hpp"

namespace attendant::speech {

boost::json::object session_update(const RealtimeDialect& dialect, const LiveSetting& setting);

// Another agent's instructions and functions in a session that goes on.
boost::json::object setting_update(const RealtimeDialect& dialect, const LiveSetting& setting);

}  // namespace attendant::speech
