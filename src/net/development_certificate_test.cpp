#include "net/development_certificate.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/test_directory.hpp"
#include "net/tls_context.hpp"

namespace attendant::net {
namespace {

using std::chrono::days;
using testing::HasSubstr;

class DevelopmentCertificateTest : public testing::Test {
 protected:
  Result<CertificateStep> ensure() { return ensure_development_certificate(wanted, clock.wall()); }

  TestDirectory directory;
  FakeClock clock;
  DevelopmentCertificate wanted{.certificate = directory.path() / "cert.pem",
                                .key = directory.path() / "key.pem",
                                .names = {"localhost", "desk.example", "127.0.0.1", "::1"}};
};

TEST_F(DevelopmentCertificateTest, MakesFilesThatAListenerTakes) {
  ASSERT_EQ(ensure(), CertificateStep::made);
  const auto context = load_tls_context({wanted.certificate.string(), wanted.key.string()});
  EXPECT_TRUE(context) << context.error().message;
  struct stat key{};
  ASSERT_EQ(::stat(wanted.key.c_str(), &key), 0);
  EXPECT_EQ(key.st_mode & 0777U, 0600U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path()), {}), 2);
}

TEST_F(DevelopmentCertificateTest, KeepsThemUntilTheWeekBeforeTheyExpire) {
  ASSERT_EQ(ensure(), CertificateStep::made);
  const std::string first = read_file(wanted.certificate);
  clock.advance(days(82));
  EXPECT_EQ(ensure(), CertificateStep::kept);
  EXPECT_EQ(read_file(wanted.certificate), first);
  clock.advance(days(1));
  EXPECT_EQ(ensure(), CertificateStep::made);
  EXPECT_NE(read_file(wanted.certificate), first);
  EXPECT_EQ(ensure(), CertificateStep::kept);
}

TEST_F(DevelopmentCertificateTest, MakesThemAnewForAnotherNameAndWhenOneIsGoneOrDoesNotFit) {
  ASSERT_EQ(ensure(), CertificateStep::made);
  wanted.names.emplace_back("192.0.2.7");
  EXPECT_EQ(ensure(), CertificateStep::made);
  wanted.names.emplace_back("other.example");
  EXPECT_EQ(ensure(), CertificateStep::made);
  const std::string old_key = read_file(wanted.key);
  std::filesystem::remove(wanted.key);
  EXPECT_EQ(ensure(), CertificateStep::made);
  std::ofstream(wanted.key) << old_key;
  EXPECT_EQ(ensure(), CertificateStep::made);
  EXPECT_EQ(ensure(), CertificateStep::kept);
}

TEST_F(DevelopmentCertificateTest, TouchesNoFileThatItDidNotMake) {
  for (const auto& taken : {wanted.certificate, wanted.key}) {
    std::ofstream(taken) << "-----BEGIN CERTIFICATE-----\nsomebody's\n";
    const auto refused = ensure();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_THAT(refused.error().message, HasSubstr(taken.string()));
    EXPECT_EQ(read_file(taken), "-----BEGIN CERTIFICATE-----\nsomebody's\n");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path()), {}), 1);
    std::filesystem::remove(taken);
  }
}

TEST_F(DevelopmentCertificateTest, RefusesWhatIsNoName) {
  for (const char* name : {"", "a b", "x,DNS:evil.example", "*.example", "::g"}) {
    wanted.names = {name};
    EXPECT_FALSE(ensure()) << name;
  }
  wanted.names.clear();
  EXPECT_FALSE(ensure());
}

TEST_F(DevelopmentCertificateTest, NamesAFolderThatIsNotThere) {
  wanted.key = directory.path() / "none" / "key.pem";
  const auto made = ensure();
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message, HasSubstr("none/key.pem"));
}

}  // namespace
}  // namespace attendant::net
