#include "understanding/wordpiece.hpp"

#include <gtest/gtest.h>

namespace attendant::understanding {
namespace {

using Ids = std::vector<std::int64_t>;

class Pieces : public testing::Test {
 protected:
  Result<WordPiece> pieces_ =
      WordPiece::from_lines("[UNK]\n[CLS]\n[SEP]\nun\n##want\n##ed\n,\nrunning\ncafe\n");
};

TEST_F(Pieces, are_the_longest_from_the_left) {
  EXPECT_EQ(pieces_->encode("UNwanted, running", 99).ids, (Ids{1, 3, 4, 5, 6, 7, 2}));
}
TEST_F(Pieces, lose_case_and_accents) { EXPECT_EQ(pieces_->encode("Caf\xC3\xA9", 99).ids, (Ids{1, 8, 2})); }
TEST_F(Pieces, of_an_unknown_word_are_one_unknown_piece) {
  EXPECT_EQ(pieces_->encode("unx " + std::string(101, 'a'), 99).ids, (Ids{1, 0, 0, 2}));
}
TEST_F(Pieces, are_cut_to_the_most_allowed) {
  EXPECT_EQ(pieces_->encode("running running running", 4).ids, (Ids{1, 7, 7, 2}));
}
TEST_F(Pieces, know_where_their_word_began) {
  EXPECT_EQ(pieces_->encode("unwanted running", 99).places, (std::vector<std::size_t>{0, 0, 0, 0, 9, 16}));
}
TEST_F(Pieces, of_words_apart_have_the_place_of_their_word) {
  const auto encoded = pieces_->encode({{"unwanted", 5}, {"un'running", 20}}, 99);
  EXPECT_EQ(encoded.ids, (Ids{1, 3, 4, 5, 3, 7, 2}));
  EXPECT_EQ(encoded.places, (std::vector<std::size_t>{0, 5, 5, 5, 20, 20, 30}));
}
TEST_F(Pieces, of_a_vocabulary_without_its_marks_are_refused) {
  EXPECT_FALSE(WordPiece::from_lines("a\nb\n"));
}

}  // namespace
}  // namespace attendant::understanding
