#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "config/load.hpp"
#include "config/nearest.hpp"
#include "config/node.hpp"

namespace attendant::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class FakeSecrets final : public SecretSource {
 public:
  bool knows(std::string_view scheme) const override { return scheme == "vault"; }
  Result<std::string> fetch(std::string_view, std::string_view name) const override {
    if (name == "number") return "12-secret";
    if (name == "name") return "Acme Secret";
    return fail(ErrorCode::not_found, "the vault has no such name");
  }
};

Result<Loaded> load(std::string_view yaml, const Environment& environment = {}) {
  return load_settings(yaml, "a.yaml", environment, FakeSecrets());
}
std::string problem_of(std::string_view yaml, const Environment& environment = {}) {
  const auto loaded = load(yaml, environment);
  return loaded ? "no problem" : loaded.error().message;
}
std::string file_text(const std::string& path) {
  std::ifstream file(std::string(ATTENDANT_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Settings, ListenOnLoopbackOnlyWhenNothingIsConfigured) {
  const auto loaded = load("");
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Settings& s = loaded->settings;
  EXPECT_EQ(s.sip.listen_udp, (HostPort{"127.0.0.1", 5060}));
  EXPECT_EQ(s.sip.listen_tcp.host, "127.0.0.1");
  EXPECT_EQ(s.media.local_address, "127.0.0.1");
  EXPECT_EQ(s.admin.listen.host, "127.0.0.1");
  ASSERT_EQ(s.sip.trunks.size(), 1U);
  EXPECT_THAT(s.sip.trunks[0].addresses, ElementsAre("127.0.0.0/8"));
}

TEST(Settings, AreReadInEveryForm) {
  const auto loaded = load(R"(
sip:
  listen_udp: "[::1]:5070"
  listen_tcp: off
  max_calls: 7
  retry_after: 2min
  trunks:
    - name: carrier
      addresses: [192.0.2.0/24, "2001:db8::/32"]
    - {name: desk, addresses: [198.51.100.7]}
  numbers: []
media: {ports: 30000-30100, real_time: off}
speech: {voice: flite, second_opinion: moonshine-base}
turn:   # nothing set
insurance: {as_of: 2026-11-01}
people:
  targets:
    claims: sip:claims@192.0.2.20
  utc_offset: "-06:30"
  hours: {sunday: 10:00-14:30, monday: closed}
  holidays: [2026-12-25]
store: {keep_recordings: 0d, journal_segment: 2MiB}
)");
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Settings& s = loaded->settings;
  EXPECT_EQ(s.sip.listen_udp, (HostPort{"::1", 5070}));
  EXPECT_TRUE(s.sip.listen_tcp.host.empty());
  EXPECT_EQ(s.sip.max_calls, 7);
  EXPECT_EQ(s.sip.retry_after, 2min);
  ASSERT_EQ(s.sip.trunks.size(), 2U);
  EXPECT_EQ(s.sip.trunks[1].name, "desk");
  EXPECT_THAT(s.sip.trunks[0].addresses, ElementsAre("192.0.2.0/24", "2001:db8::/32"));
  EXPECT_EQ(s.media.ports, (PortRange{30000, 30100}));
  EXPECT_EQ(s.media.real_time, RealTime::off);
  EXPECT_EQ(s.speech.voice, Voice::flite);
  EXPECT_EQ(s.speech.second_opinion, SecondOpinion::moonshine_base);
  EXPECT_EQ(s.insurance.as_of, parse_date("2026-11-01"));
  ASSERT_EQ(s.people.targets.size(), 1U);
  EXPECT_EQ(s.people.targets[0].second, "sip:claims@192.0.2.20");
  EXPECT_EQ(s.people.utc_offset_minutes, -390);
  EXPECT_EQ(s.people.hours[0], (Hours{600, 870}));
  EXPECT_EQ(s.people.hours[1], Hours{});
  EXPECT_EQ(s.people.hours[2], (Hours{480, 1080})) << "a day that is not named keeps its default";
  EXPECT_EQ(s.people.holidays.size(), 1U);
  EXPECT_EQ(s.store.keep_recordings.count(), 0);
  EXPECT_EQ(s.store.journal_segment, std::uint64_t{2} << 20);
}

TEST(Settings, TakeATrunksPasswordOnlyFromAReference) {
  const std::string trunk =
      "sip:\n  trunks:\n    - {name: a, addresses: [192.0.2.1], username: u, password: ";
  EXPECT_EQ(problem_of(trunk + "hunter22}\n"),
            "sip.trunks[0].password: must be a reference, such as ${env:TRUNK_PASSWORD}");
  EXPECT_EQ(problem_of("sip:\n  trunks:\n    - {name: a, addresses: [192.0.2.1], username: u}\n"),
            "sip.trunks: username and password belong together");
  const auto loaded = load(trunk + "\"${vault:number}\"}\n");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->settings.sip.trunks[0].password, "12-secret");
  EXPECT_THAT(loaded->secrets, ElementsAre("12-secret"));
  EXPECT_THAT(to_yaml(*loaded), testing::Not(HasSubstr("12-secret")));
}

TEST(Settings, NameThePlaceOfAnUnknownKeyAndWhatWasMeant) {
  EXPECT_EQ(problem_of("sip:\n  max_cals: 3\n"),
            "a.yaml:2:3: sip.max_cals: unknown; did you mean max_calls?");
  EXPECT_EQ(problem_of("sipp: {}\n"), "a.yaml:1:1: sipp: unknown; did you mean sip?");
  EXPECT_EQ(problem_of("log:\n  zzzzzz: 1\n"), "a.yaml:2:3: log.zzzzzz: unknown; known here: level");
  EXPECT_THAT(problem_of("sip:\n  trunks:\n    - nme: x\n"),
              HasSubstr("a.yaml:3:7: sip.trunks[0].nme: unknown; did you mean name?"));
}

TEST(Settings, TellEveryProblemAtOnce) {
  EXPECT_EQ(problem_of("sip:\n  max_calls: many\n  session_expires: 90\nlog: {level: loud}\n"),
            "a.yaml:2:14: sip.max_calls: expects a whole number from 1 to 10000, not 'many'\n"
            "a.yaml:3:20: sip.session_expires: expects a time with its unit, such as 250ms, 30s, 10min or "
            "2h, not '90'\n"
            "a.yaml:4:14: log.level: expects one of debug, info, warning, error, not 'loud'");
}

struct Bad {
  const char* yaml;
  const char* problem;
};
TEST(Settings, RefuseWhatTheyCannotRead) {
  for (const auto& [yaml, problem] : std::vector<Bad>{
           {"sip: [1]", "a.yaml:1:6: sip: expects a section"},
           {"sip: {max_calls: [1]}", "sip.max_calls: expects a single value"},
           {"sip: {trunks: local}", "sip.trunks: expects a list of sections"},
           {"sip: {trunks: [local]}", "sip.trunks[0]: expects lines"},
           {"sip: {numbers: 12}", "sip.numbers: expects a list"},
           {"sip: {listen_udp: localhost:5060}", "expects an IP address and a port"},
           {"sip: {listen_udp: 127.0.0.1:70000}", "expects an IP address and a port"},
           {"sip: {listen_udp: ::1:5060}", "expects an IP address and a port"},
           {"sip: {trunks: [{name: a, addresses: [10.0.0.0/33]}]}", "expects an address or a network"},
           {"people: {targets: {a: tel:911}}", "people.targets.a: expects a SIP URI"},
           {"people: {hours: {monday: 18:00-08:00}}", "expects hours"},
           {"people: {hours: {monday: '08:00-12:00-13:00'}}", "expects hours"},
           {"people: {utc_offset: '5'}", "expects an offset"},
           {"people: {holidays: [2026-02-30]}", "expects a date"},
           {"media: {ports: 100-200}", "expects two ports"},
           {"store: {keep_history: 30}", "expects days"},
           {"store: {journal_segment: 9999999999GiB}", "expects a size"},
           {"sip: {max_calls: 99999999999999999999}", "expects a whole number"},
           {"- a", "a.yaml:1:1: expects sections"},
           {"a: 1\na: 2", "a.yaml:2:1: 'a' is given twice; it stands in line 1 already"},
           {"a: &x 1\nb: *x", "anchors (&name) are not allowed"},
           {"a: !!binary x", "tags (!name) are not allowed"},
           {"[a]: 1", "a key must be a single word"},
           {"sip: {max_calls: 1", "a.yaml:1:"},
           {"sip:\n\tmax_calls: 1", "a.yaml:2:"},
           {"a: 1\n---\nb: 1", "more than one document"},
       }) {
    EXPECT_THAT(problem_of(yaml), HasSubstr(problem)) << yaml;
  }
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "- ";
  EXPECT_THAT(problem_of(deep + "x"), HasSubstr("nested too deeply"));
}

TEST(Settings, MustFitTogether) {
  for (const auto& [yaml, problem] : std::vector<Bad>{
           {"sip: {listen_udp: off, listen_tcp: off}", "nobody could call"},
           {"sip: {listen_udp: 0.0.0.0:5060}", "sip.external_address: must be set"},
           {"sip: {external_address: example.com}", "expects an IP address"},
           {"sip: {session_expires: 30s}", "RFC 4028"},
           {"media: {ports: 20000-20100}", "too few"},
           {"turn: {silence_neutral: 3s}", "must lie between"},
           {"turn: {silence_likely: 1300ms}", "silence_doubtful: must lie between"},
           {"turn: {speculate_after: 400ms}", "too late"},
           {"store: {journal_segment: 1KiB}", "1MiB"},
           {"texts: {greeting: ' '}", "notice of the recording"},
       }) {
    EXPECT_THAT(problem_of(yaml), HasSubstr(problem)) << yaml;
  }
}

TEST(Settings, AreOverriddenByTheEnvironment) {
  const auto loaded = load("sip: {max_calls: 5}", {{"ATTENDANT_SIP_MAX_CALLS", "9"},
                                                   {"ATTENDANT_SIP_NUMBERS", "100, 200"},
                                                   {"ATTENDANT_LOG_LEVEL", "debug"},
                                                   {"ATTENDANT_CONFIG", "elsewhere"},
                                                   {"PATH", "/bin"}});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->settings.sip.max_calls, 9);
  EXPECT_THAT(loaded->settings.sip.numbers, ElementsAre("100", "200"));
  EXPECT_EQ(loaded->settings.log.level, LogLevel::debug);
  EXPECT_EQ(problem_of("", {{"ATTENDANT_SIP_MAX_CALL", "9"}}),
            "ATTENDANT_SIP_MAX_CALL: no such setting; did you mean ATTENDANT_SIP_MAX_CALLS?");
  EXPECT_EQ(problem_of("", {{"ATTENDANT_SIP_MAX_CALLS", "x"}}),
            "ATTENDANT_SIP_MAX_CALLS: expects a whole number from 1 to 10000, not 'x'");
}

