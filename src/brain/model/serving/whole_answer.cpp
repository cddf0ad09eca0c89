#include "brain/model/serving/whole_answer.hpp"

namespace attendant::brain {
namespace {

struct Adding {
  WholeAnswer& to;

  void operator()(const TextDelta& delta) const { to.text += delta.text; }
  void operator()(const RefusalDelta& delta) const { to.refusal += delta.text; }
  void operator()(const ToolCallDelta& piece) const {
    if (to.calls.size() <= piece.index) to.calls.resize(piece.index + 1);
    ToolCall& call = to.calls[piece.index];
    call.id += piece.id;
    call.name += piece.name;
    call.arguments += piece.arguments;
  }
};

}  // namespace

void WholeAnswer::add(const AnswerDelta& delta) { std::visit(Adding{*this}, delta); }

}  // namespace attendant::brain
