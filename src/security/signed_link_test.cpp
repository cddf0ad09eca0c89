#include "security/signed_link.hpp"

#include <gtest/gtest.h>

namespace attendant::security {
namespace {

using namespace std::chrono_literals;

const WallTime kNow = WallTime(std::chrono::seconds(1'800'000'000));

class SignedLink : public testing::Test {
 protected:
  Key key = Key::random();
  LinkSigner signer{key, "talk"};
  LinkTerms terms = signer.new_terms(kNow + 15min);
  std::string token = signer.token(terms);
};

TEST_F(SignedLink, OpensUntilItExpires) {
  const auto checked = signer.check(token, kNow);
  ASSERT_TRUE(checked);
  EXPECT_EQ(*checked, terms);
  EXPECT_TRUE(signer.check(token, kNow + 14min));
  EXPECT_FALSE(signer.check(token, kNow + 15min));
}

TEST_F(SignedLink, EveryChangedCharacterIsRefused) {
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto changed = token;
    changed[i] = changed[i] == 'a' ? 'b' : 'a';
    const auto checked = signer.check(changed, kNow);
    ASSERT_FALSE(checked) << changed;
    EXPECT_EQ(checked.error().code, ErrorCode::refused);
  }
}

TEST_F(SignedLink, IsOfOneDoorAndOneKeyOnly) {
  EXPECT_FALSE(LinkSigner(key, "admin").check(token, kNow));
  EXPECT_FALSE(LinkSigner(Key::random(), "talk").check(token, kNow));
}

TEST_F(SignedLink, NonsenseIsRefusedInTheSameWords) {
  const auto expired = signer.check(token, kNow + 1h);
  for (const std::string_view text : {"", ".", "..", "a.b.c", "x"}) {
    const auto checked = signer.check(text, kNow);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().message, expired.error().message);
  }
}

TEST_F(SignedLink, NoTwoLinksAreTheSame) { EXPECT_NE(signer.new_terms(kNow).id, signer.new_terms(kNow).id); }

}  // namespace
}  // namespace attendant::security
