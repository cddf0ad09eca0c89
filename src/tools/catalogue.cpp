// The tools of the insurance lines of work, as the outside sees them. README.md has the same as a table.
#include "tools/spec.hpp"

namespace attendant::tools {
namespace {

using conversation::AuthLevel;
using Arguments = std::vector<Argument>;

constexpr const char* kDate = R"((\d{4}(-\d{2}(-\d{2})?)?|--\d{2}(-\d{2})?))";
constexpr const char* kFullDate = R"(\d{4}-\d{2}-\d{2})";
constexpr std::int64_t kMostCents = 100'000'000'00;

Argument text(std::string name, std::string description, std::string pattern = {}) {
  Argument argument;
  argument.name = std::move(name);
  argument.description = std::move(description);
  argument.pattern = std::move(pattern);
  return argument;
}

Argument choice(std::string name, std::string description, std::vector<std::string> values) {
  Argument argument = text(std::move(name), std::move(description));
  argument.one_of = std::move(values);
  return argument;
}

Argument integer(std::string name, std::string description, std::int64_t least, std::int64_t most) {
  Argument argument = text(std::move(name), std::move(description));
  argument.type = ArgumentType::integer;
  argument.least = least;
  argument.most = most;
  return argument;
}

Argument required(Argument argument) {
  argument.required = true;
  return argument;
}

Arguments operator+(Arguments a, const Arguments& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Argument member_id() { return text("member_id", "member id as said: NW and 8 digits", R"(NW\d{8})"); }
Argument birth_date() { return text("dob", "date of birth, YYYY-MM-DD", kFullDate); }
Argument zip() { return text("zip", "five digits", R"(\d{5})"); }
Argument phone() { return text("phone", "ten digits", R"(\d{10})"); }
Argument provider() { return text("provider", "name of the doctor or facility, as said"); }
Argument amount() { return integer("amount", "a sum that was said, in cents", 0, kMostCents); }
Argument long_text(std::string name, std::string description) {
  Argument argument = text(std::move(name), std::move(description));
  argument.longest = 2000;
  return argument;
}

Argument said() { return long_text("said", "the caller's own words; they only tell near candidates apart"); }

Arguments subject() {
  return {text("relation", "whose record, as said: son, wife, self"),
          text("person", "given name of the person, as said")};
}

Arguments service() {
  return {choice("service", "what kind of service",
                 {"primary_care", "specialist", "urgent_care", "emergency", "telehealth", "mental_health",
                  "imaging", "lab", "inpatient", "outpatient_surgery", "physical_therapy", "drugs",
                  "preventive", "dental", "vision", "maternity", "other"}),
          choice("service_type", "exact type, as an earlier answer offered it",
                 {"primary_care",
                  "specialist",
                  "urgent_care",
                  "emergency",
                  "telehealth",
                  "mental_health",
                  "imaging",
                  "advanced_imaging",
                  "lab",
                  "inpatient",
                  "outpatient_surgery",
                  "physical_therapy",
                  "drug_generic",
                  "drug_preferred",
                  "drug_specialty",
                  "preventive",
                  "dental_preventive",
                  "dental_basic",
                  "vision",
                  "other"}),
          text("drug", "name of a drug, as said"), said()};
}

Arguments claim() {
  return Arguments{text("claim_id", "claim id, or its last digits as said", R"(CLM\d{1,7})"),
                   text("service_date", "date of service, or the part of it that was said", kDate),
                   text("date_phrase", "a relative date, as said"),
                   provider(),
                   amount(),
                   choice("status", "what the caller says of the claim", {"denied", "paid", "pending"})} +
         service() + subject();
}

Arguments bill() {
  return {text("invoice_id", "invoice id, as an earlier answer offered it", R"(INV\d{1,12})"), amount(),
          text("service_date", "due date or date of service, or the part of it that was said", kDate),
          provider(), said()};
}

ToolSpec read(std::string name, std::string description, Arguments arguments,
              AuthLevel level = AuthLevel::member) {
  ToolSpec spec;
  spec.name = std::move(name);
  spec.description = std::move(description);
  spec.arguments = std::move(arguments);
  spec.level = level;
  return spec;
}

ToolSpec verification(std::string name, std::string description, Arguments arguments,
                      AuthLevel level = AuthLevel::none) {
  ToolSpec spec = read(std::move(name), std::move(description), std::move(arguments), level);
  spec.filler = "Thank you, one moment.";
  spec.on_interrupt = OnInterrupt::finish;
  return spec;
}

ToolSpec write(std::string name, std::string description, Arguments arguments,
               AuthLevel level = AuthLevel::member_zip) {
  ToolSpec spec = read(std::move(name), std::move(description), std::move(arguments), level);
  spec.access = Access::write;
  spec.confirmation = true;
  spec.timeout = std::chrono::milliseconds(5000);
  spec.filler = "One moment while I take care of that.";
  spec.on_interrupt = OnInterrupt::finish;
  return spec;
}

// Details are the member's alone: no scope of a representative covers them.
std::string scope_of(std::string_view name) {
  for (const char* claims : {"claim_", "start_appeal", "eob_"}) {
    if (name.starts_with(claims)) return "claims";
  }
  for (const char* benefits : {"benefit_", "prior_auth", "provider_search", "eligibility", "id_card"}) {
    if (name.starts_with(benefits)) return "benefits";
  }
  for (const char* billing : {"billing_", "payment_status", "payment_plan", "autopay", "change_autopay"}) {
    if (name.starts_with(billing)) return "billing";
  }
  return name.starts_with("update_") ? "member" : "";
}

}  // namespace

Catalogue insurance_catalogue() {
  std::vector<ToolSpec> specs{
      verification("verify_member", "Proves a member by id and date of birth.",
                   {required(member_id()), required(birth_date())}),
      verification("verify_zip", "Proves the ZIP code too: for changes, sensitive records and dependants.",
                   {required(zip())}, AuthLevel::member),
      verification("verify_representative", "Proves an authorised representative of a member.",
                   {required(member_id()), required(birth_date()), required(zip()),
                    required(text("person", "the representative's own name, as said"))}),
      verification("verify_provider_office", "Proves the office of the provider of one claim.",
                   {required(provider()), required(member_id()), required(birth_date()),
                    required(text("claim_id", "claim id", R"(CLM\d{7})"))}),
      verification("select_subject", "Chooses whose records are asked about: the caller's or a dependant's.",
                   subject() + Arguments{birth_date()}, AuthLevel::member_zip),
      read("claim_status", "Where a claim stands.", claim()),
      read("claim_denial", "Why a claim was denied or not fully paid.", claim()),
      read("claim_appeal", "Whether, how and until when a claim can be appealed.", claim()),
      write("start_appeal", "Opens an appeal of a denied claim.", claim()),
      read("claim_cost", "What the member owes for a claim and what the plan paid.", claim()),
      read("claim_documents", "What is still needed for a claim.", claim()),
      write("eob_copy", "Sends an explanation of benefits again.", claim()),
      read("benefit_coverage", "Whether a service is covered.", service() + subject()),
      read("benefit_cost", "What a service costs the member.", service() + subject()),
      read("benefit_deductible", "The deductible: amount, used, left.", subject() + Arguments{said()}),
      read("benefit_oop_max", "The out-of-pocket maximum: amount, used, left.",
           subject() + Arguments{said()}),
      read("benefit_visits", "Visit limits and visits left.", service() + subject()),
      read("prior_auth", "Whether a service needs prior authorization, or where a request stands.",
           service() + subject() + Arguments{provider()}),
      read("provider_search", "Finds a doctor or facility in the network, or tells whether one is in it.",
           service() + subject() + Arguments{provider(), zip()}),
      read("eligibility", "Whether coverage is active; who is on the plan.",
           subject() + Arguments{choice("topic", "what is asked", {"status", "members"}), said()}),
      write("id_card", "Mails a new member card.", subject() + Arguments{said()}),
      read("billing_balance", "What is owed, or which bill an amount is.", bill()),
      read("billing_due", "When the next bill is due, and the grace period.", bill()),
      read("billing_change", "Why the premium changed.", bill()),
      write("billing_dispute", "Opens a dispute of a bill.",
            bill() + Arguments{text("reason", "why, in a few words")}),
      read("payment_status", "Whether a payment arrived, is pending or came back.",
           bill() + Arguments{text("date_phrase", "a relative date, as said")}),
      write("payment_plan", "Splits a bill into monthly payments.",
            bill() + Arguments{integer("installments", "how many monthly payments", 2, 12)}),
      read("autopay", "Whether autopay is on and when it draws next.", {said()}),
      write("change_autopay", "Stops autopay, or turns it on again.",
            {required(choice("action", "what to do", {"start", "stop"}))}),
      read("payment_where", "Where and how to pay.", {}, AuthLevel::none),
      write("update_phone", "Changes the caller's phone number.", {required(phone())}),
      write("update_address", "Changes the address of the policyholder and the family.",
            {text("address_line", "street and number"), text("city", "city"),
             text("state", "two letters", "[A-Z]{2}"), zip()}),
      write("update_email", "Changes the caller's email address.",
            {required(text("email", "the address", R"([^@\s]{1,64}@[^@\s]{1,120}\.[^@\s]{2,})"))}),
      write("complaint", "Records a complaint and gives its number.",
            {long_text("text", "the complaint, in the caller's words")}, AuthLevel::none),
      write("schedule_callback", "Has a person call back.", {phone(), long_text("topic", "what it is about")},
            AuthLevel::none),
      read("provider_claim_status", "For a verified provider's office: where the one named claim stands.",
           {text("claim_id", "claim id", R"(CLM\d{7})")}, AuthLevel::none),
  };
  for (ToolSpec& spec : specs) {
    spec.scope = scope_of(spec.name);
    // A complaint needs no yes: it changes nothing of the caller's.
    if (spec.name == "complaint") spec.confirmation = false;
  }
  return Catalogue(std::move(specs));
}

}  // namespace attendant::tools
