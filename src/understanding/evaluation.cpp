#include "understanding/evaluation.hpp"

#include <algorithm>
#include <ctime>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace attendant::understanding {
namespace {

double thread_cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Slots that neither side has are not counted.
void count(Share& share, const auto& wanted, const auto& given, bool& all_right) {
  if (!wanted && !given) return;
  ++share.all;
  if (wanted == given)
    ++share.right;
  else
    all_right = false;
}

std::string names(const std::vector<Intent>& intents) {
  std::string out;
  for (const Intent intent : intents) out += fmt::format("{}{}", out.empty() ? "" : ",", to_string(intent));
  return out;
}

double at_share(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

}  // namespace

Figures evaluate(const Understander& understander, std::span<const LabelledUtterance> utterances,
                 Date today) {
  Figures out;
  for (const LabelledUtterance& utterance : utterances) {
    const double before = thread_cpu_ms();
    const Understanding got = understander.understand(utterance.said.text, utterance.said.asked, today);
    out.cpu_ms.push_back(thread_cpu_ms() - before);
    bool first = got.intents.front() == utterance.intents.front();
    bool whole = got.intents == utterance.intents;
    for (const auto& list : utterance.also) {
      first = first || got.intents.front() == list.front();
      whole = whole || got.intents == list;
    }
    out.first_intent.right += first ? 1 : 0;
    out.whole_list.right += whole ? 1 : 0;
    ++out.first_intent.all;
    ++out.whole_list.all;
    const Slots &want = utterance.slots, &have = got.slots;
    bool right = true;
    count(out.ids, want.member_id, have.member_id, right);
    count(out.ids, want.claim_id, have.claim_id, right);
    count(out.ids, want.digits, have.digits, right);
    count(out.dates, want.dob, have.dob, right);
    count(out.dates, want.service_date, have.service_date, right);
    count(out.amounts, want.amount, have.amount, right);
    count(out.zips, want.zip, have.zip, right);
    count(out.phones, want.phone, have.phone, right);
    for (const auto slot : {&Slots::service, &Slots::provider, &Slots::person, &Slots::relation, &Slots::drug,
                            &Slots::language, &Slots::date_phrase}) {
      count(out.other_slots, want.*slot, have.*slot, right);
    }
    if (!whole || !right) {
      Understanding wanted;
      wanted.intents = utterance.intents;
      wanted.slots = utterance.slots;
      out.mistakes.push_back(fmt::format("{} [{}] {}\n    wanted {} {}\n    got    {} {} ({:.2f})",
                                         utterance.said.id, conversation::to_string(utterance.said.asked),
                                         utterance.said.text, names(utterance.intents),
                                         right ? "" : to_json_line({}, wanted), names(got.intents),
                                         right ? "" : to_json_line({}, got), got.confidence));
    }
  }
  std::ranges::sort(out.cpu_ms);
  return out;
}

void add(Figures& sum, const Figures& more) {
  const auto plus = [](Share& a, const Share& b) {
    a.right += b.right;
    a.all += b.all;
  };
  plus(sum.first_intent, more.first_intent);
  plus(sum.whole_list, more.whole_list);
  plus(sum.ids, more.ids);
  plus(sum.dates, more.dates);
  plus(sum.amounts, more.amounts);
  plus(sum.zips, more.zips);
  plus(sum.phones, more.phones);
  plus(sum.other_slots, more.other_slots);
  sum.cpu_ms.insert(sum.cpu_ms.end(), more.cpu_ms.begin(), more.cpu_ms.end());
  std::ranges::sort(sum.cpu_ms);
  sum.mistakes.insert(sum.mistakes.end(), more.mistakes.begin(), more.mistakes.end());
}

std::string to_text(const Figures& figures) {
  std::string out;
  const auto line = [&](std::string_view name, const Share& share) {
    out += fmt::format("{:<22}{:>5}/{:<5}{:>6.1f} %\n", name, share.right, share.all, share.percent());
  };
  line("first intent", figures.first_intent);
  line("whole intent list", figures.whole_list);
  line("ids", figures.ids);
  line("dates", figures.dates);
  line("amounts", figures.amounts);
  line("zip codes", figures.zips);
  line("telephone numbers", figures.phones);
  line("other slots", figures.other_slots);
  out += fmt::format("CPU per utterance     p50 {:.2f} ms, p95 {:.2f} ms, most {:.2f} ms\n",
                     at_share(figures.cpu_ms, 0.5), at_share(figures.cpu_ms, 0.95),
                     at_share(figures.cpu_ms, 1.0));
  return out;
}

std::string to_json_line(const Figures& figures) {
  boost::json::object out;
  const auto put = [&](const char* name, const Share& share) {
    out[name] = {{"right", share.right}, {"all", share.all}, {"percent", share.percent()}};
  };
  put("first_intent", figures.first_intent);
  put("whole_list", figures.whole_list);
  put("ids", figures.ids);
  put("dates", figures.dates);
  put("amounts", figures.amounts);
  put("zips", figures.zips);
  put("phones", figures.phones);
  put("other_slots", figures.other_slots);
  out["cpu_ms"] = {{"p50", at_share(figures.cpu_ms, 0.5)},
                   {"p95", at_share(figures.cpu_ms, 0.95)},
                   {"most", at_share(figures.cpu_ms, 1.0)}};
  return boost::json::serialize(out);
}

}  // namespace attendant::understanding
