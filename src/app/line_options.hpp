// The configuration of lines in the words of the rooms that carry them. Pure; any thread.
#pragma once

#include "config/settings.hpp"
#include "media/media_plane.hpp"
#include "telephony/sip/sip_gateway.hpp"

namespace attendant::app {

media::PlaneOptions plane_options(const config::Media& media);
telephony::sip_gateway::SipOptions sip_options(const config::Settings& settings);

}  // namespace attendant::app
