// Which of two readings of a recogniser answers what was asked: by the forms of ids and dates.
#pragma once

#include "base/date.hpp"
#include "conversation/acts.hpp"
#include "speech/second_opinion.hpp"

namespace attendant::app {

// Null where any words may answer. A member id proves itself by its check digit; a claim number, a date, a
// ZIP code and a telephone number only have a form.
speech::JudgeReading reading_judge(conversation::Asked asked, Date today);

}  // namespace attendant::app
