// The tool plan_document: a question about rules of the plan that no record answers, from the plan documents.
// The passage is quoted word for word and cited in the answer's facts.
#pragma once

#include "documents/library.hpp"
#include "tools/outside_tool.hpp"

namespace attendant::tools {

ToolSpec plan_document_spec();

class PlanDocuments final : public OutsideTool {
 public:
  // `library` outlives the tool.
  explicit PlanDocuments(documents::Library& library) : library_(library) {}

  // not_found when no passage answers; needs_identity when one of a member's document does, or the plan
  // decides and is not known.
  Result<ToolAnswer> call(const OutsideCall& call) override;
  bool waits_for_others() const override { return false; }

 private:
  documents::Library& library_;
};

}  // namespace attendant::tools
