// Writes one answer for the program that asked for it: as server-sent events, or whole. Pure; one per
// request.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "brain/model/model_answer.hpp"
#include "brain/model/serving/served_request.hpp"

namespace attendant::brain {

struct AnswerHead {
  std::string id;            // unique; the writer puts the prefix of its kind in front
  std::int64_t created = 0;  // seconds since 1970
};

class AnswerWriter {
 public:
  virtual ~AnswerWriter() = default;

  // The events of a stream, ready to be sent: begin, delta ..., then end or fail.
  virtual std::string begin() = 0;
  virtual std::string delta(const AnswerDelta& delta) = 0;
  virtual std::string end(const AnswerEnd& end) = 0;
  virtual std::string fail(const Error& error) = 0;

  // Instead of a stream: the body of the whole answer, of all that delta() was given.
  virtual std::string whole(const AnswerEnd& end) = 0;
  virtual void restart() = 0;  // forgets the deltas so far; before anything of them was sent
};

std::unique_ptr<AnswerWriter> chat_answer_writer(AnswerHead head, const ServedRequest& request);
std::unique_ptr<AnswerWriter> responses_answer_writer(AnswerHead head, const ServedRequest& request);

}  // namespace attendant::brain
