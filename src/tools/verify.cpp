#include "tools/verify.hpp"

#include <algorithm>
#include <optional>

#include "base/sound_key.hpp"
#include "insurance/find_claim.hpp"

namespace attendant::tools {
namespace {

using conversation::AuthLevel;
using conversation::Identity;
using insurance::FamilyFile;
using insurance::Member;

std::string argument(const boost::json::object& arguments, std::string_view name) {
  const auto* value = arguments.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

ToolAnswer not_verified() {
  ToolAnswer answer;
  answer.outcome = Outcome::refused;
  answer.say.emplace_back(kNotVerified);
  answer.facts["verified"] = false;
  return answer;
}

ToolAnswer verified(boost::json::object facts) {
  ToolAnswer answer;
  answer.outcome = Outcome::ok;
  answer.facts = std::move(facts);
  answer.facts["verified"] = true;
  return answer;
}

const Member* born_on(const FamilyFile& file, const std::string& member_id, const std::string& birth_date) {
  const Member* member = file.member(member_id);
  return member != nullptr && to_iso(member->date_of_birth) == birth_date ? member : nullptr;
}

// Each proof gives the raised identity and what it tells, or nothing when any part of it is wrong.
struct Proof {
  Identity identity;
  boost::json::object facts;
};

Identity identity_of(const Member& member, AuthLevel level) {
  Identity identity;
  identity.level = level;
  identity.member_id = identity.subject_id = member.member_id;
  identity.subscriber_id = member.subscriber_id;
  return identity;
}

std::optional<Proof> prove_member(const VerifyRequest& request, const FamilyFile& file) {
  const Member* member =
      born_on(file, argument(request.arguments, "member_id"), argument(request.arguments, "dob"));
  if (member == nullptr) return std::nullopt;
  return Proof{identity_of(*member, AuthLevel::member),
               {{"given_name", member->given_name}, {"preferred_language", member->preferred_language}}};
}

std::optional<Proof> prove_zip(const VerifyRequest& request, const FamilyFile& file,
                               const Identity& identity) {
  const Member* member = file.member(identity.member_id);
  if (member == nullptr || member->address.zip != argument(request.arguments, "zip")) return std::nullopt;
  Proof proof{identity, {}};
  proof.identity.level = AuthLevel::member_zip;
  return proof;
}

std::optional<Proof> prove_representative(const VerifyRequest& request, const FamilyFile& file) {
  const Member* member =
      born_on(file, argument(request.arguments, "member_id"), argument(request.arguments, "dob"));
  if (member == nullptr || member->address.zip != argument(request.arguments, "zip")) return std::nullopt;
  const std::string name = argument(request.arguments, "person");
  for (const auto& representative : member->representatives) {
    // Given and family name must both be there: a first name alone is no proof. They may sound alike, for
    // nobody hears a name right over a telephone; the numbers beside it are proved figure by figure.
    const bool same = (insurance::name_fit(name, representative.name) >= 1 &&
                       insurance::name_fit(representative.name, name) >= 1) ||
                      sounds_like(name, representative.name);
    const bool in_force = representative.status == "active" &&
                          representative.effective_date <= request.today &&
                          request.today <= representative.expiry_date;
    if (!same || !in_force) continue;
    Proof proof{identity_of(*member, AuthLevel::member_zip), {}};
    proof.identity.representative = representative.name;
    boost::json::array scope;
    for (const std::string& part : representative.scope) scope.emplace_back(part);
    proof.facts["scope"] = std::move(scope);
    return proof;
  }
  return std::nullopt;
}

std::optional<Proof> prove_provider_office(const VerifyRequest& request, const FamilyFile& file,
                                           const insurance::Directory& directory) {
  const Member* member =
      born_on(file, argument(request.arguments, "member_id"), argument(request.arguments, "dob"));
  const insurance::Claim* claim = file.claim(argument(request.arguments, "claim_id"));
  if (member == nullptr || claim == nullptr || claim->member_id != member->member_id) return std::nullopt;
  const insurance::Provider* provider = directory.provider(claim->provider_id);
  if (provider == nullptr ||
      insurance::name_fit(argument(request.arguments, "provider"), provider->name) < 0.5) {
    return std::nullopt;
  }
  Proof proof;
  proof.identity.provider_office = true;
  proof.identity.provider_claim_id = claim->claim_id;
  proof.identity.subject_id = member->member_id;
  return proof;
}

}  // namespace

Result<ToolAnswer> verify(const VerifyRequest& request, insurance::RecordStore& store,
                          const LockOutPolicy& policy, Identity& identity) {
  const bool zip_only = request.tool == "verify_zip";
  const std::string member_id = zip_only ? identity.member_id : argument(request.arguments, "member_id");
  const std::string member_counter = "member:" + member_id;
  const std::string source_counter = request.source_number.empty() ? "" : "source:" + request.source_number;
  const WallTime since = request.access.when - policy.window;

  TRY_ASSIGN(const int of_member, store.failures_since(member_counter, since));
  int of_source = 0;
  if (!source_counter.empty()) {
    TRY_ASSIGN(of_source, store.failures_since(source_counter, since));
  }
  if (of_member >= policy.failures_per_member || of_source >= policy.failures_per_source)
    return not_verified();

  insurance::Access access = request.access;
  access.subject_id = member_id;
  TRY_ASSIGN(const std::optional<FamilyFile> file, store.family_of(member_id, access));
  std::optional<Proof> proof;
  if (file) {
    if (zip_only) proof = prove_zip(request, *file, identity);
    if (request.tool == "verify_member") proof = prove_member(request, *file);
    if (request.tool == "verify_representative") proof = prove_representative(request, *file);
    if (request.tool == "verify_provider_office")
      proof = prove_provider_office(request, *file, *store.directory());
  }
  if (!proof) {
    TRY(store.add_failure(member_counter, request.access.when));
    if (!source_counter.empty()) TRY(store.add_failure(source_counter, request.access.when));
    return not_verified();
  }
  TRY(store.clear_failures(member_counter));
  identity = std::move(proof->identity);
  return verified(std::move(proof->facts));
}

}  // namespace attendant::tools
