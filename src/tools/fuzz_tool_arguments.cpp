// A tool's name, a line feed, its arguments as JSON: validated and run by a caller who proved everything,
// over a small family. Never a crash; an answer is always given, and nothing is written without a
// confirmation.
#include <cstdint>
#include <string_view>

#include <boost/json/parse.hpp>

#include "tools/runtime.hpp"

namespace attendant::tools {
namespace {

using namespace insurance;

class SmallStore final : public RecordStore {
 public:
  SmallStore() {
    const Date today = std::chrono::year(2026) / 11 / 1;
    Plan plan;
    plan.plan_id = "P";
    plan.benefits.resize(1);
    plan.benefits[0].service_type = "imaging";
    Provider provider;
    provider.provider_id = "PRV1";
    provider.name = "Dr. Ada Vance";
    provider.specialty = "Primary care";
    provider.network_status["P"] = "in";
    auto directory = std::make_shared<Directory>();
    directory->plans = {plan};
    directory->providers = {provider};
    directory_ = directory;

    Member member;
    member.member_id = member.subscriber_id = family_.subscriber_id = "NW1";
    member.relationship = "self";
    member.given_name = "Ada";
    member.date_of_birth = std::chrono::year(1980) / 2 / 29;
    Coverage coverage;
    coverage.member_id = "NW1";
    coverage.plan_id = "P";
    coverage.effective_date = std::chrono::year(2020) / 1 / 1;
    Claim claim;
    claim.claim_id = "CLM4532427";
    claim.member_id = "NW1";
    claim.provider_id = "PRV1";
    claim.service_from = claim.service_to = claim.received_date = today;
    claim.status = "denied";
    claim.lines.resize(1);
    claim.lines[0].service_date = today;
    claim.lines[0].description = "Chest X-ray";
    claim.lines[0].service_type = "imaging";
    claim.denial = Denial{};
    claim.denial->denied_date = claim.denial->appeal_deadline = today;
    Invoice invoice;
    invoice.invoice_id = "INV1";
    invoice.type = "patient_balance";
    invoice.issued_date = invoice.due_date = today;
    invoice.amount = invoice.balance = 40910;
    family_.members = {member};
    family_.coverage = {coverage};
    family_.claims = {claim, claim};
    family_.invoices = {invoice};
  }

  std::shared_ptr<const Directory> directory() override { return directory_; }
  Result<std::optional<FamilyFile>> family_of(std::string_view, const insurance::Access&) override {
    return std::optional(family_);
  }
  Result<std::optional<ToolAnswer>> written(std::string_view) override { return std::optional<ToolAnswer>(); }
  Result<std::optional<ToolAnswer>> made_in_call(std::string_view, std::string_view, const Change&) override {
    return std::optional<ToolAnswer>();
  }
  Result<ToolAnswer> write(const Write& write, const insurance::Access& access) override {
    CHECK(access.tool == "complaint");
    return write.answer;
  }
  Result<int> failures_since(std::string_view, WallTime) override { return 0; }
  Status add_failure(std::string_view, WallTime) override { return {}; }
  Status clear_failures(std::string_view) override { return {}; }

 private:
  std::shared_ptr<const Directory> directory_;
  FamilyFile family_;
};

void run(std::string_view input) {
  static SmallStore store;
  static const ToolRuntime runtime(insurance_catalogue(), store);
  const auto end = input.find('\n');
  if (end == std::string_view::npos) return;
  boost::system::error_code error;
  const auto arguments = boost::json::parse(input.substr(end + 1), error);
  if (error || !arguments.is_object()) return;
  const Date today = std::chrono::year(2026) / 11 / 1;
  conversation::Identity identity{.level = conversation::AuthLevel::member_zip,
                                  .member_id = "NW1",
                                  .subscriber_id = "NW1",
                                  .subject_id = "NW1"};
  const CallContext context{CallId("c-1"), "", today, std::chrono::sys_days(today)};
  const auto answer = runtime.run(context, identity, input.substr(0, end), arguments.get_object(), false);
  CHECK(answer.outcome != Outcome::need || !answer.need.empty());
}

}  // namespace
}  // namespace attendant::tools

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  attendant::tools::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
