#include "understanding/lexicon.hpp"

#include <algorithm>
#include <array>

#include "understanding/ids.hpp"

namespace attendant::understanding {
namespace {

constexpr std::string_view kDrugs[] = {"adderall",
                                       "advair",
                                       "advil",
                                       "albuterol",
                                       "aleve",
                                       "alprazolam",
                                       "ambien",
                                       "amlodipine",
                                       "amoxicillin",
                                       "apixaban",
                                       "aripiprazole",
                                       "aspirin",
                                       "atenolol",
                                       "ativan",
                                       "atorvastatin",
                                       "augmentin",
                                       "azithromycin",
                                       "basaglar",
                                       "benadryl",
                                       "benazepril",
                                       "botox",
                                       "breo",
                                       "brilinta",
                                       "buprenorphine",
                                       "bupropion",
                                       "buspirone",
                                       "bydureon",
                                       "carvedilol",
                                       "celebrex",
                                       "celexa",
                                       "cephalexin",
                                       "cetirizine",
                                       "chantix",
                                       "cialis",
                                       "cipro",
                                       "citalopram",
                                       "clonazepam",
                                       "clonidine",
                                       "clopidogrel",
                                       "codeine",
                                       "concerta",
                                       "copaxone",
                                       "cosentyx",
                                       "coumadin",
                                       "crestor",
                                       "cymbalta",
                                       "depakote",
                                       "descovy",
                                       "dexcom",
                                       "diazepam",
                                       "diclofenac",
                                       "digoxin",
                                       "diltiazem",
                                       "dilantin",
                                       "donepezil",
                                       "doxycycline",
                                       "dulera",
                                       "duloxetine",
                                       "dupixent",
                                       "effexor",
                                       "eliquis",
                                       "emgality",
                                       "enbrel",
                                       "entresto",
                                       "entyvio",
                                       "escitalopram",
                                       "estradiol",
                                       "farxiga",
                                       "finasteride",
                                       "flexeril",
                                       "flonase",
                                       "flovent",
                                       "fluoxetine",
                                       "fluticasone",
                                       "forteo",
                                       "fosamax",
                                       "furosemide",
                                       "gabapentin",
                                       "genvoya",
                                       "gilenya",
                                       "glipizide",
                                       "glucotrol",
                                       "glyburide",
                                       "harvoni",
                                       "humalog",
                                       "humira",
                                       "hydrochlorothiazide",
                                       "hydrocodone",
                                       "hydroxychloroquine",
                                       "hydroxyzine",
                                       "ibrance",
                                       "ibuprofen",
                                       "imbruvica",
                                       "imitrex",
                                       "insulin",
                                       "invokana",
                                       "janumet",
                                       "januvia",
                                       "jardiance",
                                       "kesimpta",
                                       "keppra",
                                       "keytruda",
                                       "klonopin",
                                       "lamictal",
                                       "lamotrigine",
                                       "lantus",
                                       "lasix",
                                       "latuda",
                                       "letrozole",
                                       "levemir",
                                       "levothyroxine",
                                       "lexapro",
                                       "linzess",
                                       "lipitor",
                                       "lisinopril",
                                       "lithium",
                                       "loratadine",
                                       "lorazepam",
                                       "losartan",
                                       "lovenox",
                                       "lunesta",
                                       "lyrica",
                                       "meloxicam",
                                       "metformin",
                                       "methadone",
                                       "methotrexate",
                                       "methylphenidate",
                                       "metoprolol",
                                       "mirena",
                                       "mobic",
                                       "montelukast",
                                       "mounjaro",
                                       "naloxone",
                                       "naproxen",
                                       "narcan",
                                       "nexium",
                                       "norvasc",
                                       "novolog",
                                       "nucala",
                                       "nurtec",
                                       "ocrevus",
                                       "olanzapine",
                                       "omeprazole",
                                       "ondansetron",
                                       "opdivo",
                                       "orencia",
                                       "otezla",
                                       "oxycodone",
                                       "oxycontin",
                                       "ozempic",
                                       "pantoprazole",
                                       "paroxetine",
                                       "paxil",
                                       "paxlovid",
                                       "penicillin",
                                       "percocet",
                                       "plaquenil",
                                       "plavix",
                                       "pradaxa",
                                       "pravastatin",
                                       "prednisone",
                                       "premarin",
                                       "prilosec",
                                       "prolia",
                                       "propranolol",
                                       "protonix",
                                       "prozac",
                                       "pulmicort",
                                       "qulipta",
                                       "quetiapine",
                                       "remicade",
                                       "repatha",
                                       "restasis",
                                       "revlimid",
                                       "rexulti",
                                       "rinvoq",
                                       "risperdal",
                                       "ritalin",
                                       "rosuvastatin",
                                       "rybelsus",
                                       "saxenda",
                                       "semaglutide",
                                       "seroquel",
                                       "sertraline",
                                       "sildenafil",
                                       "simvastatin",
                                       "singulair",
                                       "skyrizi",
                                       "spiriva",
                                       "spironolactone",
                                       "stelara",
                                       "strattera",
                                       "suboxone",
                                       "sumatriptan",
                                       "symbicort",
                                       "synthroid",
                                       "taltz",
                                       "tamiflu",
                                       "tamsulosin",
                                       "tecfidera",
                                       "tirzepatide",
                                       "topamax",
                                       "topiramate",
                                       "toujeo",
                                       "tradjenta",
                                       "tramadol",
                                       "trazodone",
                                       "trelegy",
                                       "tremfya",
                                       "tresiba",
                                       "tricor",
                                       "trulicity",
                                       "truvada",
                                       "tylenol",
                                       "ubrelvy",
                                       "valium",
                                       "valsartan",
                                       "valtrex",
                                       "ventolin",
                                       "venlafaxine",
                                       "verzenio",
                                       "viagra",
                                       "vicodin",
                                       "victoza",
                                       "vyvanse",
                                       "warfarin",
                                       "wegovy",
                                       "wellbutrin",
                                       "xanax",
                                       "xarelto",
                                       "xeljanz",
                                       "xifaxan",
                                       "xolair",
                                       "zepbound",
                                       "zetia",
                                       "zithromax",
                                       "zocor",
                                       "zofran",
                                       "zoloft",
                                       "zolpidem",
                                       "zyprexa",
                                       "zyrtec",
                                       "epipen",
                                       "tremfaya",
                                       "biktarvy",
                                       "aimovig",
                                       "ajovy",
                                       "vraylar",
                                       "caplyta",
                                       "nuvaring",
                                       "depo",
                                       "lispro",
                                       "glargine"};

constexpr std::string_view kDrugEndings[] = {
    "statin",  "sartan",   "prazole", "cillin",   "mycin",   "oxetine", "azepam", "gliptin", "gliflozin",
    "glutide", "floxacin", "dipine",  "thiazide", "gabalin", "triptan", "tinib",  "ximab",   "zumab",
    "lumab",   "cept",     "parin",   "setron",   "olol",    "pril",    "idone",  "azole",   "vir"};
// Words with such an ending that are no drugs.
constexpr std::string_view kNoDrugs[] = {"accept", "except", "concept", "intercept",
                                         "april",  "elvir",  "percept", "precept"};

constexpr std::string_view kKin[] = {"son",
                                     "daughter",
                                     "wife",
                                     "husband",
                                     "mother",
                                     "mom",
                                     "mum",
                                     "mama",
                                     "mommy",
                                     "father",
                                     "dad",
                                     "daddy",
                                     "kid",
                                     "kids",
                                     "child",
                                     "children",
                                     "baby",
                                     "newborn",
                                     "stepson",
                                     "stepdaughter",
                                     "stepchild",
                                     "stepmother",
                                     "stepfather",
                                     "spouse",
                                     "partner",
                                     "brother",
                                     "sister",
                                     "grandson",
                                     "granddaughter",
                                     "grandma",
                                     "grandpa",
                                     "grandmother",
                                     "grandfather",
                                     "grandchild",
                                     "grandkids",
                                     "grandbaby",
                                     "nephew",
                                     "niece",
                                     "aunt",
                                     "uncle",
                                     "cousin",
                                     "boy",
                                     "girl",
                                     "boys",
                                     "girls",
                                     "twins",
                                     "toddler",
                                     "teenager",
                                     "teen",
                                     "fiance",
                                     "fiancee",
                                     "girlfriend",
                                     "boyfriend",
                                     "roommate",
                                     "housemate",
                                     "ex",
                                     "ex-husband",
                                     "dependent",
                                     "dependant",
                                     "better half",
                                     "old man",
                                     "family",
                                     "infant",
                                     "little one",
                                     "little guy",
                                     "little girl",
                                     "little boy",
                                     "sons",
                                     "daughters",
                                     "parents",
                                     "in-laws",
                                     "hubby",
                                     "mother in law",
                                     "father in law",
                                     "son in law",
                                     "daughter in law",
                                     "ex wife",
                                     "ex husband",
                                     "foster child",
                                     "foster son",
                                     "foster daughter",
                                     "oldest",
                                     "youngest",
                                     "eldest",
                                     "middle one"};

constexpr std::string_view kOwners[] = {"my", "our", "his", "her", "their", "mine"};
// What may stand between the owner and the kin.
constexpr std::string_view kBetween[] = {
    "oldest",  "youngest", "older",    "younger", "eldest",  "little", "late",  "new",     "elderly",
    "dear",    "own",      "poor",     "two",     "three",   "four",   "other", "middle",  "adult",
    "teenage", "sweet",    "disabled", "ex",      "first",   "second", "third", "both",    "big",
    "baby",    "year",     "old",      "sick",    "adopted", "foster", "brand", "sixteen", "five",
    "six",     "seven",    "eight",    "nine",    "ten"};
// "my family doctor", "my baby shots", "her girl": the kin is part of something else.
constexpr std::string_view kNotAfter[] = {"doctor",    "physician",  "plan",     "member",   "maximum",
                                          "max",       "deductible", "coverage", "practice", "medicine",
                                          "insurance", "policy",     "premium",  "history",  "shower",
                                          "limit",     "out",        "name",     "leave"};

constexpr std::string_view kLanguages[] = {
    "mandarin",      "cantonese",  "chinese",   "vietnamese", "tagalog",        "filipino",   "russian",
    "korean",        "arabic",     "polish",    "french",     "haitian creole", "creole",     "portuguese",
    "hindi",         "urdu",       "punjabi",   "gujarati",   "bengali",        "tamil",      "telugu",
    "farsi",         "persian",    "somali",    "amharic",    "swahili",        "japanese",   "german",
    "italian",       "greek",      "ukrainian", "romanian",   "serbian",        "bosnian",    "croatian",
    "albanian",      "turkish",    "hebrew",    "yiddish",    "hmong",          "khmer",      "cambodian",
    "lao",           "thai",       "burmese",   "nepali",     "ilocano",        "navajo",     "armenian",
    "sign language", "asl",        "czech",     "hungarian",  "dutch",          "lithuanian", "bulgarian",
    "malayalam",     "pashto",     "dari",      "igbo",       "yoruba",         "tigrinya",   "marathi",
    "kurdish",       "macedonian", "assyrian"};

constexpr std::string_view kSpanish[] = {
    "hablo",  "habla",    "hablar",   "hablan",   "espanol",    "castellano", "puedo",     "puede",
    "puedes", "ayudar",   "ayuda",    "ayudarme", "necesito",   "necesita",   "quiero",    "quisiera",
    "favor",  "gracias",  "tengo",    "tiene",    "estoy",      "esta",       "perdon",    "disculpe",
    "buenos", "buenas",   "dias",     "tardes",   "noches",     "senorita",   "senor",     "senora",
    "ingles", "entiendo", "entender", "alguien",  "usted",      "mi",         "el",        "la",
    "los",    "las",      "una",      "un",       "por",        "para",       "con",       "que",
    "como",   "cuanto",   "donde",    "muy",      "bien",       "hola",       "si",        "yo",
    "no",     "en",       "de",       "es",       "su",         "tarjeta",    "seguro",    "pagar",
    "cuenta", "factura",  "cita",     "numero",   "nacimiento", "fecha",      "llamo",     "misma",
    "casi",   "nada",     "poco",     "poquito",  "mucho",      "solo",       "solamente", "aqui",
    "hay",    "persona",  "podemos",  "podria",   "cubre",      "pregunta",   "tambien",   "porque",
    "pero",   "mas"};
// Enough alone to know that it is no English.
constexpr std::string_view kPlainSpanish[] = {
    "hablo",  "habla",    "hablar",  "hablan", "espanol", "puedo",  "puede",      "ayudarme", "necesito",
    "quiero", "quisiera", "gracias", "tengo",  "estoy",   "perdon", "disculpe",   "buenos",   "buenas",
    "ingles", "entiendo", "alguien", "usted",  "podemos", "podria", "castellano", "ayuda",    "hola"};

template <std::size_t N>
bool in(const std::string_view (&list)[N], std::string_view word) {
  return std::ranges::find(list, word) != std::end(list);
}

template <std::size_t N>
std::size_t longest_at(const std::string_view (&list)[N], const Tokens& tokens, std::size_t at) {
  std::size_t best = 0;
  for (const auto phrase : list) best = std::max(best, phrase_at(tokens, at, phrase));
  return best;
}

std::string_view without_s(std::string_view word) {
  if (word.ends_with("'s")) word.remove_suffix(2);
  return word;
}

}  // namespace

std::optional<Found> find_drug(const Tokens& tokens) {
  std::optional<Found> generic;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view word = without_s(tokens[i].word);
    const bool ending =
        word.size() >= 8 && !in(kNoDrugs, word) &&
        std::ranges::any_of(kDrugEndings, [&](std::string_view e) { return word.ends_with(e); });
    if (!in(kDrugs, word) && !ending) continue;
    Found found{std::string(word), i, i + 1};
    if (word != "insulin") return found;
    if (!generic) generic = found;
  }
  return generic;
}

