#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/test_directory.hpp"
#include "security/aead.hpp"
#include "security/chunk_cipher.hpp"
#include "security/key_ring.hpp"
#include "security/random.hpp"

namespace attendant::security {
namespace {

Key key_of(std::string_view hex) { return *Key::from_text(hex); }
Bytes bytes_of(std::string_view hex) { return from_hex(hex).value_or(Bytes{}); }
Nonce nonce_of(std::string_view hex) {
  Nonce nonce{};
  std::ranges::copy(bytes_of(hex), nonce.begin());
  return nonce;
}
std::string text(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

// ---- AES-256-GCM ----

struct GcmVector {
  const char* key;
  const char* nonce;
  const char* associated;
  const char* plaintext;
  const char* sealed;
};
// Test cases 13 to 16 of McGrew and Viega, "The Galois/Counter Mode of Operation" (the AES-256 ones with
// 96-bit nonces).
constexpr GcmVector kVectors[] = {
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "", "",
     "530f8afbc74536b9a963b4f1c4cb738b"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "",
     "00000000000000000000000000000000", "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888", "",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf"
     "5aa0de657"
     "ba637b391aafd255",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6"
     "393ba7a0a"
     "bcc9f662898015adb094dac5d93471bdec1a502270e3cc6c"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf"
     "5aa0de657"
     "ba637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6"
     "393ba7a0a"
     "bcc9f66276fc6ece0f4e1768cddf8853bb2d551b"},
};

TEST(AeadTest, GivesThePublishedCiphertexts) {
  for (const GcmVector& vector : kVectors) {
    Aead aead(key_of(vector.key));
    const auto sealed =
        aead.seal(nonce_of(vector.nonce), bytes_of(vector.associated), bytes_of(vector.plaintext));
    EXPECT_EQ(to_hex(sealed), vector.sealed);
    EXPECT_EQ(aead.open(nonce_of(vector.nonce), bytes_of(vector.associated), sealed),
              bytes_of(vector.plaintext));
  }
}

TEST(AeadTest, RefusesWhatWasChanged) {
  Aead aead(Key::random());
  const Nonce nonce = counter_nonce(7);
  const Bytes sealed = aead.seal(nonce, as_bytes("head"), as_bytes("body"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(aead.open(nonce, as_bytes("head"), changed));
  }
  EXPECT_FALSE(aead.open(nonce, as_bytes("Head"), sealed));
  EXPECT_FALSE(aead.open(counter_nonce(8), as_bytes("head"), sealed));
  EXPECT_FALSE(aead.open(nonce, as_bytes("head"), BytesView(sealed).first(kTagSize - 1)));
  EXPECT_EQ(Aead(Key::random()).open(nonce, as_bytes("head"), sealed).error().code, ErrorCode::refused);
}

TEST(AeadTest, SealsTheSameTextDifferentlyEachTimeWithRandomNonces) {
  const Key key = Key::random();
  const Bytes first = seal_with_random_nonce(key, {}, as_bytes("text"));
  const Bytes second = seal_with_random_nonce(key, {}, as_bytes("text"));
  EXPECT_NE(first, second);
  EXPECT_EQ(text(*open_with_own_nonce(key, {}, first)), "text");
  EXPECT_FALSE(open_with_own_nonce(key, {}, BytesView(first).first(20)));
}

// ---- keys ----

TEST(KeyTest, IsReadFromHexadecimalAndBase64) {
  const std::string hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  EXPECT_EQ(to_hex(Key::from_text(hex)->bytes()), hex);
  EXPECT_EQ(to_hex(Key::from_text("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")->bytes()), hex);
  EXPECT_EQ(Key::from_text(hex.substr(2)).error().code, ErrorCode::invalid);
  EXPECT_FALSE(Key::from_text(""));
}

// Checked with: openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:KEY -kdfopt info:journal [-kdfopt
// hexsalt:SALT] HKDF
TEST(KeyTest, DerivesWhatOpensslDerives) {
  const Key key = key_of("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  EXPECT_EQ(to_hex(key.derive("journal").bytes()),
            "1ea1fc573b5a6b410851381a5dc4948218f5ee2782bbb816a4b390482bd7d5fa");
  EXPECT_EQ(to_hex(key.derive("journal", bytes_of("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf")).bytes()),
            "919ee9768b87856766b8954a59587d8d1e23b94af51782fee0bbbc364f5f0d2f");
}

class KeyFileTest : public ::testing::Test {
 protected:
  TestDirectory place_;
  const std::filesystem::path directory_ = place_.path();
  const std::filesystem::path file_ = directory_ / "key";
};

TEST_F(KeyFileTest, IsMadeOnceReadableForItsOwnerOnly) {
  const CallId call{"c-1"};
  const auto first = KeyRing::load_or_create(file_);
  ASSERT_TRUE(first) << first.error().message;
  const auto wrapped = first->new_call_key(call).wrapped;
  struct stat status{};
  ASSERT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_TRUE(KeyRing::load_or_create(file_)->unwrap(call, wrapped));
}

TEST_F(KeyFileTest, IsRefusedWhenOthersMayReadIt) {
  ASSERT_TRUE(KeyRing::load_or_create(file_));
  ::chmod(file_.c_str(), 0640);
  const auto ring = KeyRing::load(file_);
  ASSERT_FALSE(ring);
  EXPECT_EQ(ring.error().code, ErrorCode::refused);
  EXPECT_NE(ring.error().message.find("chmod 600"), std::string::npos);
}

TEST_F(KeyFileTest, NamesTheLineThatIsNoKey) {
  std::ofstream(file_) << "# comment\n\nnot a key\n";
  ::chmod(file_.c_str(), 0600);
  const auto ring = KeyRing::load(file_);
  ASSERT_FALSE(ring);
  EXPECT_NE(ring.error().message.find("line 3"), std::string::npos);
  EXPECT_EQ(KeyRing::load(directory_ / "none").error().code, ErrorCode::not_found);
}

TEST(KeyRingTest, UnwrapsOnlyForTheCallThatTheKeyBelongsTo) {
  const KeyRing ring(Key::random());
  const auto key = ring.new_call_key(CallId("c-1"));
  EXPECT_EQ(to_hex(ring.unwrap(CallId("c-1"), key.wrapped)->key.bytes()), to_hex(key.key.bytes()));
  EXPECT_EQ(ring.unwrap(CallId("c-2"), key.wrapped).error().code, ErrorCode::refused);
  EXPECT_FALSE(KeyRing(Key::random()).unwrap(CallId("c-1"), key.wrapped));
}

TEST(KeyRingTest, StillUnwrapsAfterTheKeyWasRotated) {
  const Key old = Key::random();
  const auto wrapped = KeyRing(old).new_call_key(CallId("c-1")).wrapped;
  const KeyRing rotated(Key::random(), {old});
  EXPECT_TRUE(rotated.unwrap(CallId("c-1"), wrapped));
  EXPECT_FALSE(KeyRing(old).unwrap(CallId("c-2"), rotated.new_call_key(CallId("c-2")).wrapped));
}

// ---- ids ----

TEST(CallIdTest, IsAUlidInTheOrderOfTime) {
  // The ULID specification's example: 1469918176385 is 01ARYZ6S41.
  const auto id = new_call_id(WallTime(std::chrono::milliseconds(1469918176385)));
  EXPECT_EQ(id.value().size(), 28U);
  EXPECT_EQ(id.value().substr(0, 12), "c-01ARYZ6S41");
  EXPECT_LT(id, new_call_id(WallTime(std::chrono::milliseconds(1469918176386))));
  std::set<CallId> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(new_call_id(WallTime{}));
  EXPECT_EQ(ids.size(), 1000U);
}

// ---- chunked streams ----

class ChunkCipherTest : public ::testing::Test {
 protected:
  static constexpr std::uint32_t kChunk = 16;
  static constexpr std::size_t kSealedChunk = kChunk + kTagSize;

  Bytes seal(std::string_view plaintext, bool finish = true) const {
    ChunkSealer sealer(key_, kChunk);
    Bytes out(sealer.header().begin(), sealer.header().end());
    const auto emit = [&](BytesView chunk) { out.insert(out.end(), chunk.begin(), chunk.end()); };
    // In uneven pieces, as audio arrives.
    while (!plaintext.empty()) {
      const auto piece = plaintext.substr(0, 7);
      sealer.add(as_bytes(piece), emit);
      plaintext.remove_prefix(piece.size());
    }
    if (finish) sealer.finish(emit);
    return out;
  }
  Result<OpenedStream> open(const Bytes& sealed) {
    delivered_.clear();
    return open_chunks(key_, sealed, [&](BytesView plain) { delivered_.append(plain.begin(), plain.end()); });
  }

  const Key key_ = Key::random();
  std::string delivered_;
};

TEST_F(ChunkCipherTest, OpensWhatItSealedAtEveryLength) {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string plaintext(size, 'x');
    const auto opened = open(seal(plaintext));
    ASSERT_TRUE(opened) << size;
    EXPECT_TRUE(opened->complete);
    EXPECT_EQ(opened->bytes, size);
    EXPECT_EQ(delivered_, plaintext);
  }
}

TEST_F(ChunkCipherTest, ReadsABrokenOffStreamUpToItsLastWholeChunk) {
  const std::string plaintext = "0123456789abcdef0123456789ABCDEFrest";
  const Bytes sealed = seal(plaintext);
  for (std::size_t cut = kChunkHeaderSize; cut < sealed.size(); ++cut) {
    const auto opened = open(Bytes(sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(cut)));
    ASSERT_TRUE(opened) << cut;
    EXPECT_FALSE(opened->complete) << cut;
    const std::size_t whole = std::min<std::size_t>((cut - kChunkHeaderSize) / kSealedChunk, 2);
    EXPECT_EQ(delivered_, plaintext.substr(0, whole * kChunk)) << cut;
  }
}

TEST_F(ChunkCipherTest, RefusesChunksThatWereMovedRepeatedOrLeftOut) {
  const Bytes sealed = seal("0123456789abcdef0123456789ABCDEFrest");
  const auto chunk = [&](std::size_t i) {
    const auto begin = sealed.begin() + static_cast<std::ptrdiff_t>(kChunkHeaderSize + i * kSealedChunk);
    return Bytes(begin, std::min(begin + kSealedChunk, sealed.end()));
  };
  const auto stream = [&](std::initializer_list<std::size_t> chunks) {
    Bytes out(sealed.begin(), sealed.begin() + kChunkHeaderSize);
    for (const auto i : chunks) {
      const Bytes bytes = chunk(i);
      out.insert(out.end(), bytes.begin(), bytes.end());
    }
    return out;
  };
  EXPECT_TRUE(open(stream({0, 1, 2})));
  EXPECT_EQ(open(stream({1, 0, 2})).error().code, ErrorCode::refused);
  EXPECT_FALSE(open(stream({0, 0, 1, 2})));
  EXPECT_FALSE(open(stream({0, 1, 2, 2})));
  EXPECT_FALSE(open(stream({1, 2})));
  EXPECT_FALSE(open(stream({0, 2})) && open(stream({0, 2}))->complete);
}

TEST_F(ChunkCipherTest, RefusesAChangedHeaderAndAForeignKey) {
  const Bytes sealed = seal("0123456789abcdef and more");
  for (std::size_t i = 0; i < kChunkHeaderSize; ++i) {
    Bytes changed = sealed;
    changed[i] ^= 0x01;
    const auto opened = open(changed);
    EXPECT_FALSE(opened && opened->complete) << i;
    EXPECT_EQ(delivered_, "");
  }
  EXPECT_FALSE(open_chunks(Key::random(), sealed, [](BytesView) {}));
  EXPECT_EQ(open(Bytes(5)).error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace attendant::security
