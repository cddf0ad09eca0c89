#include "lab/simulated_caller.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::lab {

using namespace std::chrono_literals;
using Kind = CallerMove::Kind;

namespace {

constexpr int kMostMoves = 45;        // nobody stays longer
constexpr int kSameQuestionMost = 5;  // asked in a row
constexpr int kSilencesMost = 2;
constexpr int kRepeatsMost = 2;
constexpr int kHoldsMost = 2;

bool holds(std::string_view text, std::string_view words) {
  return text.find(lower(words)) != std::string_view::npos;
}

bool holds_all(std::string_view text, const std::vector<std::string>& words) {
  return std::ranges::all_of(words, [&](const auto& one) { return holds(text, one); });
}

bool holds_any(std::string_view text, const std::vector<std::string>& words) {
  return std::ranges::any_of(words, [&](const auto& one) { return holds(text, one); });
}

std::vector<std::string> missing(std::string_view text, const std::vector<std::string>& words) {
  std::vector<std::string> not_there;
  std::ranges::copy_if(words, std::back_inserter(not_there),
                       [&](const auto& one) { return !holds(text, one); });
  return not_there;
}

Date wrong_by_days(Date date) {
  const auto day = static_cast<unsigned>(date.day());
  return Date(date.year(), date.month(), std::chrono::day(day > 9 ? day - 3 : day + 4));
}

std::string digits_of(std::string_view id) {
  std::string digits;
  std::ranges::copy_if(id, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

// "It's 312, 555, 0180, and Naperville.": what was read back wrong, said once more.
std::string put_right(const std::vector<std::string>& details, DigitManner manner, Chance& chance) {
  constexpr std::size_t kPhoneDigits = 10;
  std::string text;
  for (const auto& detail : details) {
    const auto digits = digits_of(detail);
    const bool figures = detail.find_first_not_of("0123456789-") == std::string::npos;
    text += text.empty() ? "It's " : ", and ";
    if (figures && digits.size() == kPhoneDigits)
      text += say_phone(digits, manner, chance);
    else
      text += figures ? say_digits(digits, DigitManner::one_by_one, chance) : detail;
  }
  return text + ".";
}

}  // namespace

std::string AgentTurn::words() const { return join(sentences, " "); }

SimulatedCaller::SimulatedCaller(const Persona& persona, const CommonWords& common, const Goal& goal,
                                 CallerDetails details, std::uint64_t seed)
    : persona_(persona),
      common_(common),
      goal_(goal),
      details_(std::move(details)),
      chance_(seed),
      digits_(chance_.pick(persona.digits)),
      dates_(chance_.pick(persona.dates)) {}

// ---- listening

void SimulatedCaller::hears(const AgentTurn& turn) {
  heard_ += " " + lower(turn.words());
  if (!put_ || satisfied()) return;
  // Who only wants to be put through has nothing to hear.
  if (wish().hears.empty() && !turn.over) return;
  if (!holds_all(heard_, wish().hears)) return;
  // A write is not done before its read-back was answered: the question is still open.
  if (!wish().writes.empty() && turn.asked == conversation::Asked::confirm) return;
  if (!wish().read_back.empty() && !agreed_) return;
  ++wish_;
  put_ = agreed_ = false;
  times_put_ = 0;
  wording_at_ = 0;
  heard_.clear();
}

std::optional<CallerMove> SimulatedCaller::speaks_into(const AgentTurn& turn) {
  if (turn.over || turn.sentences.empty()) return std::nullopt;
  const auto& last = turn.sentences.back();
  const auto words = split_words(last);
  if (words.size() < 4) return std::nullopt;
  const auto up_to = [&](std::size_t count) {
    const auto& word = words[std::min(count, words.size() - 1)];
    return last.substr(0, static_cast<std::size_t>(word.data() - last.data()) + word.size());
  };
  if (greeted_ && turn.sentences.size() > 1 && chance_.happens(persona_.backchannels)) {
    const auto& first = turn.sentences.front();
    auto move = say(pick("backchannel"));
    move.kind = Kind::interrupts;
    move.after = first.substr(0, first.find(' ', first.size() / 3));
    return move;
  }
  if (turn.asked && chance_.happens(persona_.interrupts)) {
    const auto question = question_in(turn.words(), *turn.asked);
    // Only what can be known before the question is at its end.
    const bool known = question == Question::member_id || question == Question::birth_date ||
                       question == Question::zip ||
                       (question == Question::how_can_i_help && !put_ && !satisfied());
    if (!known) return std::nullopt;
    AgentTurn heard = turn;
    heard.sentences.back() = up_to(words.size() / 2);
    hears(heard);
    auto move = reply(question, turn.words());
    if (move.kind != Kind::says) return move;
    move.kind = Kind::interrupts;
    move.after = heard.sentences.back();
    return move;
  }
  return std::nullopt;
}

CallerMove SimulatedCaller::next(const AgentTurn& turn) {
  hears(turn);
  if (++moves_ > kMostMoves) return hang_up();
  const auto words = turn.words();
  const auto question =
      turn.asked ? question_in(words, *turn.asked) : (greeted_ ? Question::none : Question::how_can_i_help);
  same_question_ = question == last_question_ ? same_question_ + 1 : 0;
  last_question_ = question;
  if (same_question_ > kSameQuestionMost) return hang_up();
  if (auto odd = quirk(question)) return *std::move(odd);
  return reply(question, words);
}

// What this persona does instead of answering, now and then.
std::optional<CallerMove> SimulatedCaller::quirk(Question question) {
  const bool first = !greeted_;
  if (question == Question::none) return std::nullopt;
  if (silences_ < kSilencesMost && chance_.happens(persona_.silent)) {
    ++silences_;
    CallerMove move;
    move.kind = Kind::silent;
    return move;
  }
  if (first) return std::nullopt;
  if (repeats_asked_ < kRepeatsMost && chance_.happens(persona_.asks_again)) {
    ++repeats_asked_;
    return say(pick("again"));
  }
  const bool looks_up = question == Question::member_id || question == Question::zip;
  if (looks_up && held_on_ < kHoldsMost && chance_.happens(persona_.holds_on)) {
    ++held_on_;
    return say(pick("hold_on"));
  }
  return std::nullopt;
}

CallerMove SimulatedCaller::reply(Question question, const std::string& words) {
  switch (question) {
    case Question::how_can_i_help:
    case Question::anything_else:
    case Question::none:
      return put_ || satisfied() || !greeted_ ? next_wish_or_goodbye() : put_wish();
    case Question::member_id:
    case Question::member_id_rest:
      return give_id(question);
    case Question::birth_date:
      return give_birth_date();
    case Question::zip:
      return give_zip();
    case Question::confirm_id:
      return confirm_id(words);
    case Question::confirm_write:
      return confirm_write(words);
    case Question::confirm_guess:
      return confirm_guess(words);
    case Question::change:
      if (!put_ || satisfied() || wish().writes.empty()) return say(pick("no"), question);
      if (const auto wrong = missing(heard_, wish().read_back); !wrong.empty())
        return say(put_right(wrong, digits_, chance_), question);
      return say(pick("no_change"), question);
    case Question::offer:
    case Question::yes_or_no:
      return answer_offer(words);
    default:
      return answer_about_wish(question);
  }
}

// ---- wishes

CallerMove SimulatedCaller::next_wish_or_goodbye() {
  if (!satisfied()) {
    if (times_put_ > persona_.patience) return hang_up();
    return put_wish();
  }
  if (persona_.asks_for_person && !asked_for_person_) {
    asked_for_person_ = true;
    return say(pick("person"));
  }
  return goodbye();
}

std::string SimulatedCaller::wording() {
  const auto& all = wish().wordings;
  auto chosen = all.find(persona_.speech);
  if (chosen == all.end() || chosen->second.empty()) chosen = all.find(Register::plain);
  const auto& list = chosen->second;
  if (wording_at_ == 0) wording_at_ = chance_.below(list.size()) + 1;
  // Said again, it is said otherwise; plainly, when the other words are used up.
  const auto at = wording_at_ - 1 + static_cast<std::size_t>(times_put_);
  if (static_cast<std::size_t>(times_put_) < list.size()) return list[at % list.size()];
  const auto& plain = all.find(Register::plain)->second;
  return plain[at % plain.size()];
}

CallerMove SimulatedCaller::put_wish() {
  std::string text;
  if (!greeted_) {
    greeted_ = true;
    if (!persona_.openings.empty()) text += chance_.pick(persona_.openings) + " ";
    if (persona_.changes_mind && !changed_mind_) {
      changed_mind_ = true;
      text += pick("detour") + " ";
    }
  } else if (times_put_ > 0) {
    text += pick("i_mean") + " ";
  } else if (wish_ > 0) {
    text += pick("next") + " ";
  }
  if (!goal_.said_first.empty() && !identified_as_) {
    identified_as_ = true;
    text += goal_.said_first + " ";
  }
  text += with_values(wording());
  if (persona_.volunteers && !volunteered_ && details_.birth_date && !details_.member_id.empty()) {
    volunteered_ = true;
    text += fmt::format(" {} {}, {} {}", pick("my_id_is"), id_words(), pick("my_date_is"), date_words());
  }
  put_ = true;
  ++times_put_;
  heard_.clear();
  auto move = say(std::move(text), Question::how_can_i_help);
  move.wish = static_cast<int>(wish_);
  return move;
}

CallerMove SimulatedCaller::goodbye() {
  said_goodbye_ = true;
  return say(persona_.goodbyes.empty() ? pick("goodbye") : chance_.pick(persona_.goodbyes),
             Question::anything_else);
}

CallerMove SimulatedCaller::hang_up() {
  fed_up_ = true;
  CallerMove move;
  move.kind = Kind::hangs_up;
  return move;
}

// ---- details

std::string SimulatedCaller::id_words() { return say_id(details_.member_id, digits_, chance_); }
std::string SimulatedCaller::date_words() { return say_date(*details_.birth_date, dates_, chance_); }

CallerMove SimulatedCaller::keyed(std::string digits, Question question) {
  CallerMove move;
  move.kind = Kind::keys;
  move.text = std::move(digits);
  move.answers = question;
  return move;
}

CallerMove SimulatedCaller::give_id(Question question) {
  if (details_.member_id.empty()) return say(pick("no_id"), question);
  const auto digits = digits_of(details_.member_id);
  if (persona_.keys) return keyed(digits, question);
  // Not understood twice: slowly, digit by digit; then by the keys.
  if (same_question_ >= 3) return keyed(digits, question);
  if (same_question_ >= 1) return say(say_digits(digits, DigitManner::one_by_one, chance_), question);
  auto text = id_words();
  if (chance_.happens(persona_.slips)) {
    auto wrong = digits;
    wrong.back() = wrong.back() == '9' ? '0' : static_cast<char>(wrong.back() + 1);
    text = fmt::format("{}, {} {}", say_digits(wrong, DigitManner::one_by_one, chance_), pick("slip"),
                       say_digits(digits, DigitManner::one_by_one, chance_));
  } else if (details_.birth_date && chance_.happens(persona_.says_more)) {
    text += fmt::format(", {} {}", pick("my_date_is"), date_words());
  }
  return say(std::move(text), question);
}

CallerMove SimulatedCaller::give_birth_date() {
  if (!details_.birth_date) return say(pick("no_id"), Question::birth_date);
  auto date = *details_.birth_date;
  if (persona_.wrong_birth_date && !std::exchange(wrong_date_given_, true)) date = wrong_by_days(date);
  if (persona_.keys)
    return keyed(fmt::format("{:02}{:02}{:04}", static_cast<unsigned>(date.month()),
                             static_cast<unsigned>(date.day()), static_cast<int>(date.year())),
                 Question::birth_date);
  if (same_question_ >= 1) return say(say_date(date, DateManner::month_first, chance_), Question::birth_date);
  auto text = say_date(date, dates_, chance_);
  if (chance_.happens(persona_.slips))
    text = fmt::format("{}, {} {}", say_date(wrong_by_days(date), DateManner::month_first, chance_),
                       pick("slip"), say_date(date, DateManner::month_first, chance_));
  return say(std::move(text), Question::birth_date);
}

CallerMove SimulatedCaller::give_zip() {
  if (details_.zip.empty()) return say(pick("no_id"), Question::zip);
  if (persona_.keys || same_question_ >= 3) return keyed(details_.zip, Question::zip);
  const auto manner =
      same_question_ >= 1 || digits_ == DigitManner::pairs ? DigitManner::one_by_one : digits_;
  return say(say_digits(details_.zip, manner, chance_), Question::zip);
}

// ---- yes and no

CallerMove SimulatedCaller::yes(Question question) {
  auto move = persona_.keys ? keyed("1", question)
                            : say(persona_.yes.empty() ? pick("yes") : chance_.pick(persona_.yes), question);
  move.affirms = true;
  return move;
}

CallerMove SimulatedCaller::no(Question question, std::string_view more) {
  auto text = persona_.no.empty() ? pick("no") : chance_.pick(persona_.no);
  if (!more.empty()) text += fmt::format(", {}", more);
  return say(std::move(text), question);
}

CallerMove SimulatedCaller::confirm_id(const std::string& words) {
  const auto heard = digits_of(words);
  const auto claim = goal_.knows.find("claim_id");
  const bool right = holds(heard, digits_of(details_.member_id)) ||
                     (claim != goal_.knows.end() && holds(heard, digits_of(claim->second)));
  return right ? yes(Question::confirm_id) : no(Question::confirm_id);
}

CallerMove SimulatedCaller::confirm_write(const std::string& words) {
  const bool wanted =
      put_ && !satisfied() && !wish().writes.empty() && holds_all(lower(words), wish().read_back);
  if (!wanted) return no(Question::confirm_write);
  if (persona_.hesitates && !std::exchange(hesitated_, true))
    return say(pick("not_yet"), Question::confirm_write);
  agreed_ = true;
  return yes(Question::confirm_write);
}

CallerMove SimulatedCaller::confirm_guess(const std::string& words) {
  if (put_ && !satisfied() && holds_any(lower(words), wish().about)) return yes(Question::confirm_guess);
  if (satisfied()) return no(Question::confirm_guess);
  auto move = put_wish();
  return move;
}

CallerMove SimulatedCaller::answer_offer(const std::string& words) {
  const auto asked = lower(words);
  if (put_ && !satisfied()) {
    if (holds_any(asked, wish().accepts)) return yes(Question::offer);
    if (!wish().writes.empty() && holds_all(asked, wish().read_back)) return confirm_write(words);
  }
  if (!put_ && !satisfied()) return put_wish();
  return no(Question::offer);
}

CallerMove SimulatedCaller::answer_about_wish(Question question) {
  const auto key = answer_key(question);
  const auto& current = goal_.wishes[std::min(wish_, goal_.wishes.size() - 1)];
  if (const auto answers = current.answers.find(key);
      answers != current.answers.end() && !answers->second.empty())
    return say(with_values(answers->second[(static_cast<std::size_t>(same_question_) +
                                            chance_.below(answers->second.size())) %
                                           answers->second.size()]),
               question);
  if (const auto known = goal_.knows.find(std::string(key)); known != goal_.knows.end())
    return say(with_values(known->second), question);
  if (question == Question::office_claim || question == Question::which) {
    if (const auto claim = goal_.knows.find("claim_id"); claim != goal_.knows.end())
      return say(
          say_id(claim->second, digits_ == DigitManner::pairs ? DigitManner::one_by_one : digits_, chance_),
          question);
  }
  if (satisfied()) return goodbye();
  if (times_put_ > persona_.patience) return hang_up();
  return put_wish();
}

// ---- words

const std::vector<std::string>& SimulatedCaller::words_for(std::string_view what) const {
  const auto found = common_.find(what);
  CHECK(found != common_.end() && !found->second.empty());
  return found->second;
}

// "{id CLM4532427}", "{day 2026-09-03}", "{month 2026-09-03}", "{phone 3125550199}" as this caller says them.
std::string SimulatedCaller::with_values(std::string_view wording) {
  std::string text;
  for (;;) {
    const auto open = wording.find('{');
    const auto close = open == std::string_view::npos ? open : wording.find('}', open);
    text += wording.substr(0, open);
    if (close == std::string_view::npos) return text;
    const auto parts = split_words(wording.substr(open + 1, close - open - 1));
    wording.remove_prefix(close + 1);
    if (parts.size() != 2) continue;
    const auto date = parse_date(parts[1]);
    if (parts[0] == "id")
      text += say_id(parts[1], digits_ == DigitManner::pairs ? DigitManner::one_by_one : digits_, chance_);
    else if (parts[0] == "phone")
      text += say_phone(parts[1], digits_, chance_);
    else if (parts[0] == "day" && date)
      text += say_day(*date, chance_);
    else if (parts[0] == "month" && date)
      text += say_month(*date);
  }
}

// At most one pause, at a word boundary after the first and before the last word.
std::string SimulatedCaller::with_pause(const std::string& text) {
  const auto words = split_words(text);
  if (words.size() < 4 || !chance_.happens(persona_.pauses)) return text;
  const auto at = 1 + chance_.below(words.size() - 2);
  const auto cut = static_cast<std::size_t>(words[at].data() - text.data());
  return fmt::format("{} [{} ms] {}", trim(text.substr(0, cut)), chance_.between(300, 1200),
                     text.substr(cut));
}

CallerMove SimulatedCaller::say(std::string text, Question answers) {
  greeted_ = true;
  if (answers != Question::none && !persona_.remarks_said.empty() && chance_.happens(persona_.remarks))
    text = chance_.pick(persona_.remarks_said) + " " + text;
  if (chance_.happens(persona_.fillers)) text = pick("filler") + " " + text;
  CallerMove move;
  move.text = with_pause(text);
  move.answers = answers;
  return move;
}

}  // namespace attendant::lab
