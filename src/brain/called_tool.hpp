// A tool that a model called and that has not answered yet: what a brain keeps of it. A value.
#pragma once

#include <string>

#include <boost/json/object.hpp>

namespace attendant::brain {

struct CalledTool {
  std::string call_id;  // the model's; empty: it does not know of the call, which carries out a read-back
  std::string tool;
  boost::json::object arguments;
  std::string shown_arguments = {};  // as the model wrote them, where it is shown its calls again
};

}  // namespace attendant::brain
