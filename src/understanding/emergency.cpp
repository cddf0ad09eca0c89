#include "understanding/emergency.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "understanding/tokens.hpp"

namespace attendant::understanding {
namespace {

// Phrases are looked for in the sentence's words between single spaces. "~" stands for up to four words.
using Phrases = std::vector<std::string_view>;

// Meant by the caller as they stand: what the sentence is about cannot be anything else.
const Phrases& self_harm() {
  static const Phrases phrases{
      "kill myself", "killing myself", "end my life", "ending my life", "end it all", "ending it all", "take my own life", "taking my own life", "take my life", "want to die", "wanna die", "wants to die", "wanted to die tonight", "going to hurt myself",
      "gonna hurt myself", "hurt myself", "hurting myself", "harm myself", "cut myself on purpose", "cutting myself", "cutting herself", "cutting himself", "suicide", "suicidal", "don't want to live", "do not want to live", "don't wanna live", "not want to live",
      "no reason to live", "nothing to live for", "nothing left to live for", "better off dead", "better off without me", "don't want to be here anymore", "do not want to be here anymore", "don't wanna be here anymore", "don't want to be alive", "not want to be alive", "rather be dead", "wish i was dead", "wish i were dead", "can't go on anymore", "can't go on living", "cannot go on living",
      "don't see the use in living", "shoot myself", "hang myself", "hanging myself", "overdosing", "overdosed", "took all my pills", "took all of my pills", "taken all my pills", "took the whole bottle", "took a whole bottle", "taken a whole bottle", "swallowed the whole bottle", "swallowed a bottle", "swallowed all", "swallowed a whole", "took too many pills", "taken too many pills", "took too many of", "swallowed bleach", "drank bleach", "drank antifreeze", "jump off the bridge", "jump off a bridge", "slit my wrists", "cut my wrists",
      "kill herself", "kill himself", "killing himself", "killing herself", "hurt himself on purpose", "hurt herself on purpose", "hurt themselves", "end her life", "end his life", "kill themselves", "pills in front of me", "gun here on the table", "gun in my hand", "gun to my head", "the gun out", "gun next to me", "no point in living", "no point in going on", "tired of living", "done with living", "done living", "say goodbye to everyone", "going to do it tonight", "put a bullet",
      "hurt somebody", "hurt someone", "going to kill him", "going to kill her", "gonna kill him", "gonna kill her", "want to kill him", "want to kill her", "want to kill somebody", "going to kill somebody", "shoot somebody", "threatening to kill", "going to kill me", "gonna kill me he", "trying to kill me", "gonna kill us", "he's going to kill", "won't let me leave the house he has", "holding a knife", "has a knife", "has a gun", "got a gun", "someone is breaking in", "somebody is breaking in", "breaking into my house", "breaking in my house",
      "crisis line", "suicide hotline", "hearing voices telling me", "voices telling me to", "want to disappear forever", "life isn't worth living", "life is not worth living", "life not worth living", "life ain't worth living", "isn't worth living", "not worth living"};
  return phrases;
}

// Signs of an emergency, told of somebody: taken back by the past, by "if", by a question about money.
const Phrases& signs() {
  static const Phrases phrases{
      "can't breathe", "cannot breathe", "can not breathe", "can't hardly breathe", "can hardly breathe", "can barely breathe", "couldn't breathe right now", "not breathing", "isn't breathing", "is not breathing", "ain't breathing", "stopped breathing", "quit breathing", "having trouble breathing", "trouble breathing", "struggling to breathe", "fighting to breathe", "fighting for breath", "hard to breathe", "difficulty breathing", "difficult to breathe", "gasping", "can't catch my breath", "can't catch her breath", "can't catch his breath", "can't get my breath", "can't get any air", "can't get air", "no puedo respirar", "no puede respirar", "no respira", "short of breath and",
      "chest pain", "chest pains", "pain in my chest", "pain in his chest", "pain in her chest", "pains in my chest", "pains in his chest", "chest is hurting", "chest hurts", "chest is killing", "chest is tight", "chest feels tight", "tightness in my chest", "tightness in his chest", "tightness in her chest", "pressure in my chest", "pressure on my chest", "pressure in his chest", "crushing my chest", "chest is crushing", "elephant on my chest", "dolor de pecho", "dolor en el pecho", "me duele el pecho", "chest been hurting", "chest really hurts", "holding his chest", "clutching his chest", "clutching her chest", "grabbing his chest",
      "having a heart attack", "having heart attack", "is having a heart", "having a stroke", "having stroke", "think it's a stroke", "think it is a stroke", "think it's a heart attack", "might be a heart attack", "might be a stroke", "could be a stroke", "could be a heart attack", "think she had a stroke", "think he had a stroke", "think i had a stroke", "just had a stroke", "just had a heart attack", "face is drooping", "face is droopin", "face drooping", "face droopin", "mouth is drooping", "face has dropped", "face dropped", "side of her face", "side of his face", "side of my face", "speech is slurred", "slurring", "slurred speech", "talking all garbled", "talkin all garbled", "arm is numb", "arm went numb", "arm's numb", "arm is going numb", "can't move my arm", "can't move her arm", "can't move his arm", "can't move one side", "can't move his legs", "can't move her legs", "can't move my legs", "can't feel my legs", "can't feel his legs", "can't feel one side", "whole left side", "whole right side", "all of a sudden he can't talk", "can't talk right all of a sudden", "his lips are blue", "her lips are blue", "lips are turning blue", "turning blue", "turned blue", "going blue", "gone blue", "lips are blue",
      "having a seizure", "having seizures", "just had a seizure", "had a seizure and", "is seizing", "seizing", "convulsing", "convulsions", "having a fit and", "foaming at the mouth", "unconscious", "unresponsive", "not responding", "isn't responding", "won't wake up", "not waking up", "isn't waking up", "can't wake", "cannot wake", "doesn't wake up", "won't wake", "wouldn't wake up", "passed out", "collapsed", "blacked out", "fainted", "knocked out cold", "no pulse", "can't find a pulse", "not moving", "isn't moving", "won't open his eyes", "won't open her eyes", "floppy", "gone limp", "went limp",
      "bleeding badly", "bleeding bad", "bleeding a lot", "bleeding so much", "bleeding real bad", "bleeding really bad", "bleeding and it won't", "bleeding everywhere", "won't stop bleeding", "can't stop the bleeding", "cannot stop the bleeding", "bleeding won't stop", "bleeding and i'm pregnant", "blood everywhere", "lot of blood", "losing blood", "lost a lot of blood", "coughing up blood", "coughing blood", "throwing up blood", "vomiting blood", "spitting blood", "gushing", "cut off his finger", "cut off her finger", "cut off my finger", "cut my hand wide open", "stabbed", "been shot", "got shot", "shot himself", "shot herself", "shot me",
      "choking", "is choking", "drowned", "drowning", "electrocuted", "swallowed a battery", "swallowed a magnet", "swallowed poison", "poisoned", "drank drain cleaner", "drank cleaner", "ate rat poison", "carbon monoxide", "overdose", "took too much of", "took too much insulin", "too much insulin", "throat is closing", "throat closing", "throat is swelling", "throat swelling", "tongue is swelling", "tongue swelling", "swelling shut", "face is swelling up", "lips are swelling", "allergic reaction and", "anaphylaxis", "anaphylactic", "severe allergic reaction", "stung by a bee and", "having an allergic reaction",
      "can't get up", "cannot get up", "can't get off the floor", "hip's broke", "hip is broke", "broke my hip", "broke her hip", "broke his hip", "bone is sticking out", "bone sticking out", "hit my head and", "hit her head and", "hit his head and", "fell down the stairs and", "fell off the roof", "fell off a ladder", "fell off the ladder", "head is bleeding", "trapped in the car", "in a car wreck right now", "just been in a wreck", "house is on fire", "kitchen is on fire", "is on fire", "smell gas",
      "call 911", "call nine one one", "need 911", "need nine one one", "call an ambulance", "call the ambulance", "send an ambulance", "send ambulance", "need an ambulance", "need ambulance", "get an ambulance", "need the paramedics", "need a paramedic", "send the paramedics", "call the paramedics", "send help", "llame una ambulancia", "una ambulancia por favor", "need an ambulance right now", "this is an emergency", "it's an emergency", "it is an emergency", "medical emergency", "have an emergency", "got an emergency", "having an emergency", "es una emergencia", "is dying", "i'm dying", "i am dying", "i think i'm dying", "gonna die", "going to die",
      "water broke", "baby is coming", "baby's coming", "going into labor", "in labor right now", "baby isn't moving", "baby hasn't moved", "baby stopped moving", "blood sugar is dropping and", "sugar is so low", "severe pain", "worst headache of my life", "can't see all of a sudden", "went blind", "can't see anything all of a sudden", "going blind", "hallucinating", "he's beating me", "he is beating me", "he hit me and", "hitting me", "beating me", "being abused right now", "afraid he's going to hurt me", "hurting the baby", "going to hurt the baby", "hurt my baby", "throwing up and can't stop", "can't stop shaking and", "don't feel safe", "i'm not safe", "i am not safe", "am in danger", "i'm in danger"};
  return phrases;
}

// Not meant: figures of speech, and the words of this trade.
const Phrases& idioms() {
  static const Phrases phrases{
      "bill is killing me", "killing me", "death of me", "be the death of", "heart attack when", "a heart attack when i saw", "about had a heart attack", "nearly had a heart attack", "almost had a heart attack", "gave me a heart attack", "give me a heart attack", "giving me a heart attack", "heart attack looking", "heart attack opening", "just about had a heart attack", "damn near had a heart attack", "practically had a heart attack", "almost had a stroke", "nearly had a stroke", "about had a stroke", "gonna give me a stroke", "give me a stroke", "giving me a stroke", "died laughing", "dying to know", "dying to hear", "dying of curiosity", "i'm dying here on hold", "dying on hold", "dying of old age", "die of old age", "die of boredom", "bleeding me dry", "bleeding money", "bleeding us dry", "bleed me dry",
      "gonna be sick of", "going to be sick of", "sick of waiting", "kill me with these", "kill two birds", "kill time", "killing time", "shoot me an email", "shoot me a text", "shoot me a message", "jump off a bridge if i have to wait", "hold my breath", "holding my breath", "don't hold your breath", "drowning in bills", "drowning in debt", "drowning in medical bills", "drowning in paperwork", "drowning in these bills", "drowning here in bills", "choking on these bills", "choked on", "choking on the price", "choking on this bill", "i nearly fainted", "i almost fainted", "almost passed out when", "nearly passed out when", "about passed out when", "about fell out", "fell off my chair", "fell out of my chair", "stroke of luck", "stroke of midnight", "over my dead body", "dead tired", "in a heartbeat", "the number i'm dying", "wake up call", "my phone died", "phone is dying", "battery is dying", "phone is about to die", "phone is going to die", "phone's about to die", "phone's dying", "battery is about to die", "going to die on me", "gonna die on me", "system went down", "website is down", "collapsed on the website", "call dropped",
      "no emergency", "not an emergency", "isn't an emergency", "is not an emergency", "ain't an emergency", "nothing urgent", "not a medical emergency", "it's no emergency", "wasn't an emergency", "was not an emergency", "not suicidal", "am not suicidal", "not in danger", "false alarm", "don't need an ambulance", "do not need an ambulance", "knock on wood", "blow my head off with", "smoke coming out of my ears", "going to kill me when", "gonna kill me when", "will kill me when", "kill me if i don't", "kill me if i forget", "my wife will kill me", "my wife is going to kill me", "my husband is going to kill me", "my wife's gonna kill me", "my wife's going to kill me", "my wife is gonna kill me", "my husband's gonna kill me", "my husband is gonna kill me", "my boss is gonna kill me", "my boss is going to kill me", "my mom is going to kill me", "my mom's gonna kill me", "my mother is going to kill me", "my husband's going to kill me", "premiums are going to kill me", "these prices are going to kill me", "this deductible is going to kill me", "going to kill me financially", "bill is going to kill me", "bills are going to kill me", "costs are going to kill me", "bill's gonna kill me", "costs are gonna kill me", "this is gonna kill me", "wait is going to kill me", "waiting is going to kill me", "hold music is going to kill me",
      "hate to hurt somebody", "hate to hurt someone", "don't want to hurt somebody", "don't want to hurt anybody", "wouldn't hurt somebody", "wouldn't hurt someone", "not moving fast", "claim is not moving", "claim isn't moving", "it isn't moving", "it's not moving", "is not moving forward", "isn't moving forward", "not responding to my", "not responding to me", "isn't responding to my", "website isn't responding", "website is not responding", "app isn't responding", "app is not responding", "office isn't responding", "office is not responding", "not responding to the", "isn't responding to the", "portal is not responding", "no one is responding", "nobody is responding", "you're not responding", "are not responding", "page is not responding", "can't get up to the office", "can't get up there", "can't get up early", "can't get up the stairs", "can't get up in the morning", "collapsed the menu", "passed out cards", "passed out flyers", "passed out the cards", "is on fire today", "hurt somebody's feelings", "hurt someone's feelings", "got a gunnysack", "suicide prevention", "suicide coverage", "suicide clause", "overdose coverage"};
  return phrases;
}

// What takes a sign into the past or into a question: "I had chest pain last month and you denied it".
const Phrases& past_and_business() {
  static const Phrases phrases{
      "last year", "last month", "last week", "last winter", "last summer", "last spring", "last fall", "years ago", "months ago", "weeks ago", "a month ago", "a week ago", "a year ago", "month ago", "year ago", "back in", "in january", "in february", "in march", "in april", "in may", "in june", "in july", "in august", "in september", "in october", "in november", "in december", "when i had", "when he had", "when she had", "after my heart attack", "after his heart attack", "after my stroke", "after her stroke", "after his stroke", "used to",
      "claim", "claims", "denied", "deny", "bill", "billed", "copay", "co pay", "deductible", "covered", "cover", "coverage", "covers", "cost", "costs", "charge", "charged", "paid", "pay", "prior authorization", "approved", "approval", "in network", "appeal", "eob", "explanation of benefits", "how much", "reimburse", "reimbursed", "refund", "statement", "owe", "premium", "invoice", "balance", "referral", "specialist for", "doctor for", "appointment", "fine now", "okay now", "doing better", "recovered", "better now", "all better", "he's fine", "she's fine", "i'm fine", "he's okay", "she's okay", "home now", "program", "classes", "history of", "what if", "just in case", "hypothetically", "if i ever", "if i have to", "if my", "if i have", "if i had", "if someone", "if somebody", "if you have", "in case of"};
  return phrases;
}

// It happens now, whatever else is said.
const Phrases& now_words() {
  static const Phrases phrases{"right now", "just now", "as we speak", "this minute", "this second", "right here", "hurry", "please help", "help me", "help us", "somebody help", "what do i do", "what should i do", "don't know what to do", "don't know who to call", "who do i call", "call 911", "nine one one", "ambulance now", "oh god", "oh my god", "won't wake up", "not waking up", "not breathing", "turning blue", "can't breathe", "can't get up", "i'm scared", "i am scared", "on the floor", "quick", "ayuda"};
  return phrases;
}

bool spaced(std::string_view padded, std::size_t at, std::size_t size) {
  return at > 0 && padded[at - 1] == ' ' && at + size < padded.size() && padded[at + size] == ' ';
}

bool holds(std::string_view padded, std::string_view phrase) {
  for (auto at = padded.find(phrase); at != std::string_view::npos; at = padded.find(phrase, at + 1)) {
    if (spaced(padded, at, phrase.size())) return true;
  }
  return false;
}

bool holds_any(std::string_view padded, const Phrases& phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) { return holds(padded, phrase); });
}