TEST(Settings, TakeSecretsByReferenceAndNeverShowThem) {
  const auto loaded = load("texts: {company: '${vault:name}'}");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->settings.texts.company, "Acme Secret");
  EXPECT_THAT(loaded->secrets, ElementsAre("Acme Secret"));
  EXPECT_THAT(to_yaml(*loaded), testing::Not(HasSubstr("Acme")));
  EXPECT_EQ(
      problem_of("sip: {max_calls: '${vault:number}'}"),
      "a.yaml:1:18: sip.max_calls: expects a whole number from 1 to 10000, not what the reference gave");
  EXPECT_THAT(problem_of("texts: {company: '${vault:none}'}"), HasSubstr("the vault has no such name"));
  EXPECT_THAT(problem_of("texts: {company: '${HOME}'}"), HasSubstr("${env:NAME}"));
}

TEST(LocalSecrets, ReadsTheEnvironmentAndFiles) {
  const std::string path = testing::TempDir() + "/attendant_secret";
  std::ofstream(path) << "from a file\n";
  const LocalSecrets secrets([](const std::string& name) -> std::optional<std::string> {
    if (name == "KEY") return "from the environment";
    return std::nullopt;
  });
  EXPECT_EQ(secrets.fetch("env", "KEY"), "from the environment");
  EXPECT_EQ(secrets.fetch("file", path), "from a file");
  EXPECT_EQ(secrets.fetch("env", "NONE").error().message, "the environment variable NONE is not set");
  EXPECT_EQ(secrets.fetch("file", "/does/not/exist").error().code, ErrorCode::not_found);
}

