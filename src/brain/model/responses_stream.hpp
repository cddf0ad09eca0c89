// The streaming events of the Responses API as deltas of an answer. What an event means is in its "type";
// those we do not know are ignored, for there come new ones with every model. A text or the arguments of a
// call that come only whole ("...done", "output_item.done") are told whole. Owned by the connection that
// reads; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include "brain/model/answer_stream.hpp"

namespace attendant::brain {

class ResponsesStream final : public AnswerStream {
 public:
  std::vector<ChatItem> read(std::string_view data) override;
  std::vector<ChatItem> close() override;  // a fault: an answer ends by an event
  bool over() const override { return over_; }

 private:
  struct Call {
    std::uint32_t index = 0;
    bool has_arguments = false;
  };
  using Place = std::pair<std::int64_t, std::int64_t>;  // of the item in the output, of the part in the item

  // False: the event is not what its type says.
  bool take(const boost::json::object& event, std::vector<ChatItem>& items);
  bool take_text(const boost::json::object& event, bool whole, bool refusal, std::vector<ChatItem>& items);
  bool take_item(const boost::json::object& event, bool whole, std::vector<ChatItem>& items);
  bool take_arguments(const boost::json::object& event, bool whole, std::vector<ChatItem>& items);
  void end(const boost::json::object& event, bool incomplete, std::vector<ChatItem>& items);
  void give_up(AttemptFault fault, std::vector<ChatItem>& items);

  int bad_events_ = 0;
  bool anything_ = false;  // a delta was told
  std::set<Place> texts_;  // that had a delta
  std::map<std::int64_t, Call> calls_;
  bool over_ = false;
};

}  // namespace attendant::brain
