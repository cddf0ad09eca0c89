#include "inference/subgraph_names.hpp"

#include <gtest/gtest.h>

namespace attendant::inference {
namespace {

// A length-delimited field of protobuf.
std::string field(int number, const std::string& content) {
  return std::string{static_cast<char>(number << 3 | 2), static_cast<char>(content.size())} + content;
}
std::string model_with(const std::string& subgraph) {
  const auto attribute = field(1, "then_branch") + field(6, subgraph);
  return field(2, "writer") + field(7, field(2, "main") + field(1, field(4, "If") + field(5, attribute)));
}

TEST(SubgraphNames, AGraphInsideANodeGetsAName) {
  const auto named = with_subgraph_names(model_with(field(1, field(4, "Add"))));
  ASSERT_TRUE(named) << named.error().message;
  EXPECT_NE(named->find(field(2, "inner")), std::string::npos);
  EXPECT_NE(named->find("then_branch"), std::string::npos);
  EXPECT_EQ(named->find(field(2, "inner")), named->rfind(field(2, "inner"))) << "the main graph has one";
}

TEST(SubgraphNames, AGraphThatHasANameKeepsIt) {
  const auto model = model_with(field(2, "branch"));
  EXPECT_EQ(with_subgraph_names(model), model);
}

TEST(SubgraphNames, AFieldThatGoesBeyondItsMessageIsNamedByItsOffset) {
  const auto named = with_subgraph_names(std::string("\x12\x7f", 2) + "short");
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error().message, "model: byte 2: a field that goes beyond its message");
}

}  // namespace
}  // namespace attendant::inference