TEST(Settings, PrintAsYamlThatReadsBackTheSame) {
  const auto defaults = load("");
  ASSERT_TRUE(defaults);
  const std::string yaml = to_yaml(*defaults);
  const auto again = load(yaml);
  ASSERT_TRUE(again) << again.error().message << "\n" << yaml;
  EXPECT_EQ(to_yaml(*again), yaml);
  EXPECT_THAT(yaml, HasSubstr("max_calls: 100"));
  const auto unusual = load(R"(sip: {listen_udp: "[::1]:5070", numbers: ["a\"b\\c\nd: e"]})");
  ASSERT_TRUE(unusual) << unusual.error().message;
  const auto unusual_again = load(to_yaml(*unusual));
  ASSERT_TRUE(unusual_again) << unusual_again.error().message;
  EXPECT_EQ(unusual_again->settings.sip.listen_udp, (HostPort{"::1", 5070}));
  EXPECT_EQ(unusual_again->settings.sip.numbers, unusual->settings.sip.numbers);
}

constexpr auto* kPool = R"(models:
  pools:
    - name: talk
      endpoints:
        - {name: a, url: "https://a.test", dialect: azure, model: gpt, api_version: "2024-10-21", key: "${vault:name}",
           bearer: false, price: {prompt: 0.15, completion: 0.6}}
        - {name: b, url: "https://b.test/v1", api: responses, model: gpt, priority: 1, weight: 2}
      quotas: [{consumer: reports, tokens_a_minute: 20000}]
      policy: {stall: 1s, hedged_share: 0.1}
)";

