#include "telephony/leg.hpp"

namespace attendant::telephony {

std::string_view to_string(LegEnd end) {
  switch (end) {
    case LegEnd::far_end_hung_up:
      return "far_end_hung_up";
    case LegEnd::we_hung_up:
      return "we_hung_up";
    case LegEnd::cancelled:
      return "cancelled";
    case LegEnd::rejected:
      return "rejected";
    case LegEnd::timed_out:
      return "timed_out";
    case LegEnd::failed:
      return "failed";
  }
  return "";
}

}  // namespace attendant::telephony
