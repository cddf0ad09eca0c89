#include "insurance/contact_tools.hpp"

#include <fmt/format.h>

#include "base/sound_key.hpp"
#include "base/text.hpp"
#include "insurance/phrasing.hpp"

namespace attendant::insurance {
namespace {

// Details are changed for the asker only: a dependant who shares them follows the policyholder.
const Member* asker_of(const Question& question) { return question.file.member(question.asker.member_id); }

// The city as the directory writes it, where what was heard is one of its cities or sounds like only one
// ("Neighborville"); it is read back before it is written.
std::string known_city(const Directory& directory, std::string heard) {
  const std::string* alike = nullptr;
  for (const auto& provider : directory.providers) {
    const auto& city = provider.address.city;
    if (equals_ignoring_case(city, heard)) return city;
    if (!sounds_like(heard, city)) continue;
    if (alike != nullptr && *alike != city) return heard;
    alike = &city;
  }
  return alike == nullptr ? heard : *alike;
}

std::string e164(const std::string& ten_digits) { return "+1" + ten_digits; }

}  // namespace

Step update_phone(const Question& question) {
  const Member* asker = asker_of(question);
  if (asker == nullptr) return not_found("I don't find that record.");
  const std::string phone = e164(text_argument(question, "phone"));
  if (asker->phone == phone)
    return answered({"That is already your phone number on file."}, {{"phone", phone}});
  return proposes(SetPhone{phone},
                  fmt::format("I'll change your phone number to {}. Is that right?", phone_words(phone)),
                  {fmt::format("Your phone number is now {}.", phone_words(phone))},
                  {{"phone", phone}, {"reference", kReference}});
}

Step update_address(const Question& question) {
  const Member* asker = asker_of(question);
  if (asker == nullptr) return not_found("I don't find that record.");
  if (asker->member_id != asker->subscriber_id) {
    return refused("The address is the policyholder's, so only they can change it.");
  }
  Address address{text_argument(question, "address_line"),
                  known_city(question.directory, text_argument(question, "city")),
                  text_argument(question, "state"), text_argument(question, "zip")};
  if (address.line.empty()) return needs("address_line", "What is the new street address?");
  if (address.city.empty()) return needs("city", "Which city is that in?");
  if (address.zip.empty()) return needs("zip", "What is the new ZIP code?");
  if (address.state.empty()) address.state = asker->address.state;
  const std::string words =
      fmt::format("{}, {}, {} {}", address.line, address.city, address.state, address.zip);
  boost::json::object facts{{"address", words}, {"reference", kReference}};
  return proposes(SetAddress{std::move(address)},
                  fmt::format("I'll change your address to {}. Is that right?", words),
                  {fmt::format("Your address is now {}.", words)}, std::move(facts));
}

Step update_email(const Question& question) {
  if (asker_of(question) == nullptr) return not_found("I don't find that record.");
  const std::string email = text_argument(question, "email");
  return proposes(SetEmail{email}, fmt::format("I'll change your email to {}. Is that right?", email),
                  {fmt::format("Your email is now {}.", email)},
                  {{"email", email}, {"reference", kReference}});
}

Step complaint(const Question& question) {
  return proposes(FileComplaint{text_argument(question, "text")}, {},
                  {fmt::format("I have recorded your complaint, number {}.", kReference),
                   "You get an answer within 30 days."},
                  {{"reference", kReference}});
}

Step schedule_callback(const Question& question) {
  const std::string digits = text_argument(question, "phone");
  if (digits.empty()) return needs("phone", "Which number should we call?");
  const std::string phone = e164(digits);
  return proposes(ScheduleCallback{phone, text_argument(question, "topic")},
                  fmt::format("We'll call you back at {}. Is that right?", phone_words(phone)),
                  {fmt::format("A person will call you back at {}.", phone_words(phone)),
                   fmt::format("The number of your request is {}.", kReference)},
                  {{"phone", phone}, {"reference", kReference}});
}

}  // namespace attendant::insurance
