#include "brain/model/local/utf8_pieces.hpp"

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

TEST(Utf8Pieces, HoldACharacterUntilItIsWhole) {
  Utf8Pieces pieces;
  EXPECT_EQ(pieces.add("caf\xC3"), "caf");
  EXPECT_EQ(pieces.add("\xA9 \xF0\x9F"), "\xC3\xA9 ");
  EXPECT_EQ(pieces.add("\x98\x80!"), "\xF0\x9F\x98\x80!");
  EXPECT_EQ(pieces.rest(), "");
}

TEST(Utf8Pieces, ReplaceWhatIsNoCharacter) {
  Utf8Pieces pieces;
  EXPECT_EQ(pieces.add("a\xFF\xC3z"), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
  EXPECT_EQ(pieces.add("\xE2\x82"), "");
  EXPECT_EQ(pieces.rest(), "\xEF\xBF\xBD");
  EXPECT_EQ(pieces.rest(), "");
}

}  // namespace
}  // namespace attendant::brain