TEST(ModelSettings, HoldPoolsOfEndpoints) {
  const auto loaded = load(kPool);
  ASSERT_TRUE(loaded) << loaded.error().message;
  const ModelPoolSettings& pool = loaded->settings.models.pools.at(0);
  EXPECT_EQ(pool.endpoints.at(0).dialect, ModelVendor::azure);
  EXPECT_EQ(pool.endpoints[0].key, "Acme Secret");
  EXPECT_FLOAT_EQ(pool.endpoints[0].price.completion, 0.6F);
  EXPECT_EQ(pool.endpoints.at(1).api, ModelWireApi::responses);
  EXPECT_EQ(pool.quotas.at(0).tokens_a_minute, 20000);
  EXPECT_EQ(pool.policy.stall, 1s);
  EXPECT_EQ(pool.policy.most_attempts, 4);
  EXPECT_THAT(to_yaml(*loaded), testing::Not(HasSubstr("Acme Secret")));
}

TEST(ModelSettings, SayWhatIsWrongWithAPool) {
  const auto problem = [](std::string_view what, std::string_view with) {
    return problem_of(replace_all(kPool, what, with));
  };
  EXPECT_THAT(
      problem("${vault:name}", "written"),
      HasSubstr("models.pools[0].endpoints[0].key: must be a reference, such as ${env:OPENAI_API_KEY}"));
  const std::string keyless = replace_all(kPool, "key: \"${vault:name}\",", "");
  const auto problem_without_key = [&](std::string_view what, std::string_view with) {
    return problem_of(replace_all(keyless, what, with));
  };
  EXPECT_EQ(problem_without_key("talk", "talk"), "no problem");
  EXPECT_THAT(problem_without_key("api_version: \"2024-10-21\",", ""),
              HasSubstr("api_version: azure needs one"));
  EXPECT_THAT(problem_without_key("https://a.test", "https://a.test/openai"),
              HasSubstr("write the host only"));
  EXPECT_THAT(problem_without_key("https://b.test/v1", "b.test"),
              HasSubstr("endpoints[1].url: expects https://"));
  EXPECT_THAT(problem_without_key("name: b", "name: a"),
              HasSubstr("endpoints[1].name: must be of one endpoint"));
  EXPECT_THAT(problem_without_key("stall: 1s", "stall: 1h"),
              HasSubstr("longest_answer: must not be shorter"));
  EXPECT_THAT(problem_without_key("weight: 2", "wieght: 2"), HasSubstr("did you mean weight?"));
  EXPECT_THAT(problem_of("models: {pools: [{name: x}]}"), HasSubstr("a pool needs at least one"));
}

TEST(ModelSettings, ServePoolsToKeysThatAreKnownByTheirDigest) {
  const std::string served = std::string(kPool) + R"(  serve:
    listen: 127.0.0.1:8090
    keys: [{name: reports, sha256: "${vault:digest}", pools: [talk], requests_a_minute: 60}]
)";
  EXPECT_THAT(problem_of(served), HasSubstr("models.serve.keys[0].sha256: the vault has no such name"));
  EXPECT_THAT(problem_of(replace_all(served, "${vault:digest}", "abc")),
              HasSubstr("sha256 of 'reports' expects 64 hexadecimal digits"));
  EXPECT_THAT(problem_of(replace_all(served, "${vault:digest}", std::string(64, 'a'))),
              HasSubstr("models.serve.keys[0].sha256: must be a reference"));
  const std::string digested = replace_all(served, "${vault:digest}", std::string(64, 'a'));
  EXPECT_THAT(problem_of(replace_all(digested, "pools: [talk]", "pools: [other]")),
              HasSubstr("'reports' names no pool that there is: other"));
  EXPECT_THAT(problem_of("models: {serve: {listen: '127.0.0.1:1'}}"), HasSubstr("nobody could ask"));
  EXPECT_THAT(problem_of("models: {serve: {listen: '192.0.2.7:1'}}"),
              HasSubstr("models.serve.listen: 192.0.2.7 is not this machine alone, and there is no TLS"));
  for (const auto* allowed :
       {"listen: '127.0.0.1:1'", "listen: '[::1]:1'", "listen: '192.0.2.7:1', behind_tls_proxy: true",
        "listen: '192.0.2.7:1', certificate_file: a, key_file: b"})
    EXPECT_THAT(problem_of("models: {serve: {" + std::string(allowed) + "}}"),
                Not(HasSubstr("this machine alone")))
        << allowed;
}

