#include "security/key_ring.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"
#include "security/aead.hpp"

namespace attendant::security {
namespace {

// Bound into every wrapping, so that a wrapped key cannot be moved to another owner or mistaken for another
// message.
std::string associated(std::string_view owner) { return "attendant wrapped key 1:" + std::string(owner); }

Error file_error(const std::filesystem::path& file, std::string_view what) {
  return {.code = errno == ENOENT ? ErrorCode::not_found : ErrorCode::invalid,
          .message = "key file " + file.string() + ": " + std::string(what) + ": " + std::strerror(errno)};
}

Status create(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return fail(file_error(file, "cannot be created"));
  const std::string text =
      "# Key-encryption key of Attendant. Without it nothing that was stored can be read.\n" +
      to_hex(Key::random().bytes()) + "\n";
  const bool written =
      ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
  const bool closed = ::close(fd) == 0;
  if (!written || !closed) return fail(file_error(file, "cannot be written"));
  return {};
}

}  // namespace

KeyRing::KeyRing(const Key& current, std::vector<Key> older) : keys_(std::move(older)) {
  keys_.insert(keys_.begin(), current);
}

Result<KeyRing> KeyRing::from_text(std::string_view text) {
  std::vector<Key> keys;
  int number = 0;
  for (const auto line : split(text, '\n')) {
    ++number;
    const auto entry = trim(line);
    if (entry.empty() || entry.front() == '#') continue;
    auto key = Key::from_text(entry);
    if (!key) return fail(key.error().in("line " + std::to_string(number)));
    keys.push_back(*key);
  }
  if (keys.empty()) return fail(ErrorCode::invalid, "there is no key in it");
  const Key current = keys.front();
  keys.erase(keys.begin());
  return KeyRing(current, std::move(keys));
}

Result<KeyRing> KeyRing::load(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return fail(file_error(file, "cannot be read"));
  if ((status.st_mode & 077) != 0) {
    return fail(ErrorCode::refused, "key file " + file.string() +
                                        " can be read by others than its owner: chmod 600 " + file.string());
  }
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return fail(ErrorCode::invalid, "key file " + file.string() + " cannot be read");
  auto ring = from_text(text);
  if (!ring) return fail(ring.error().in("key file " + file.string()));
  return ring;
}

Result<KeyRing> KeyRing::load_or_create(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) TRY(create(file));
  return load(file);
}

CallKey KeyRing::new_call_key(const CallId& call) const {
  const Key key = Key::random();
  return {.key = key, .wrapped = wrap(call.value(), key)};
}

Result<CallKey> KeyRing::unwrap(const CallId& call, BytesView wrapped) const {
  TRY_ASSIGN(Key key, unwrap_key(call.value(), wrapped));
  return CallKey{.key = key, .wrapped = Bytes(wrapped.begin(), wrapped.end())};
}

Bytes KeyRing::wrap(std::string_view owner, const Key& key) const {
  const std::string bound = associated(owner);
  return seal_with_random_nonce(keys_.front(), as_bytes(bound), key.bytes());
}

Result<Key> KeyRing::unwrap_key(std::string_view owner, BytesView wrapped) const {
  const std::string bound = associated(owner);
  for (const Key& key : keys_) {
    if (const auto bytes = open_with_own_nonce(key, as_bytes(bound), wrapped)) return Key::from_bytes(*bytes);
  }
  return fail(ErrorCode::refused, "no configured key unwraps the key of " + std::string(owner) +
                                      ": is the key file the one it was stored with?");
}

}  // namespace attendant::security
