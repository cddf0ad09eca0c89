// The insurer's records as typed values: what data/demo/README.md describes, as far as a tool reads it.
// Money is integer US cents; a date is a civil date. Values; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"

namespace attendant::insurance {

using Cents = std::int64_t;

struct Address {
  std::string line, city, state, zip;
};

struct Representative {
  std::string name, relationship;
  std::vector<std::string> scope;  // of "benefits", "billing", "claims"
  Date effective_date, expiry_date;
  std::string status;  // "active", "expired"
};

struct Member {
  std::string member_id, subscriber_id;
  std::string relationship;  // "self", "spouse", "child"
  std::string given_name, family_name;
  Date date_of_birth;
  std::string sex;  // "female", "male"
  Address address;
  std::string phone, email;  // E.164
  std::string preferred_language;
  std::vector<Representative> representatives;
  bool confidential_communications = false;       // mail and copies go to this member only, on their own word
  std::vector<std::string> hide_from_subscriber;  // sensitive categories
};

// ---- what a plan pays
// --------------------------------------------------------------------------------------------
struct Share {
  bool covered = false;
  Cents copay = 0;
  int coinsurance_pct = 0;  // the member's part
  bool deductible_applies = false;
};

struct Benefit {
  std::string service_type, label;
  Share in_network, out_of_network;
  bool prior_auth_required = false, referral_required = false;
  std::optional<int> visit_limit;  // a plan year
  bool counts_toward_out_of_pocket_max = true;
};

struct Limits {
  Cents individual = 0, family = 0;
};

struct Plan {
  std::string plan_id, name, type;       // "HMO", "PPO", "HDHP"
  Limits deductible, out_of_pocket_max;  // in network
  std::vector<Benefit> benefits;
  std::vector<std::string> exclusions;
  std::string member_services_phone;
};

struct GracePeriod {
  Date start, end;
  std::string reason;
};

struct OtherCoverage {
  std::string payer_name, order;  // "primary", "secondary", "unknown"
};

struct Coverage {
  std::string member_id, plan_id, group_name;
  std::string billing;  // "direct", "employer"
  Date effective_date;
  std::optional<Date> termination_date;
  std::string termination_reason;
  std::string status;  // "active", "grace", "terminated"
  std::optional<Date> paid_through;
  std::optional<GracePeriod> grace_period;
  std::string pcp_provider_id;
  std::optional<OtherCoverage> other_coverage;
};

struct Counter {
  Cents limit = 0, used = 0, remaining = 0;
};
struct Counters {
  Counter deductible, out_of_pocket;
};
struct VisitCount {
  std::string service_type;
  int limit = 0, used = 0, remaining = 0;
};
struct Accumulator {
  std::string member_id;
  int plan_year = 0;
  Counters individual;             // in network
  std::optional<Counters> family;  // absent for single coverage
  std::vector<VisitCount> visits;
};

struct PriorAuth {
  std::string prior_auth_id, member_id, service_type, service_description;
  std::string requesting_provider_id, servicing_provider_id;
  std::string status;  // "approved", "pending", "denied", "expired"
  Date requested_date;
  std::optional<Date> decision_date, valid_from, valid_to;
  std::optional<int> units_approved;
  int units_used = 0;
  std::string unit, reason;
};

struct Provider {
  std::string provider_id, name, kind, specialty;
  Address address;
  std::string phone;
  std::map<std::string, std::string, std::less<>> network_status;  // plan id -> "in", "out"
  bool accepting_new_patients = false;
  bool telehealth = false;
};

// ---- claims
// ------------------------------------------------------------------------------------------------------
// Amounts are absent while the claim is open.
struct Amounts {
  Cents billed = 0;
  std::optional<Cents> allowed, plan_paid, deductible, copay, coinsurance, not_covered_patient, patient_due;
};

struct ClaimLine {
  int line = 0;
  Date service_date;
  std::string description, service_type, status;
  Amounts amounts;
};

struct Denial {
  Date denied_date;
  std::string group, carc, rarc, title, explanation, next_step;
  Date appeal_deadline;
  bool appeal_open = false;
  std::string duplicate_of;
};

struct Appeal {
  std::string appeal_id, filed_by;
  Date filed_date, decision_due;
  std::string decision;
  std::optional<Date> decision_date;
};

struct InfoRequest {
  std::string requested_from, what, how, status;
  Date requested_date, due_date;
};

struct PlanPayment {
  Date date;
  std::string method, payee;
  Cents amount = 0;
};

struct Claim {
  std::string claim_id, member_id, subscriber_id, provider_id, network;
  Date service_from, service_to, received_date;
  std::optional<Date> processed_date;
  std::string
      status;  // "received", "pending", "needs_info", "approved", "paid", "denied", "appealed", "overturned"
  std::vector<ClaimLine> lines;
  Amounts totals;
  std::optional<Denial> denial;
  std::optional<Appeal> appeal;
  std::optional<InfoRequest> info_request;
  std::optional<PlanPayment> payment;
  std::string prior_auth_id, eob_id;
  std::vector<std::string> sensitive_categories;
};

// ---- bills
// -------------------------------------------------------------------------------------------------------
struct InvoiceLine {
  std::string code, description, member_id, claim_id;
  Cents amount = 0;
};
struct ChangeReason {
  std::string code, text;
  Cents amount = 0;
};
struct Dispute {
  std::string case_id, reason, status;
  Date opened_date, resolution_due;
};
struct Invoice {
  std::string invoice_id, subscriber_id, member_id;
  std::string type;  // "premium", "patient_balance"
  Date issued_date, due_date;
  std::optional<Date> period_start;
  std::string payee_provider_id;
  Cents amount = 0, paid = 0, balance = 0;
  std::string status;  // "paid", "due", "overdue", "disputed"
  std::vector<InvoiceLine> lines;
  std::optional<Cents> previous_amount, change;
  std::vector<ChangeReason> change_reasons;
  std::optional<Dispute> dispute;
  std::string payment_plan_id;
  bool autopay = false;
};

struct Payment {
  std::string payment_id, confirmation_number, invoice_id;
  Cents amount = 0;
  std::string method, account_last4;
  Date initiated_date;
  std::optional<Date> posted_date, return_date;
  std::string status;  // "posted", "pending", "returned"
  std::string return_code, return_reason;
  bool autopay = false;
};

struct Installment {
  int number = 0;
  Date due_date;
  Cents amount = 0;
  std::string status;  // "paid", "scheduled", "missed"
};
struct PaymentPlan {
  std::string payment_plan_id, member_id;
  std::vector<std::string> invoice_ids;
  Cents total = 0, paid = 0, remaining = 0;
  std::vector<Installment> installments;
  std::string status;  // "active", "completed", "defaulted"
};

struct Autopay {
  bool enrolled = false;
  std::string method, account_last4, status;
  std::optional<Date> next_draft_date;
  std::optional<Cents> next_draft_amount;
};

struct Eob {
  std::string eob_id, claim_id, member_id, addressed_to;
  Date issued_date;
  std::string channel, delivery_status;
};

// ---- what a tool is given
// ---------------------------------------------------------------------------------------- All records of one
// family (one subscriber and the dependants). A tool sees one family's file and no other, so that no argument
// can reach another family's records.
struct FamilyFile {
  std::string subscriber_id;
  std::vector<Member> members;
  std::vector<Coverage> coverage;
  std::vector<Accumulator> accumulators;
  std::vector<PriorAuth> prior_auths;
  std::vector<Claim> claims;  // newest service first
  std::vector<Eob> eobs;
  std::vector<Invoice> invoices;  // newest due date first
  std::vector<Payment> payments;  // newest first
  std::vector<PaymentPlan> payment_plans;
  std::optional<Autopay> autopay;

  const Member* member(std::string_view member_id) const;
  const Coverage* coverage_of(std::string_view member_id) const;
  const Claim* claim(std::string_view claim_id) const;
};

// What is nobody's private data: plans and providers.
struct Directory {
  std::vector<Plan> plans;
  std::vector<Provider> providers;

  const Plan* plan(std::string_view plan_id) const;
  const Provider* provider(std::string_view provider_id) const;
};

}  // namespace attendant::insurance