// "I talked it over with my wife": with whom the caller spoke, and not whose record is meant.
bool is_talked_with(const Tokens& tokens, std::size_t owner) {
  constexpr std::size_t kNear = 5;  // words between the verb and "with"
  if (owner == 0 || !contains_word(tokens, owner - 1, owner, {"with", "to"})) return false;
  return contains_word(
      tokens, owner - std::min(owner, kNear), owner - 1,
      {"talked", "talking", "spoke", "spoken", "speaking", "discussed", "checked", "agreed"});
}

std::optional<Found> find_relation(const Tokens& tokens) {
  std::optional<Found> found;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::size_t words = longest_at(kKin, tokens, i);
    std::string_view last = tokens[i + (words > 0 ? words - 1 : 0)].word;
    if (words == 0) {
      if (!in(kKin, without_s(last)) || without_s(last) == last) continue;
      words = 1;
    }
    std::size_t k = i;
    while (k > 0 && i - k < 3 && in(kBetween, tokens[k - 1].word)) --k;
    const bool owned = k > 0 && in(kOwners, tokens[k - 1].word);
    if (!owned || is_talked_with(tokens, k - 1)) continue;
    // "his girl keeps calling": somebody's clerk.
    if ((last == "girl" || last == "boy") && tokens[k - 1].word == "his") continue;
    if (i + words < tokens.size() && in(kNotAfter, tokens[i + words].word)) continue;
    std::string text;
    for (std::size_t n = i; n < i + words; ++n) {
      if (n > i) text += ' ';
      text += without_s(tokens[n].word);
    }
    if (text == "family" || text == "ex") continue;
    if (!found || is_correction(tokens, found->last, i)) found = Found{text, i, i + words};
    i += words - 1;
  }
  return found;
}

std::optional<Found> find_language(const Tokens& tokens) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto words = longest_at(kLanguages, tokens, i);
    if (words == 0) continue;
    // "chinese medicine", "the french hospital"
    if (contains_word(tokens, i + words, i + words + 1,
                      {"medicine", "hospital", "clinic", "fries", "doctor"}))
      continue;
    std::string text = tokens[i].word;
    for (std::size_t n = 1; n < words; ++n) text += " " + tokens[i + n].word;
    return Found{text, i, i + words};
  }
  return std::nullopt;
}

bool is_spanish(const Tokens& tokens) {
  std::size_t spanish = 0, plain = 0;
  for (const Token& token : tokens) {
    spanish += in(kSpanish, token.word) ? 1 : 0;
    plain += in(kPlainSpanish, token.word) ? 1 : 0;
  }
  return plain >= 1 && spanish * 2 >= tokens.size() && (plain >= 2 || spanish >= 2 || tokens.size() <= 2);
}

}  // namespace attendant::understanding
