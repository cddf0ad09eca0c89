// What holds for every member, every tool and many arguments: no claim of another family, and no sensitive
// claim of another person, is ever told.
#include <map>
#include <set>

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "records/sqlite_store.hpp"
#include "tools/runtime.hpp"

namespace attendant::tools {
namespace {

using boost::json::object;
using conversation::Identity;
using insurance::FamilyFile;

constexpr auto kToday = std::chrono::year(2026) / 11 / 1;

// A store that remembers the families it has read: the property below asks tens of thousands of times.
class RememberingStore final : public insurance::RecordStore {
 public:
  explicit RememberingStore(records::SqliteStore& store) : store_(store) {}
  std::shared_ptr<const insurance::Directory> directory() override { return store_.directory(); }
  Result<std::optional<FamilyFile>> family_of(std::string_view member_id,
                                              const insurance::Access& access) override {
    auto [known, added] = families_.try_emplace(std::string(member_id));
    if (added) known->second = store_.family_of(member_id, access).value();
    return known->second;
  }
  Result<std::optional<ToolAnswer>> written(std::string_view) override { return std::optional<ToolAnswer>(); }
  Result<std::optional<ToolAnswer>> made_in_call(std::string_view, std::string_view,
                                                 const insurance::Change&) override {
    return std::optional<ToolAnswer>();
  }
  Result<ToolAnswer> write(const insurance::Write& write, const insurance::Access&) override {
    return write.answer;
  }
  Result<int> failures_since(std::string_view, WallTime) override { return 0; }
  Status add_failure(std::string_view, WallTime) override { return {}; }
  Status clear_failures(std::string_view) override { return {}; }

 private:
  records::SqliteStore& store_;
  std::map<std::string, std::optional<FamilyFile>, std::less<>> families_;
};

std::vector<FamilyFile> families(records::SqliteStore& store) {
  std::vector<FamilyFile> all;
  for (const auto& member_id : store.member_ids().value()) {
    auto file = store.family_of(member_id, {}).value().value();
    if (file.subscriber_id == member_id) all.push_back(std::move(file));
  }
  return all;
}

// Every claim id that an answer tells. "I don't find claim X" tells nothing of the X that was asked for.
std::set<std::string> claims_told(const ToolAnswer& answer, const object& arguments) {
  const std::string text = boost::json::serialize(to_json(answer));
  std::set<std::string> ids;
  for (auto at = text.find("CLM"); at != std::string::npos; at = text.find("CLM", at + 3)) {
    if (text.size() >= at + 10 && text[at + 3] >= '0' && text[at + 3] <= '9') ids.insert(text.substr(at, 10));
  }
  if (answer.outcome == Outcome::not_found && arguments.contains("claim_id")) {
    ids.erase(std::string(arguments.at("claim_id").as_string()));
  }
  return ids;
}

std::vector<object> argument_sets(const FamilyFile& own, const FamilyFile& other) {
  std::vector<object> sets{{},
                           {{"service_date", "--09"}},
                           {{"service", "mental_health"}},
                           {{"service", "specialist"}},
                           {{"relation", "child"}},
                           {{"relation", "spouse"}},
                           {{"person", other.members.front().given_name}}};
  for (const auto& member : own.members) sets.push_back({{"person", member.given_name}});
  if (!other.claims.empty()) sets.push_back({{"claim_id", other.claims.front().claim_id}});
  int sensitive = 0;
  for (const auto& claim : own.claims) {
    if (claim.sensitive_categories.empty() || ++sensitive > 2) continue;
    const std::string patient = own.member(claim.member_id)->given_name;
    sets.push_back({{"claim_id", claim.claim_id}});
    sets.push_back({{"claim_id", claim.claim_id}, {"person", patient}});
    sets.push_back({{"service_date", to_iso(claim.service_from)}, {"person", patient}});
  }
  return sets;
}

class Privacy : public testing::Test {
 protected:
  Privacy() {
    auto opened = records::SqliteStore::open({.path = ":memory:", .data = ATTENDANT_SOURCE_DIR "/data/demo"});
    if (!opened) ADD_FAILURE() << opened.error().message;
    store = std::move(opened).value();
    remembering.emplace(*store);
    runtime.emplace(insurance_catalogue(), *remembering);
  }

  Identity identify(const insurance::Member& member, bool zip) {
    Identity identity;
    const object proof{{"member_id", member.member_id}, {"dob", to_iso(member.date_of_birth)}};
    runtime->run(context, identity, "verify_member", proof, false);
    if (zip) runtime->run(context, identity, "verify_zip", {{"zip", member.address.zip}}, false);
    return identity;
  }

  void ask_everything(const FamilyFile& family, const Identity& proved, const std::vector<object>& sets) {
    for (const ToolSpec& spec : runtime->catalogue().all()) {
      if (spec.name.starts_with("verify_")) continue;
      for (const auto& arguments : sets) {
        if (!validate(spec, arguments)) continue;
        Identity identity = proved;
        const auto answer = runtime->run(context, identity, spec.name, arguments, false);
        const std::string what = proved.member_id + " " + spec.name + " " + boost::json::serialize(arguments);
        for (const auto& id : claims_told(answer, arguments)) expect_may_hear(family, proved, id, what);
        EXPECT_NE(family.member(identity.subject_id), nullptr) << what;
        ++asked;
      }
    }
  }

  static void expect_may_hear(const FamilyFile& family, const Identity& asker, const std::string& claim_id,
                              const std::string& what) {
    const auto* claim = family.claim(claim_id);
    ASSERT_NE(claim, nullptr) << "a claim of another family: " << what;
    if (claim->sensitive_categories.empty()) return;
    EXPECT_EQ(claim->member_id, asker.member_id) << "somebody else's sensitive claim: " << what;
    EXPECT_EQ(asker.level, conversation::AuthLevel::member_zip)
        << "a sensitive claim without the ZIP: " << what;
  }

  std::unique_ptr<records::SqliteStore> store;
  std::optional<RememberingStore> remembering;
  std::optional<ToolRuntime> runtime;
  CallContext context{CallId("c-1"), "", kToday, std::chrono::sys_days(kToday)};
  int asked = 0;
};

TEST_F(Privacy, NoToolTellsAnybodyAClaimThatIsNotTheirsToHear) {
  const auto all = families(*store);
  ASSERT_GT(all.size(), 40U);
  for (std::size_t f = 0; f < all.size(); ++f) {
    const auto sets = argument_sets(all[f], all[(f + 1) % all.size()]);
    for (const auto& member : all[f].members) {
      ask_everything(all[f], identify(member, false), sets);
      ask_everything(all[f], identify(member, true), sets);
    }
  }
  EXPECT_GT(asked, 10'000);
}

TEST_F(Privacy, AHiddenClaimAnswersLikeOneThatDoesNotExist) {
  const auto file = store->family_of("NW99032500", {}).value().value();
  Identity identity = identify(*file.member("NW99032500"), true);
  const auto ask = [&](const char* claim_id) {
    const object arguments{{"person", "isaiah"}, {"claim_id", claim_id}};
    return boost::json::serialize(to_json(runtime->run(context, identity, "claim_cost", arguments, false)));
  };
  EXPECT_EQ(ask("CLM4558213"), ask("CLM9999999"));
}

}  // namespace
}  // namespace attendant::tools
