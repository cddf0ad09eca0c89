#include "config/settings.hpp"

#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "base/text.hpp"
#include "config/scalars.hpp"

namespace attendant::config {
namespace {

void bind(Fields& f, Server& s) {
  f.value("stop_grace", s.stop_grace, "how long live calls may go on after SIGTERM");
}

void bind(Fields& f, Trunk& s) {
  f.value("name", s.name, "what logs and history call it");
  f.texts("addresses", s.addresses, check_network, "addresses or networks its signalling comes from");
  f.value("username", s.username, "who we are when the trunk asks (digest authentication); \"\": nobody");
  f.value("password", s.password, "the answer to that; only as a reference, such as ${env:TRUNK_PASSWORD}");
}

void bind(Fields& f, Sip& s) {
  f.value("listen_udp", s.listen_udp, "address:port, or off");
  f.value("listen_tcp", s.listen_tcp, "address:port, or off");
  f.value("external_address", s.external_address,
          "what others reach us by, when it is not the local address");
  f.sections(
      "trunks", s.trunks.size(), [&s](std::size_t n) { s.trunks.assign(n, {}); },
      [&s](Fields& item, std::size_t i) { bind(item, s.trunks[i]); },
      "who may call; nobody else gets a byte back");
  f.texts(
      "numbers", s.numbers, [](std::string_view) { return Status(); },
      "called numbers that are answered; []: all");
  f.value("max_calls", s.max_calls, {1, 10'000}, "calls at the same time; one more gets 503");
  f.value("retry_after", s.retry_after, "what that 503 tells it to wait");
  f.value("session_expires", s.session_expires, "session timer (RFC 4028), 90s or more");
}

void bind(Fields& f, Media& s) {
  f.value("threads", s.threads, {1, 64}, "threads that send and receive RTP");
  f.value("local_address", s.local_address, "where RTP is received");
  f.value("ports", s.ports, "UDP ports for RTP and RTCP, two a call");
  f.value("real_time", s.real_time, {"auto", "on", "off"}, "real-time priority; auto: where permitted");
}

void bind(Fields& f, Speech& s) {
  f.value("engines_dir", s.engines_dir, "models and engines; \"\": $HOME/.cache/attendant/engines");
  f.value("recognizer", s.recognizer, {"moonshine-tiny", "moonshine-base"}, "what hears the caller");
  f.value("second_opinion", s.second_opinion, {"auto", "none", "moonshine-base"},
          "asked where the first is unsure; auto: moonshine-base where it was fetched");
  f.value("voice", s.voice, {"piper-joe", "flite"}, "what speaks; flite needs no download");
  f.value("pronunciation_file", s.pronunciation_file, "words and how to say them; \"\": none");
  f.value("recordings_dir", s.recordings_dir,
          "your recordings of the sentences in other languages; \"\": those that come with it");
  f.value("threads", s.threads, {0, 256}, "threads of inference; 0: cores less one");
}

void bind(Fields& f, Turn& s) {
  f.value("speculate_after", s.speculate_after, "silence after which recognition is tried, in case");
  f.value("guess_within", s.guess_within,
          "the answer is got ready ahead of a turn's end that is expected so soon; 0: never");
  f.value("silence_complete", s.silence_complete, "silence that ends a turn: the question is answered");
  f.value("silence_likely", s.silence_likely, "... the words are probably whole");
  f.value("silence_neutral", s.silence_neutral, "... nothing speaks against the end");
  f.value("silence_doubtful", s.silence_doubtful, "... the words may be whole");
  f.value("silence_incomplete", s.silence_incomplete, "... more is coming: half a number, \"and\"");
  f.value("judge", s.judge, "Smart Turn advises on the end of turns, where it was fetched");
  f.value("silence_neutral_done", s.silence_neutral_done,
          "... nothing against the end, and it sounds like one");
  f.value("silence_neutral_not_done", s.silence_neutral_not_done, "... and it does not sound like one");
  f.value("silence_incomplete_done", s.silence_incomplete_done,
          "... more should come, and it sounds finished");
  f.value("silence_longest", s.silence_longest, "... whatever the evidence");
  f.value("confirm_interruption", s.confirm_interruption, "a voice without known words stops us after this");
  f.value("confirm_without_words", s.confirm_without_words, "... when it was listened to and had no words");
  f.value("false_alarm", s.false_alarm, "no words for so long after we stopped: we go on");
  f.value("longest_utterance", s.longest_utterance, "longer ones are cut for the recogniser");
  f.value("no_input", s.no_input, "silence after our question until it is asked again");
  f.value("patience", s.patience, "the same after \"hold on, let me look for it\"");
  f.value("filler_after", s.filler_after, "an answer that takes longer is bridged by words");
  f.value("dead_air", s.dead_air, "... counted from the caller's last sound");
  f.value("digit_gap", s.digit_gap, "between two keyed digits");
  f.value("longest_call", s.longest_call, "then goodbye");
}

void bind(Fields& f, Agents& s) {
  f.value("dir", s.dir, "the agent files (*.yaml); \"\": those that come with it");
  f.value("reload", s.reload, "how often they are looked at for a new version; 0ms: only at the start");
}

void bind(Fields& f, Insurance& s) {
  f.value("data_dir", s.data_dir, "the insurer's records (JSON Lines), loaded at the first start");
  f.value("as_of", s.as_of, "the day that counts as today, for demonstrations and tests");
  f.value("records", s.records, {"sqlite", "fhir", "rest"}, "where members' files are read");
  f.value("records_file", s.records_file, "of fhir and rest: the file that says where and how");
  f.value("documents_dir", s.documents_dir, "plan documents to answer from (Markdown); \"\": none");
}

void bind(Fields& f, Tools& s) {
  f.texts(
      "files", s.files, [](std::string_view) { return Status(); },
      "tools beside the built-in ones: one YAML file each");
  f.value("threads", s.threads, {.least = 1, .most = 64}, "how many of their calls run at once");
}

Result<int> parse_clock(std::string_view text) {  // "08:30", up to "24:00", in minutes
  const auto parts = split(text, ':');
  if (parts.size() == 2 && parts[0].size() == 2 && parts[1].size() == 2) {
    const auto hour = parse_integer(parts[0]);
    const auto minute = parse_integer(parts[1]);
    if (hour && minute && *hour >= 0 && *minute >= 0 && *minute < 60 && *hour * 60 + *minute <= 24 * 60) {
      return static_cast<int>(*hour * 60 + *minute);
    }
  }
  return fail(ErrorCode::invalid, "");
}

std::string print_clock(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

Scalar hours_scalar(Hours& into) {
  return {.parse = [&into](std::string_view text) -> Status {
            if (text == "closed") {
              into = {};
              return {};
            }
            const auto parts = split(text, '-');
            const auto opens = parse_clock(trim(parts.front()));
            const auto closes = parse_clock(trim(parts.back()));
            if (parts.size() != 2 || !opens || !closes || *opens >= *closes) {
              return fail(ErrorCode::invalid, "expects hours, such as 08:00-18:00, or closed");
            }
            into = {*opens, *closes};
            return {};
          },
          .print =
              [&into] {
                return into.opens == into.closes
                           ? std::string("closed")
                           : fmt::format("{}-{}", print_clock(into.opens), print_clock(into.closes));
              },
          .text = true};
}

Scalar offset_scalar(int& into) {
  return {.parse = [&into](std::string_view text) -> Status {
            const bool sign = text.starts_with('+') || text.starts_with('-');
            const auto minutes = parse_clock(text.substr(sign ? 1 : 0));
            if (!sign || !minutes || *minutes > 14 * 60) {
              return fail(ErrorCode::invalid, "expects an offset from UTC, such as \"-05:00\"");
            }
            into = text.starts_with('-') ? -*minutes : *minutes;
            return {};
          },
          .print = [&into] { return fmt::format("{}{}", into < 0 ? '-' : '+', print_clock(std::abs(into))); },
          .text = true};
}

void bind(Fields& f, People& s) {
  static constexpr std::array<std::string_view, 7> kDays{"sunday",   "monday", "tuesday", "wednesday",
                                                         "thursday", "friday", "saturday"};
  f.named_texts("targets", s.targets, check_sip_uri, "who calls may be transferred to: name and SIP URI");
  f.scalar("utc_offset", offset_scalar(s.utc_offset_minutes), "of the hours below");
  f.section(
      "hours",
      [&s](Fields& days) {
        for (std::size_t i = 0; i < kDays.size(); ++i) days.scalar(kDays[i], hours_scalar(s.hours[i]), "");
      },
      "when a person can be reached; outside them a call-back is offered");
  f.scalars("holidays",
            {.size = s.holidays.size(),
             .resize = [&s](std::size_t n) { s.holidays.assign(n, {}); },
             .item = [&s](std::size_t i) { return date_scalar(s.holidays[i]); }},
            "days on which nobody can");
}

void bind(Fields& f, Store& s) {
  f.value("dir", s.dir, "journals, history, recordings, records: all encrypted");
  f.value("key_file", s.key_file, "the key; \"\": in dir, made at the first start");
  f.value("keep_journals", s.keep_journals, "0d: for ever, here and below");
  f.value("keep_history", s.keep_history, "a call as a whole: when its transcript goes, all of it goes");
  f.value("keep_recordings", s.keep_recordings, "");
  f.value("keep_events", s.keep_events, "the outbox's files");
  f.value("keep_audit", s.keep_audit, "who looked at whose data");
  f.value("keep_requests", s.keep_requests, "what callers had changed or asked for: call-backs, complaints");
  f.bytes("journal_segment", s.journal_segment, "disk space that is reserved ahead, for each shard");
}

void bind(Fields& f, Events& s) {
  f.value("outbox", s.outbox, "publish CloudEvents as files: store.dir/outbox/DAY/CALL.jsonl");
}

void bind(Fields& f, Admin& s) {
  f.value("listen", s.listen, "/metrics and /health; address:port, or off");
  f.value("ready_lag", s.ready_lag, "a shard later than this makes /health/ready say no");
}

void bind(Fields& f, Talk& s) {
  f.value("listen", s.listen, "the page to talk to; address:port, or off");
  f.value("certificate_file", s.certificate_file,
          "PEM, chain first to last; \"\": a development certificate is made in store.dir");
  f.value("key_file", s.key_file, "its private key, PEM");
  f.value("public_url", s.public_url, "how browsers reach the page; \"\": https://localhost:PORT");
  f.texts(
      "origins", s.origins, [](std::string_view) { return Status(); },
      "pages of other origins that may call, such as https://desk.example.com");
  f.value("link_lifetime", s.link_lifetime, "how long a link opens the page's line");
  f.value("calls_per_link", s.calls_per_link, {1, 1000}, "calls that one link allows");
}

void bind(Fields& f, Log& s) { f.value("level", s.level, {"debug", "info", "warning", "error"}, ""); }

void bind(Fields& f, Texts& s) {
  f.value("company", s.company, "stands for {company} below");
  f.value("greeting", s.greeting, "must say that it is automated and that the call is recorded");
}

}  // namespace

void bind(Fields& f, Settings& s) {
  f.section("server", [&](Fields& in) { bind(in, s.server); }, "");
  f.section("sip", [&](Fields& in) { bind(in, s.sip); }, "");
  f.section("media", [&](Fields& in) { bind(in, s.media); }, "");
  f.section("speech", [&](Fields& in) { bind(in, s.speech); }, "");
  f.section("turn", [&](Fields& in) { bind(in, s.turn); }, "");
  f.section("agents", [&](Fields& in) { bind(in, s.agents); }, "");
  f.section("models", [&](Fields& in) { bind(in, s.models); }, "");
  f.section("insurance", [&](Fields& in) { bind(in, s.insurance); }, "");
  f.section("tools", [&](Fields& in) { bind(in, s.tools); }, "");
  f.section("people", [&](Fields& in) { bind(in, s.people); }, "");
  f.section("store", [&](Fields& in) { bind(in, s.store); }, "");
  f.section("events", [&](Fields& in) { bind(in, s.events); }, "");
  f.section("admin", [&](Fields& in) { bind(in, s.admin); }, "");
  f.section("talk", [&](Fields& in) { bind(in, s.talk); }, "");
  f.section("log", [&](Fields& in) { bind(in, s.log); }, "");
  f.section("texts", [&](Fields& in) { bind(in, s.texts); }, "");
}

}  // namespace attendant::config