TEST(ModelSettings, HoldALiveModel) {
  const auto loaded =
      load(R"(models: {live: {url: "wss://api.openai.com", model: gpt-realtime, key: "${vault:name}",
      sound: pcm_24k, extras: {input_audio_noise_reduction: '{"type": "near_field"}'}}})");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->settings.models.live.sound, LiveSound::pcm_24k);
  EXPECT_THAT(problem_of("models: {live: {url: 'https://x', model: m}}"), HasSubstr("expects wss://host"));
  EXPECT_THAT(problem_of("models: {live: {url: 'wss://x'}}"),
              HasSubstr("models.live.model: must not be empty"));
  EXPECT_THAT(problem_of("models: {live: {url: 'wss://x', model: m, dialect: voice_live}}"),
              HasSubstr("voice_live needs one"));
  EXPECT_THAT(problem_of("models: {live: {url: 'wss://x', model: m, extras: {a: '{'}}}"),
              HasSubstr("expects JSON"));
}

TEST(ModelSettings, HoldAModelFileAsOnePoolMore) {
  const auto loaded = load("models: {local: {file: /m/desk.gguf, name: desk, threads: 4}}");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->settings.models.local.threads, 4);
  EXPECT_THAT(problem_of(std::string(kPool) + "  local: {file: a.gguf, name: talk}\n"),
              HasSubstr("models.local.name: is a pool's already"));
  EXPECT_THAT(problem_of("models: {local: {file: a.gguf, name: ''}}"),
              HasSubstr("models.local.name: must not be empty"));
  EXPECT_THAT(problem_of("models: {local: {file: a.gguf, longest_answer: 1s}}"),
              HasSubstr("models.local.longest_answer: must not be shorter than stall"));
}

TEST(SampleFile, IsWhatHoldsWithoutAFile) {
  const auto sample = load(file_text("config/attendant.yaml"));
  ASSERT_TRUE(sample) << sample.error().message;
  EXPECT_EQ(to_yaml(*sample), to_yaml(*load("")));
}

TEST(ConfigurationPage, ExplainsEverySetting) {
  const std::string page = file_text("docs/configuration.md");
  for (const auto& key : all_keys()) EXPECT_THAT(page, HasSubstr("`" + key + "`"));
}

TEST(SettingsFile, ThatIsMissingIsAnErrorThatNamesIt) {
  const auto loaded = load_settings_file("/does/not/exist.yaml", {});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message,
            "the settings file /does/not/exist.yaml cannot be read: No such file or directory");
  EXPECT_FALSE(load_settings_file(testing::TempDir(), {}));
  EXPECT_TRUE(load_settings_file("", {}));
}

TEST(Node, KnowsWhereAPathStands) {
  const auto node = parse_yaml("a:\n  - b: 1\n  - b: {c: 2}\n", "x.yaml");
  ASSERT_TRUE(node);
  EXPECT_EQ(node->place_of("a[1].b.c").line, 3);
  EXPECT_EQ(node->place_of("a[1].b.c").column, 12);
  EXPECT_EQ(node->place_of("a[1].b.d").column, 8) << "the nearest part that is there";
  EXPECT_EQ(node->place_of("a[7]").line, 2);
}

TEST(Nearest, FindsATypingMistakeAndNothingFarther) {
  EXPECT_EQ(nearest("lisen_udp", {"listen_tcp", "listen_udp"}), "listen_udp");
  EXPECT_EQ(nearest("port", {"shards", "stop_grace"}), std::nullopt);
  EXPECT_EQ(nearest(std::string(10'000, 'x'), {"x"}), std::nullopt);
}

}  // namespace
}  // namespace attendant::config
