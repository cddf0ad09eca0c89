#include "agents/template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::agents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Template, HoldsItsValues) {
  EXPECT_EQ(fill("This is {agent} of {company}.", {{"agent", "billing"}, {"company", "Northwind"}}),
            "This is billing of Northwind.");
  EXPECT_EQ(fill("Plain.", {}), "Plain.");
  EXPECT_EQ(fill("{ name }!", {{"name", "Eli"}}), "Eli!");
}

TEST(Template, SaysWhatStandsInBracketsOnlyWhenItsValuesAreKnown) {
  EXPECT_EQ(fill("Welcome back[, {name}].", {{"name", "Eli"}}), "Welcome back, Eli.");
  EXPECT_EQ(fill("Welcome back[, {name}].", {}), "Welcome back.");
  EXPECT_EQ(fill("Welcome back[, {name}].", {{"name", ""}}), "Welcome back.");
  EXPECT_EQ(fill("[{name}, ][this is {agent}]", {{"agent", "billing"}}), "this is billing");
}

TEST(Template, SaysTheOtherWordsWhenAValueIsNotKnown) {
  EXPECT_EQ(fill("[{name}, is|Is] there more?", {{"name", "Eli"}}), "Eli, is there more?");
  EXPECT_EQ(fill("[{name}, is|Is] there more?", {}), "Is there more?");
  EXPECT_EQ(fill("a|b", {}), "a|b") << "a bar outside brackets is a bar";
}

TEST(Template, IsCheckedForWhatCannotBeFilled) {
  EXPECT_TRUE(check_template("Hello[ {name}].", {"name"}));
  EXPECT_THAT(check_template("Hello {nane}", {"name"}).error().message, HasSubstr("did you mean {name}?"));
  EXPECT_THAT(check_template("Hello {x}", {}).error().message, HasSubstr("no value can stand here"));
  EXPECT_THAT(check_template("Hello {x}", {"company", "agent"}).error().message,
              HasSubstr("{company}, {agent}"));
  for (const auto* text : {"{name", "name}", "[a", "a]", "[a [b]]", "[a|b|c]"})
    EXPECT_FALSE(check_template(text, {"name"})) << text;
}

TEST(Template, NamesItsValues) { EXPECT_THAT(values_in("{b} {a}[ {b}]"), ElementsAre("b", "a")); }

}  // namespace
}  // namespace attendant::agents
