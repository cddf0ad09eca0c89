// A question to the gateway as one to a text model. Pure.
#pragma once

#include "base/result.hpp"
#include "brain/model/local/text_model.hpp"
#include "brain/model/model_gateway.hpp"

namespace attendant::brain {

// invalid: the question has a parameter that changes what the answer is and that is not known here.
Result<TextQuestion> text_question(const ModelQuestion& question);

}  // namespace attendant::brain
