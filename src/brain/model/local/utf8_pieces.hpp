// Pieces of text whose characters may be cut in two, as tokens are: gives out whole characters only. Pure.
#pragma once

#include <string>
#include <string_view>

namespace attendant::brain {

class Utf8Pieces {
 public:
  // What is whole so far. Bytes that cannot become a character are given as U+FFFD.
  std::string add(std::string_view piece);
  std::string rest();  // nothing more comes: half a character is U+FFFD

 private:
  std::string half_;
};

}  // namespace attendant::brain
