#include "records/joined_store.hpp"

#include <algorithm>
#include <utility>

namespace attendant::records {
namespace {

using namespace insurance;

// Newest first, as our own database gives them: the rules take the first that fits.
void sort_as_ours(FamilyFile& file) {
  std::ranges::sort(file.claims, std::ranges::greater(), [](const Claim& c) {
    return std::pair(std::chrono::sys_days(c.service_from), c.claim_id);
  });
  std::ranges::sort(file.prior_auths, std::ranges::greater(), [](const PriorAuth& p) {
    return std::pair(std::chrono::sys_days(p.requested_date), p.prior_auth_id);
  });
  std::ranges::sort(file.members, {}, &Member::member_id);
  std::ranges::sort(file.coverage, {}, &Coverage::member_id);
}

}  // namespace

Result<std::unique_ptr<JoinedStore>> JoinedStore::open(std::unique_ptr<FileSource> source,
                                                       SqliteStore& local) {
  std::unique_ptr<JoinedStore> store(new JoinedStore(std::move(source), local));
  auto directory = std::make_shared<Directory>(*local.directory());
  if (store->source_->kinds().contains("providers")) {
    TRY_ASSIGN(directory->providers, store->source_->providers());
  }
  store->directory_ = std::move(directory);
  return store;
}

Result<std::optional<FamilyFile>> JoinedStore::family_of(std::string_view member_id, const Access& access) {
  TRY_ASSIGN(auto found, source_->family_of(member_id));
  if (!found) return std::optional<FamilyFile>();
  // Nothing of it is told without the row.
  TRY(local_.add_read(access));
  TRY_ASSIGN(auto known, local_.part_of_file(member_id));
  FamilyFile file = known ? *std::move(known) : FamilyFile{};
  const auto& kinds = source_->kinds();
  const auto take = [&](std::string_view kind, auto part) {
    if (kinds.contains(kind)) file.*part = std::move((*found).*part);
  };
  if (!found->subscriber_id.empty()) file.subscriber_id = found->subscriber_id;
  take("members", &FamilyFile::members);
  take("coverage", &FamilyFile::coverage);
  take("accumulators", &FamilyFile::accumulators);
  take("prior_auths", &FamilyFile::prior_auths);
  take("claims", &FamilyFile::claims);
  take("eob", &FamilyFile::eobs);
  take("invoices", &FamilyFile::invoices);
  take("payments", &FamilyFile::payments);
  take("payment_plans", &FamilyFile::payment_plans);
  take("autopay", &FamilyFile::autopay);
  sort_as_ours(file);
  return std::optional(std::move(file));
}

}  // namespace attendant::records