// The words without those of the idioms, so that what else is said still counts.
std::string without(std::string padded, const Phrases& phrases) {
  for (const auto phrase : phrases) {
    for (auto at = padded.find(phrase); at != std::string::npos; at = padded.find(phrase, at + 1)) {
      if (spaced(padded, at, phrase.size())) padded.replace(at, phrase.size(), "-");
    }
  }
  return padded;
}

// "I haven't got chest pain", "no chest pain", "not unconscious": the sign is denied.
bool denied_before(std::string_view padded, std::size_t at) {
  constexpr std::string_view kDenials[] = {" no ", " without ", " not having ", " isn't having ", " never had ", " wasn't having ", " not really ", " don't have ", " doesn't have ", " haven't had ", " not "};
  const auto before = padded.substr(0, at);
  return std::ranges::any_of(kDenials, [&](std::string_view denial) { return before.ends_with(denial) || before.ends_with(std::string(denial) + "any "); });
}

bool shows_sign(std::string_view padded) {
  return std::ranges::any_of(signs(), [&](std::string_view sign) {
    for (auto at = padded.find(sign); at != std::string_view::npos; at = padded.find(sign, at + 1)) {
      if (spaced(padded, at, sign.size()) && !denied_before(padded, at)) return true;
    }
    return false;
  });
}

bool asks_about_it(std::string_view padded) {
  return holds_any(padded, past_and_business());
}

}  // namespace

bool is_emergency(std::string_view text) {
  const std::string words = without(padded_words(tokenize(text)), idioms());
  // Of self-harm no question of money takes anything back, only the plan's own words for its treatment.
  if (holds_any(words, self_harm())) {
    const bool treatment = asks_about_it(words) && !holds(words, "i want to") && !holds(words, "i'm") && !holds(words, "i am") && !holds(words, "myself") && !holds(words, "my life") && !holds(words, "me");
    return !treatment;
  }
  if (!shows_sign(words)) return false;
  return !asks_about_it(words) || holds_any(words, now_words());
}

}  // namespace attendant::understanding
