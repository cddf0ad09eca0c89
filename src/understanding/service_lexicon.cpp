#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "understanding/lexicon.hpp"

namespace attendant::understanding {
namespace {

struct Entry {
  std::string_view phrase, service;
};

// Longer phrases win over shorter ones at the same place; a plural s is tried too.
constexpr Entry kServices[] = {
    // urgent before emergency: "urgent care" is never the emergency room
    {"urgent care", "urgent_care"},
    {"urgent clinic", "urgent_care"},
    {"walk in clinic", "urgent_care"},
    {"walk in", "urgent_care"},
    {"minute clinic", "urgent_care"},
    {"quick care", "urgent_care"},
    {"after hours clinic", "urgent_care"},
    {"emergency room", "emergency"},
    {"e r", "emergency"},
    {"er", "emergency"},
    {"emergency department", "emergency"},
    {"emergency visit", "emergency"},
    {"emergency care", "emergency"},
    {"er visit", "emergency"},
    {"emergency services", "emergency"},
    {"primary care", "primary_care"},
    {"pcp", "primary_care"},
    {"p c p", "primary_care"},
    {"family doctor", "primary_care"},
    {"regular doctor", "primary_care"},
    {"general practitioner", "primary_care"},
    {"g p", "primary_care"},
    {"family physician", "primary_care"},
    {"internist", "primary_care"},
    {"sick visit", "primary_care"},
    {"office visit", "primary_care"},
    {"pediatrician", "primary_care"},
    {"primary doctor", "primary_care"},
    {"family medicine", "primary_care"},
    {"kids doctor", "primary_care"},
    {"children's doctor", "primary_care"},
    {"kid's doctor", "primary_care"},
    {"general doctor", "primary_care"},
    {"baby doctor", "primary_care"},
    {"primary physician", "primary_care"},
    {"doctor visit", "primary_care"},
    {"doctor's visit", "primary_care"},
    {"pediatric", "primary_care"},
    {"family practice", "primary_care"},
    {"specialist", "specialist"},
    {"specialty doctor", "specialist"},
    {"dermatologist", "specialist"},
    {"dermatology", "specialist"},
    {"skin doctor", "specialist"},
    {"allergist", "specialist"},
    {"allergy doctor", "specialist"},
    {"cardiologist", "specialist"},
    {"cardiology", "specialist"},
    {"heart doctor", "specialist"},
    {"heart specialist", "specialist"},
    {"foot doctor", "specialist"},
    {"podiatrist", "specialist"},
    {"neurologist", "specialist"},
    {"neurology", "specialist"},
    {"orthopedist", "specialist"},
    {"orthopedic", "specialist"},
    {"orthopedics", "specialist"},
    {"bone doctor", "specialist"},
    {"ent", "specialist"},
    {"e n t", "specialist"},
    {"ear nose and throat", "specialist"},
    {"gastroenterologist", "specialist"},
    {"stomach doctor", "specialist"},
    {"endocrinologist", "specialist"},
    {"rheumatologist", "specialist"},
    {"urologist", "specialist"},
    {"pulmonologist", "specialist"},
    {"lung doctor", "specialist"},
    {"kidney doctor", "specialist"},
    {"nephrologist", "specialist"},
    {"oncologist", "specialist"},
    {"cancer doctor", "specialist"},
    {"hematologist", "specialist"},
    {"gynecologist", "specialist"},
    {"sugar doctor", "specialist"},
    {"diabetes doctor", "specialist"},
    {"back doctor", "specialist"},
    {"spine doctor", "specialist"},
    {"pain doctor", "specialist"},
    {"ear doctor", "specialist"},
    {"brain doctor", "specialist"},
    {"eye specialist", "specialist"},
    {"retina specialist", "specialist"},
    {"telehealth", "telehealth"},
    {"telemedicine", "telehealth"},
    {"video visit", "telehealth"},
    {"virtual visit", "telehealth"},
    {"virtual care", "telehealth"},
    {"video call", "telehealth"},
    {"video appointment", "telehealth"},
    {"virtual appointment", "telehealth"},
    {"online visit", "telehealth"},
    {"online doctor", "telehealth"},
    {"phone visit", "telehealth"},
    {"virtual doctor", "telehealth"},
    {"doctor on the telephone", "telehealth"},
    {"doctor on the phone", "telehealth"},
    {"doctor over the phone", "telehealth"},
    {"doctor by video", "telehealth"},
    {"doctor on video", "telehealth"},
    {"doctor over video", "telehealth"},
    {"doctor online", "telehealth"},
    {"doctor on the computer", "telehealth"},
    {"doctor on my phone", "telehealth"},
    {"on the app", "telehealth"},
    {"zoom", "telehealth"},
    {"over the computer", "telehealth"},
    {"mental health", "mental_health"},
    {"counselor", "mental_health"},
    {"counselling", "mental_health"},
    {"counseling", "mental_health"},
    {"counsellor", "mental_health"},
    {"psychiatrist", "mental_health"},
    {"psychiatry", "mental_health"},
    {"psychiatric", "mental_health"},
    {"psychologist", "mental_health"},
    {"therapist", "mental_health"},
    {"shrink", "mental_health"},
    {"talk therapy", "mental_health"},
    {"grief", "mental_health"},
    {"depression", "mental_health"},
    {"anxiety", "mental_health"},
    {"behavioral health", "mental_health"},
    {"rehab for drinking", "mental_health"},
    {"substance abuse", "mental_health"},
    {"addiction", "mental_health"},
    {"detox", "mental_health"},
    {"marriage counseling", "mental_health"},
    {"talking to someone", "mental_health"},
    {"mri", "imaging"},
    {"m r i", "imaging"},
    {"ct", "imaging"},
    {"c t", "imaging"},
    {"ct scan", "imaging"},
    {"c t scan", "imaging"},
    {"cat scan", "imaging"},
    {"pet scan", "imaging"},
    {"scan", "imaging"},
    {"x ray", "imaging"},
    {"xray", "imaging"},
    {"ultrasound", "imaging"},
    {"sonogram", "imaging"},
    {"imaging", "imaging"},
    {"mra", "imaging"},
    {"bone density", "imaging"},
    {"echocardiogram", "imaging"},
    {"radiology", "imaging"},
    {"ex ray", "imaging"},
    {"dexa", "imaging"},
    {"doppler", "imaging"},
    {"lab", "lab"},
    {"lab work", "lab"},
    {"labs", "lab"},
    {"lab test", "lab"},
    {"blood work", "lab"},
    {"bloodwork", "lab"},
    {"blood test", "lab"},
    {"blood draw", "lab"},
    {"laboratory", "lab"},
    {"urine test", "lab"},
    {"biopsy", "lab"},
    {"cholesterol test", "lab"},
    {"pathology", "lab"},
    {"blood panel", "lab"},
    {"covid test", "lab"},
    {"strep test", "lab"},
    {"genetic test", "lab"},
    {"genetic testing", "lab"},
    {"a one c", "lab"},
    {"stool test", "lab"},
    {"blood drawn", "lab"},
    {"inpatient", "inpatient"},
    {"hospital stay", "inpatient"},
    {"overnight in the hospital", "inpatient"},
    {"stay in the hospital", "inpatient"},
    {"hospitalization", "inpatient"},
    {"hospitalized", "inpatient"},
    {"admitted", "inpatient"},
    {"overnight stay", "inpatient"},
    {"nights in the hospital", "inpatient"},
    {"laid up in the hospital", "inpatient"},
    {"days in the hospital", "inpatient"},
    {"hospital admission", "inpatient"},
    {"keep me overnight", "inpatient"},
    {"in the hospital overnight", "inpatient"},
    {"keeping me overnight", "inpatient"},
    {"stayed in the hospital", "inpatient"},
    {"stayed overnight", "inpatient"},
    {"week in the hospital", "inpatient"},
    {"staying in the hospital", "inpatient"},
    {"bypass surgery", "inpatient"},
    {"open heart", "inpatient"},
    {"icu", "inpatient"},
    {"i c u", "inpatient"},
    {"outpatient surgery", "outpatient_surgery"},
    {"same day surgery", "outpatient_surgery"},
    {"day surgery", "outpatient_surgery"},
    {"cataract", "outpatient_surgery"},
    {"cataracts", "outpatient_surgery"},
    {"gallbladder", "outpatient_surgery"},
    {"gall bladder", "outpatient_surgery"},
    {"hernia", "outpatient_surgery"},
    {"tonsils", "outpatient_surgery"},
    {"tonsillectomy", "outpatient_surgery"},
    {"arthroscopy", "outpatient_surgery"},
    {"carpal tunnel", "outpatient_surgery"},
    {"outpatient procedure", "outpatient_surgery"},
    {"outpatient", "outpatient_surgery"},
    {"surgery", "outpatient_surgery"},
    {"meniscus", "outpatient_surgery"},
    {"rotator cuff", "outpatient_surgery"},
    {"knee scope", "outpatient_surgery"},
    {"surgical center", "outpatient_surgery"},
    {"operation", "outpatient_surgery"},
    {"vasectomy", "outpatient_surgery"},
    {"ear tubes", "outpatient_surgery"},
    {"bunion", "outpatient_surgery"},
    {"physical therapy", "physical_therapy"},
    {"physio", "physical_therapy"},
    {"physiotherapy", "physical_therapy"},
    {"p t", "physical_therapy"},
    {"pt", "physical_therapy"},
    {"physical therapist", "physical_therapy"},
    {"rehab", "physical_therapy"},
    {"occupational therapy", "physical_therapy"},
    {"the therapy for my hip", "physical_therapy"},
    {"therapy for my knee", "physical_therapy"},
    {"therapy for my shoulder", "physical_therapy"},
    {"therapy for my back", "physical_therapy"},
    {"therapy on my", "physical_therapy"},
    {"rubber bands", "physical_therapy"},
    {"therapy for my hip", "physical_therapy"},
    {"therapy for my leg", "physical_therapy"},
    {"therapy for my neck", "physical_therapy"},
    {"therapy for my arm", "physical_therapy"},
    {"therapy for her knee", "physical_therapy"},
    {"therapy for his knee", "physical_therapy"},
    {"physical terapy", "physical_therapy"},
    {"prescription", "drugs"},
    {"medication", "drugs"},
    {"medicine", "drugs"},
    {"refill", "drugs"},
    {"drugs", "drugs"},
    {"generic", "drugs"},
    {"generics", "drugs"},
    {"insulin", "drugs"},
    {"inhaler", "drugs"},
    {"blood pressure pills", "drugs"},
    {"pills", "drugs"},
    {"birth control", "drugs"},
    {"brand name drug", "drugs"},
    {"epipen", "drugs"},
    {"antibiotic", "drugs"},
    {"meds", "drugs"},
    {"mail order pharmacy", "drugs"},
    {"checkup", "preventive"},
    {"check up", "preventive"},
    {"physical", "preventive"},
    {"yearly physical", "preventive"},
    {"annual physical", "preventive"},
    {"wellness visit", "preventive"},
    {"wellness", "preventive"},
    {"preventive", "preventive"},
    {"preventative", "preventive"},
    {"vaccine", "preventive"},
    {"vaccination", "preventive"},
    {"flu shot", "preventive"},
    {"shingles shot", "preventive"},
    {"shingles vaccine", "preventive"},
    {"pneumonia shot", "preventive"},
    {"covid shot", "preventive"},
    {"booster", "preventive"},
    {"tetanus shot", "preventive"},
    {"immunization", "preventive"},
    {"mammogram", "preventive"},
    {"colonoscopy", "preventive"},
    {"pap smear", "preventive"},
    {"screening", "preventive"},
    {"well visit", "preventive"},
    {"well child", "preventive"},
    {"annual exam", "preventive"},
    {"yearly exam", "preventive"},
    {"shots", "preventive"},
    {"well woman", "preventive"},
    {"well baby", "preventive"},
    {"dentist", "dental"},
    {"dental", "dental"},
    {"tooth", "dental"},
    {"teeth", "dental"},
    {"dentures", "dental"},
    {"denture", "dental"},
    {"crown", "dental"},
    {"root canal", "dental"},
    {"braces", "dental"},
    {"orthodontist", "dental"},
    {"cavity", "dental"},
    {"filling", "dental"},
    {"teeth cleaning", "dental"},
    {"orthodontics", "dental"},
    {"wisdom teeth", "dental"},
    {"oral surgeon", "dental"},
    {"glasses", "vision"},
    {"eyeglasses", "vision"},
    {"contact lenses", "vision"},
    {"contacts", "vision"},
    {"eye doctor", "vision"},
    {"eye exam", "vision"},
    {"optometrist", "vision"},
    {"vision", "vision"},
    {"bifocals", "vision"},
    {"lenses", "vision"},
    {"eye test", "vision"},
    {"eye checkup", "vision"},
    {"ophthalmologist", "vision"},
    {"eye care", "vision"},
    {"progressives", "vision"},
    {"frames", "vision"},
    {"maternity", "maternity"},
    {"pregnancy", "maternity"},
    {"pregnant", "maternity"},
    {"prenatal", "maternity"},
    {"delivery", "maternity"},
    {"having a baby", "maternity"},
    {"midwife", "maternity"},
    {"ob gyn", "maternity"},
    {"obgyn", "maternity"},
    {"o b g y n", "maternity"},
    {"obstetrician", "maternity"},
    {"childbirth", "maternity"},
    {"c section", "maternity"},
    {"giving birth", "maternity"},
    {"labor and delivery", "maternity"},
    {"expecting", "maternity"},
    {"birthing", "maternity"},
    {"ob", "maternity"},
    {"o b", "maternity"},
    {"ambulance", "other"},
    {"dialysis", "other"},
    {"hearing aid", "other"},
    {"hearing aids", "other"},
    {"wheelchair", "other"},
    {"walker", "other"},
    {"oxygen", "other"},
    {"home aide", "other"},
    {"home health", "other"},
    {"home health aide", "other"},
    {"home nurse", "other"},
    {"hospice", "other"},
    {"equipment", "other"},
    {"cpap", "other"},
    {"c pap", "other"},
    {"sleep apnea machine", "other"},
    {"chiropractor", "other"},
    {"chiropractic", "other"},
    {"acupuncture", "other"},
    {"nursing home", "other"},
    {"skilled nursing", "other"},
    {"massage", "other"},
    {"hospital bed", "other"},
    {"crutches", "other"},
    {"knee brace", "other"},
    {"brace", "other"},
    {"infertility", "other"},
    {"ivf", "other"},
    {"i v f", "other"},
    {"prosthetic", "other"},
    {"nutritionist", "other"},
    {"dietitian", "other"},
    {"gym", "other"},
    {"glucose monitor", "other"},
    {"sleep study", "other"},
    {"speech therapy", "other"},
    {"breast pump", "other"},
    {"orthotics", "other"},
    {"weight loss surgery", "other"},
    {"nebulizer", "other"},
    {"scooter for", "other"},
    {"chemotherapy", "other"},
    {"chemo", "other"},
    {"compression stockings", "other"},
    {"acupuncturist", "other"},
};

// Too weak to win over another service in the same sentence.
constexpr Entry kWeak[] = {{"therapy", "mental_health"},
                           {"delivery", "maternity"},
                           {"surgery", "outpatient_surgery"},
                           {"pills", "drugs"},
                           {"glasses", "vision"},
                           {"screening", "preventive"},
                           {"physical", "preventive"},
                           {"vision", "vision"},
                           {"lab", "lab"},
                           {"operation", "outpatient_surgery"},
                           {"expecting", "maternity"},
                           {"medicine", "drugs"},
                           {"equipment", "other"},
                           {"prescription", "drugs"},
                           {"imaging", "imaging"},
                           {"equipment", "other"},
                           {"rehab", "physical_therapy"},
                           {"meds", "drugs"},
                           {"medication", "drugs"},
                           {"drugs", "drugs"},
                           {"specialist", "specialist"},
                           {"crown", "dental"},
                           {"filling", "dental"},
                           {"zoom", "telehealth"},
                           {"on the app", "telehealth"},
                           {"outpatient", "outpatient_surgery"},
                           {"frames", "vision"},
                           {"gym", "other"},
                           {"contacts", "vision"},
                           {"physical therapist", "physical_therapy"},
                           {"office visit", "primary_care"},
                           {"doctor visit", "primary_care"},
                           {"doctor's visit", "primary_care"},
                           {"grief", "mental_health"}};

// Only when the service itself was asked for.
constexpr Entry kNamed[] = {{"pharmacy", "drugs"},
                            {"hospital", "inpatient"},
                            {"therapy", "mental_health"},
                            {"emergency", "emergency"},
                            {"a doctor", "primary_care"},
                            {"my doctor", "primary_care"},
                            {"checkup", "preventive"},
                            {"eyes", "vision"},
                            {"eye", "vision"},
                            {"baby", "maternity"},
                            {"shot", "preventive"},
                            {"talking to somebody", "mental_health"},
                            {"nervous", "mental_health"},
                            {"bending", "physical_therapy"},
                            {"the doctor", "primary_care"},
                            {"virtual", "telehealth"},
                            {"video", "telehealth"},
                            {"drug", "drugs"},
                            {"urgent", "urgent_care"}};

// Phrases that hold a service word and mean none.
constexpr std::string_view kNoService[] = {
    "no emergency",    "not an emergency", "an emergency",   "physical address", "my glasses on",
    "reading glasses", "glasses on",       "put my glasses", "physical card",    "find my glasses",
    "get my glasses",  "walk in the",      "walk in there",  "physical copy",    "emergency contact",
    "a walk in",       "contacts in",      "blood pressure"};

bool is_letter(const Tokens& tokens, std::size_t at) {
  return at < tokens.size() && tokens[at].word.size() == 1 && tokens[at].word != "a" &&
         tokens[at].word != "i";
}

std::size_t match(const Tokens& tokens, std::size_t at, std::string_view phrase) {
  if (const auto words = phrase_at(tokens, at, phrase); words > 0) {
    // "Er, I wanted to ask": nobody was in the emergency room.
    if (phrase == "er" && at + 1 < tokens.size() && tokens[at + 1].comma) return 0;
    // The end of a spelled name ("K E M P F E R") is no emergency room.
    const bool spelled = is_letter(tokens, at) && ((at > 0 && is_letter(tokens, at - 1)) ||
                                                   (phrase.size() < 4 && is_letter(tokens, at + words)));
    return spelled ? 0 : words;
  }
  // "MRIs", "the dentist's"
  const auto count = static_cast<std::size_t>(std::ranges::count(phrase, ' ')) + 1;
  if (at + count > tokens.size()) return 0;
  const std::string_view head = count > 1 ? phrase.substr(0, phrase.rfind(' ')) : std::string_view();
  const std::string_view last = count > 1 ? phrase.substr(phrase.rfind(' ') + 1) : phrase;
  if (last.size() < 3 || (count > 1 && phrase_at(tokens, at, head) != count - 1)) return 0;
  std::string_view word = tokens[at + count - 1].word;
  if (!word.starts_with(last)) return 0;
  word.remove_prefix(last.size());
  return word == "s" || word == "'s" ? count : 0;
}

struct Hit {
  std::string_view service;
  std::size_t words = 0;
};

template <std::size_t N>
Hit longest(const Tokens& tokens, std::size_t at, const Entry (&entries)[N]) {
  Hit best;
  for (const Entry& entry : entries) {
    const auto words = match(tokens, at, entry.phrase);
    if (words > best.words) best = {entry.service, words};
  }
  return best;
}

bool is_weak(const Tokens& tokens, std::size_t at, std::size_t words) {
  return std::ranges::any_of(kWeak,
                             [&](const Entry& entry) { return match(tokens, at, entry.phrase) == words; });
}

bool negated(const Tokens& tokens, std::size_t at) {
  for (std::size_t i = at > 3 ? at - 3 : 0; i < at; ++i) {
    if (tokens[i].word == "not" && !words_at(tokens, i + 1, {"covered"})) return true;
  }
  return false;
}

}  // namespace

std::optional<Found> find_service(const Tokens& tokens, const std::vector<bool>& taken, bool named) {
  std::optional<Found> strong, weak;
  std::size_t i = 0;
  while (i < tokens.size()) {
    std::size_t skip = 0;
    for (const auto phrase : kNoService) skip = std::max(skip, phrase_at(tokens, i, phrase));
    if (taken[i] || skip > 0) {
      i += std::max<std::size_t>(skip, 1);
      continue;
    }
    Hit hit = longest(tokens, i, kServices);
    if (hit.words == 0 && named) hit = longest(tokens, i, kNamed);
    bool feeble = hit.words > 0 && is_weak(tokens, i, hit.words);
    if (hit.words == 0) {
      hit = longest(tokens, i, kWeak);
      feeble = true;
    }
    if (hit.words == 0) {
      ++i;
      continue;
    }
    auto& slot = feeble || negated(tokens, i) ? weak : strong;
    if (!slot) slot = Found{std::string(hit.service), i, i + hit.words};
    i += hit.words;
  }
  return strong ? strong : weak;
}

}  // namespace attendant::understanding
