#include "insurance/services.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "insurance/contains.hpp"
#include "insurance/phrasing.hpp"

namespace attendant::insurance {
namespace {

struct Label {
  std::string_view label;
  std::vector<std::string> types;
};

const std::array<Label, 19>& labels() {
  static const std::array<Label, 19> kLabels = {{
      {"primary_care", {"primary_care"}},
      {"specialist", {"specialist"}},
      {"urgent_care", {"urgent_care"}},
      {"emergency", {"emergency"}},
      {"telehealth", {"telehealth"}},
      {"mental_health", {"mental_health"}},
      {"imaging", {"imaging", "advanced_imaging"}},
      {"lab", {"lab"}},
      {"inpatient", {"inpatient"}},
      {"outpatient_surgery", {"outpatient_surgery"}},
      {"physical_therapy", {"physical_therapy"}},
      {"drugs", {"drug_generic", "drug_preferred", "drug_specialty"}},
      {"preventive", {"preventive"}},
      {"dental", {"dental_preventive", "dental_basic"}},
      {"vision", {"vision"}},
      {"maternity", {"specialist", "inpatient"}},
      {"other", {"other"}},
      {"advanced_imaging", {"advanced_imaging"}},
      {"drug", {"drug_generic", "drug_preferred", "drug_specialty"}},
  }};
  return kLabels;
}

// Words that settle which of several types a label means.
struct Clue {
  std::string_view type;
  std::vector<std::string_view> words;
};

const std::array<Clue, 7>& clues() {
  static const std::array<Clue, 7> kClues = {{
      {"advanced_imaging", {"mri", "ct", "cat", "pet", "mris", "scan", "magnetic"}},
      {"imaging",
       {"xray", "x-ray", "xrays", "ultrasound", "sonogram", "ekg", "electrocardiogram", "echocardiogram"}},
      {"drug_generic", {"generic", "generics"}},
      {"drug_preferred", {"preferred", "brand"}},
      {"drug_specialty", {"specialty"}},
      {"dental_preventive", {"cleaning", "cleanings", "checkup", "exam", "bitewing", "fluoride"}},
      {"dental_basic",
       {"filling", "fillings", "crown", "crowns", "extraction", "pulled", "tooth", "denture", "dentures",
        "root", "gum"}},
  }};
  return kClues;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) || letter >= 0x80 || (c == '-' && !word.empty())) {
      word += static_cast<char>(std::tolower(letter));
    } else if (c != '\'' && !word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

bool said_any(const Question& question, const std::vector<std::string_view>& words) {
  return std::ranges::any_of(words_of(text_argument(question, "said")),
                             [&](const std::string& word) { return contains(words, word); });
}

std::vector<std::string> service_types(const Question& question) {
  if (std::string exact = text_argument(question, "service_type"); !exact.empty()) return {std::move(exact)};
  std::string label = text_argument(question, "service");
  if (label.empty() && !text_argument(question, "drug").empty()) label = "drugs";
  const auto known = std::ranges::find(labels(), std::string_view(label), &Label::label);
  if (known == labels().end()) return {};
  if (known->types.size() > 1 && label != "maternity") {
    for (const Clue& clue : clues()) {
      if (contains(known->types, clue.type) && said_any(question, clue.words)) {
        return {std::string(clue.type)};
      }
    }
  }
  return known->types;
}

std::string service_type_words(std::string_view service_type) {
  static constexpr std::array<std::array<std::string_view, 2>, 20> kWords = {{
      {"primary_care", "a primary care visit"},
      {"specialist", "a specialist visit"},
      {"urgent_care", "an urgent care visit"},
      {"emergency", "an emergency room visit"},
      {"telehealth", "a telehealth visit"},
      {"mental_health", "an outpatient mental health visit"},
      {"imaging", "an X-ray or ultrasound"},
      {"advanced_imaging", "an MRI, CT, or PET scan"},
      {"lab", "a lab test"},
      {"inpatient", "a hospital stay"},
      {"outpatient_surgery", "outpatient surgery"},
      {"physical_therapy", "physical therapy"},
      {"drug_generic", "a generic drug"},
      {"drug_preferred", "a preferred brand drug"},
      {"drug_specialty", "a specialty drug"},
      {"preventive", "preventive care"},
      {"dental_preventive", "a dental checkup or cleaning"},
      {"dental_basic", "a filling, crown, or extraction"},
      {"vision", "a routine eye exam"},
      {"other", "that service"},
  }};
  const auto found = std::ranges::find(kWords, service_type, [](const auto& row) { return row[0]; });
  return std::string(found == kWords.end() ? std::string_view("that service") : (*found)[1]);
}

std::vector<std::string> specialties(std::string_view service_type) {
  struct Row {
    std::string_view type;
    std::vector<std::string> specialties;
  };
  static const std::array<Row, 18> kRows = {{
      {"primary_care", {"Primary care", "Pediatrics"}},
      {"preventive", {"Primary care", "Pediatrics"}},
      {"specialist",
       {"Obstetrics and gynecology", "Cardiology", "Orthopedics", "Dermatology", "Allergy and asthma",
        "Gastroenterology", "Nephrology and dialysis"}},
      {"urgent_care", {"Urgent care"}},
      {"emergency", {"Hospital"}},
      {"inpatient", {"Hospital"}},
      {"telehealth", {"Telehealth"}},
      {"mental_health", {"Behavioral health"}},
      {"imaging", {"Imaging center"}},
      {"advanced_imaging", {"Imaging center"}},
      {"lab", {"Laboratory"}},
      {"outpatient_surgery", {"Surgery center"}},
      {"physical_therapy", {"Physical therapy"}},
      {"drug_generic", {"Pharmacy"}},
      {"drug_preferred", {"Pharmacy"}},
      {"drug_specialty", {"Pharmacy"}},
      {"dental_preventive", {"Dentistry"}},
      {"vision", {"Optometry"}},
  }};
  if (service_type == "dental_basic") return {"Dentistry"};
  const auto found = std::ranges::find(kRows, service_type, &Row::type);
  return found == kRows.end() ? std::vector<std::string>{} : found->specialties;
}

}  // namespace attendant::insurance
