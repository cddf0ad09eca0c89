#include "agents/ledger.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <ranges>

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <openssl/sha.h>

#include "base/bytes.hpp"

namespace attendant::agents {
namespace {

namespace json = boost::json;

constexpr std::size_t kHashShown = 8;
constexpr std::size_t kMostActivations = 1000;
constexpr std::array<std::string_view, 3> kHows = {"loaded", "activated", "rolled back"};

std::int64_t to_number(WallTime time) { return time.time_since_epoch().count(); }

// The members of one object; what is missing or of another kind is named.
Result<std::string> text_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr || !value->is_string())
    return fail(ErrorCode::invalid, fmt::format("{} must be text", key));
  return std::string(value->get_string());
}

Result<WallTime> time_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr || !value->is_int64())
    return fail(ErrorCode::invalid, fmt::format("{} must be milliseconds since 1970", key));
  return WallTime(std::chrono::milliseconds(value->get_int64()));
}

Result<const json::array*> list_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr || !value->is_array())
    return fail(ErrorCode::invalid, fmt::format("{} must be a list", key));
  return &value->get_array();
}

Result<const json::object*> object_in(const json::value& value) {
  if (!value.is_object()) return fail(ErrorCode::invalid, "an entry must be an object");
  return &value.get_object();
}

}  // namespace

std::string_view to_string(How how) { return kHows.at(static_cast<std::size_t>(how)); }

std::string content_hash(std::vector<AgentFile> files) {
  for (auto& file : files) file.name = std::filesystem::path(file.name).filename().string();
  std::ranges::sort(files, {}, &AgentFile::name);
  std::string all;  // lengths part the pieces: no two folders give the same text
  for (const auto& file : files)
    all += fmt::format("{}:{}{}:{}", file.name.size(), file.name, file.text.size(), file.text);
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(all.data()), all.size(), digest.data());
  return to_hex(digest);
}

bool Ledger::see(const std::string& hash, WallTime now) {
  if (hash == seen_) return false;
  seen_ = hash;
  auto known = std::ranges::find(versions_, hash, &Version::hash);
  if (known == versions_.end()) {
    versions_.push_back({.name = fmt::format("{}-{}", versions_.size() + 1, hash.substr(0, kHashShown)),
                         .hash = hash,
                         .made = now});
    known = versions_.end() - 1;
  }
  if (known->name == active_) return false;
  activate(*known, How::loaded, now);
  return true;
}

Status Ledger::activate(std::string_view version, WallTime now) {
  const auto is_meant = [version](const Version& one) {
    return one.name == version || one.name.substr(0, one.name.find('-')) == version ||
           (version.size() >= kHashShown && one.hash.starts_with(version));
  };
  const auto found = std::ranges::find_if(versions_, is_meant);
  if (found == versions_.end()) {
    std::vector<std::string> names;
    for (const auto& one : versions_) names.push_back(one.name);
    return fail(ErrorCode::not_found,
                names.empty()
                    ? "there is no version yet: the server makes the first one when it starts"
                    : fmt::format("there is no version '{}'; there are {}", version, fmt::join(names, ", ")));
  }
  if (found->name == active_)
    return fail(ErrorCode::conflict, fmt::format("version {} is in force already", active_));
  activate(*found, How::activated, now);
  return {};
}

Status Ledger::roll_back(WallTime now) {
  const auto made_active = [this](const Activation& one) {
    return one.version == active_ && one.how != How::rolled_back;
  };
  // From the newest: how this version came into force, and what was in force before that.
  auto newest_first = std::views::reverse(activations_);
  const auto since = std::ranges::find_if(newest_first, made_active);
  const auto before = std::ranges::find_if(since, newest_first.end(),
                                           [this](const Activation& one) { return one.version != active_; });
  if (before == newest_first.end())
    return fail(ErrorCode::conflict, "no other version was in force before this one");
  const auto found = std::ranges::find(versions_, before->version, &Version::name);
  if (found == versions_.end())
    return fail(ErrorCode::not_found, fmt::format("version {} is not kept any more", before->version));
  activate(*found, How::rolled_back, now);
  return {};
}

void Ledger::activate(const Version& version, How how, WallTime now) {
  active_ = version.name;
  activations_.push_back({.at = now, .version = version.name, .how = how});
  if (activations_.size() > kMostActivations) activations_.erase(activations_.begin());
}

json::object Ledger::to_json() const {
  json::array versions, activations;
  for (const auto& one : versions_)
    versions.push_back({{"name", one.name}, {"hash", one.hash}, {"made", to_number(one.made)}});
  for (const auto& one : activations_)
    activations.push_back({{"at", to_number(one.at)}, {"version", one.version}, {"how", to_string(one.how)}});
  return {{"active", active_},
          {"seen", seen_},
          {"versions", std::move(versions)},
          {"activations", std::move(activations)}};
}

Result<Ledger> Ledger::from_json(const json::value& value) {
  TRY_ASSIGN(const auto* object, object_in(value));
  Ledger ledger;
  TRY_ASSIGN(ledger.active_, text_of(*object, "active"));
  TRY_ASSIGN(ledger.seen_, text_of(*object, "seen"));
  TRY_ASSIGN(const auto* versions, list_of(*object, "versions"));
  for (const auto& entry : *versions) {
    TRY_ASSIGN(const auto* one, object_in(entry));
    Version version;
    TRY_ASSIGN(version.name, text_of(*one, "name"));
    TRY_ASSIGN(version.hash, text_of(*one, "hash"));
    TRY_ASSIGN(version.made, time_of(*one, "made"));
    // A name becomes the name of a folder.
    if (version.name.empty() || version.name.find_first_not_of("0123456789abcdef-") != std::string::npos)
      return fail(ErrorCode::invalid, fmt::format("'{}' is no name of a version", version.name));
    ledger.versions_.push_back(std::move(version));
  }
  TRY_ASSIGN(const auto* activations, list_of(*object, "activations"));
  for (const auto& entry : *activations) {
    TRY_ASSIGN(const auto* one, object_in(entry));
    Activation activation;
    TRY_ASSIGN(activation.version, text_of(*one, "version"));
    TRY_ASSIGN(activation.at, time_of(*one, "at"));
    TRY_ASSIGN(const auto how, text_of(*one, "how"));
    const auto at = std::ranges::find(kHows, how);
    if (at == kHows.end()) return fail(ErrorCode::invalid, fmt::format("how: '{}' is unknown", how));
    activation.how = static_cast<How>(at - kHows.begin());
    ledger.activations_.push_back(std::move(activation));
  }
  return ledger;
}

}  // namespace attendant::agents
