#include "insurance/records.hpp"

#include <algorithm>

namespace attendant::insurance {
namespace {

template <class T>
const T* find_by(const std::vector<T>& rows, std::string T::* key, std::string_view wanted) {
  const auto found = std::ranges::find_if(rows, [&](const T& row) { return row.*key == wanted; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const Member* FamilyFile::member(std::string_view member_id) const {
  return find_by(members, &Member::member_id, member_id);
}
const Coverage* FamilyFile::coverage_of(std::string_view member_id) const {
  return find_by(coverage, &Coverage::member_id, member_id);
}
const Claim* FamilyFile::claim(std::string_view claim_id) const {
  return find_by(claims, &Claim::claim_id, claim_id);
}
const Plan* Directory::plan(std::string_view plan_id) const {
  return find_by(plans, &Plan::plan_id, plan_id);
}
const Provider* Directory::provider(std::string_view provider_id) const {
  return find_by(providers, &Provider::provider_id, provider_id);
}

}  // namespace attendant::insurance
