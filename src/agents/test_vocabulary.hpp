// A small vocabulary for the tests of this room.
#pragma once

#include "agents/vocabulary.hpp"

namespace attendant::agents {

inline Vocabulary test_vocabulary() {
  return {.tools = {{.name = "claim_status"},
                    {.name = "benefit_cost"},
                    {.name = "billing_due"},
                    {.name = "autopay"},
                    {.name = "start_appeal", .writes = true},
                    {.name = "verify_member", .for_everyone = true}},
          .texts = {{.name = "open_question", .values = {}, .question = true},
                    {.name = "member_id_rest", .values = {"digits"}, .question = true},
                    {.name = "goodbye", .values = {}, .question = false}},
          .people = {"person"}};
}

}  // namespace attendant::agents
