#include "brain/dialogue/pointer.hpp"

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

TEST(PointerTest, MyAndOurPointToTheCallersOwnRecord) {
  EXPECT_EQ(pointer_in("what was my last claim"), Pointer::owner);
  EXPECT_EQ(pointer_in("list all our claims from September"), Pointer::owner);
  EXPECT_EQ(pointer_in("and mine?"), Pointer::owner);
}

TEST(PointerTest, MyBeforeKinOrBeforeThePlanDoesNot) {
  EXPECT_NE(pointer_in("was the claim of my eight year old son paid"), Pointer::owner);
  EXPECT_EQ(pointer_in("is he on my plan"), Pointer::third);
}

TEST(PointerTest, HisAndHerPointToWhomWasTalkedOf) {
  EXPECT_EQ(pointer_in("how much of his deductible is left"), Pointer::third);
}

TEST(PointerTest, WhoAsksOrPaysIsNotThereforeThePatient) {
  EXPECT_EQ(pointer_in("can you tell me whether it was paid"), Pointer::nobody);
  EXPECT_EQ(pointer_in("how much do I owe for it"), Pointer::nobody);
}

TEST(PointerTest, ISpeaksOfTheCaller) {
  EXPECT_EQ(pointer_in("am I covered"), Pointer::speaker);
  EXPECT_EQ(pointer_in("I need a new id card"), Pointer::speaker);
}

}  // namespace
}  // namespace attendant::brain
