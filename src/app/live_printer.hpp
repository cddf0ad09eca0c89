// Prints the lines of a LiveView: for people as text, for programs as one JSON object a line.
#pragma once

#include <cstdio>

#include "app/live_view.hpp"

namespace attendant::app {

enum class ViewForm { text, json };

class LivePrinter {
 public:
  // Text has colours when `out` is a terminal. A JSON line has "call", "kind" and the members of that kind.
  explicit LivePrinter(std::FILE* out, ViewForm form = ViewForm::text);

  void operator()(const LiveLine& line) const;

 private:
  std::FILE* out_;
  ViewForm form_;
  bool colours_;
};

}  // namespace attendant::app
