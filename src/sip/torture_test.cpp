// Messages made after the cases of RFC 4475 (SIP torture tests), in our own words: what must be taken, what
// must be refused and with which status. A row's comment names the RFC's case.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "sip/header_values.hpp"
#include "sip/message.hpp"

namespace attendant::sip {
namespace {

constexpr int kTaken = 1;
constexpr int kDropped = 0;

struct Case {
  std::string_view name;
  std::string text;  // with \n; sent with CR LF
  int expected;      // kTaken, kDropped or the status of the refusal
};

std::string on_the_wire(std::string_view text) { return replace_all(text, "\n", "\r\n"); }

int verdict(std::string_view bytes) {
  const auto message = parse_message(bytes);
  if (!message) return message.error().partial ? message.error().status : kDropped;
  const auto checked = essentials(*message);
  if (checked) return kTaken;
  return message->is_request ? checked.error().status : kDropped;
}

// The headers that a case leaves alone.
std::string request(std::string_view line, std::string_view changed, std::string_view leave_out = "",
                    std::string_view body = "") {
  const std::string method(line.substr(0, line.find(' ')));
  std::string text = std::string(line) + "\n";
  for (const std::string& header :
       {std::string("Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bK-39234-23523"),
        std::string("From: \"Ann\" <sip:ann@example.net>;tag=342423"),
        std::string("To: <sip:ben@example.com>"), std::string("Call-ID: torture.98asdh@192.0.2.1"),
        "CSeq: 8 " + method, std::string("Max-Forwards: 70")}) {
    const std::string name = header.substr(0, header.find(':') + 1);
    const bool left_out = !leave_out.empty() && leave_out.find(name) != std::string_view::npos;
    if (!left_out) text += header + "\n";
  }
  text += changed;
  return text + "\n" + std::string(body);
}

std::vector<Case> cases() {
  const std::string kSip = "OPTIONS sip:user@example.com SIP/2.0";
  return {
      // 3.1.1 valid messages
      {"wsinv: folding, odd white space, compact names",
       "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\nTO :\n "
       "sip:vivekg@chair-dnrc.example.com ;   tag    = "
       " 1918181833n\nfrom   : \"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example.com>\n  ;\n  tag = "
       "98asjd8\nMaX-fOrWaRdS: 0068\nCall-ID: wsinv.ndaksdj@192.0.2.1\nContent-Length   : 0\ncseq: 0009\n  "
       "INVITE\nVia  : SIP  /  "
       " 2.0\n /UDP\n    192.0.2.2;branch=390skdjuw\ns :\nNewFangledHeader:   newfangled value\n continued "
       "newfangled "
       "value\nUnknownHeaderWithUnusualValue: ;;,,;;,;\nContent-Type: application/sdp\nRoute:\n "
       "<sip:services.example.com;lr;unknownwith=value;unknown-no-value>\nv:  SIP  / 2.0  / TCP     "
       "spindle.example.com   ;\n  branch  "
       "=   z9hG4bK9ikj8  ,\n SIP  /    2.0   / UDP  192.168.255.111   ; branch=\n z9hG4bK30239\nm:\"Quoted "
       "string "
       "\\\"\\\"\" <sip:jdrosen@example.com> ; newparam =\n      newvalue ;\n  secondparam ; q = 0.33\n\n",
       kTaken},
      {"intmeth: every character that a token may have",
       "!interesting-Method0123456789_*+`.%indeed'~ "
       "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too."
       "(doesn't-it)@example.com SIP/2.0\nVia: SIP/2.0/UDP host1.example.com;branch=z9hG4bK-.!%66*_+`'~\nTo: "
       "\"BEL:\\\x07 "
       "DEL:\\\x7f\" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>\nFrom: token1~` "
       "token2'+_ token3*%!.- "
       "<sip:mundane@example.com>;fromParam''~+*_!.-%=\"qt\";tag=_token~1'+`*%!-.\nCall-ID: "
       "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{\nCSeq: 139122385 "
       "!interesting-Method0123456789_*+`.%indeed'~\nMax-Forwards: "
       "255\n\n",
       kTaken},
      {"esc01: escapes in URIs",
       request("INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0", "To: sip:%75se%72@example.com\n",
               "To:"),
       kTaken},
      {"escnull: %00 is an escape like others",
       request("REGISTER sip:example.com SIP/2.0", "From: sip:null-%00-null@example.com;tag=839923423\n",
               "From:"),
       kTaken},
      {"esc02: percent signs that are no escapes outside URIs",
       request("RE%47IST%45R sip:registrar.example.com SIP/2.0", "To: \"%Z%45\" <sip:resource@example.com>\n",
               "To:"),
       kTaken},
      {"lwsdisp: no white space between display name and <",
       request(kSip, "From: caller<sip:caller@example.com>;tag=323\n", "From:"), kTaken},
      {"longreq: long values everywhere",
       request("INVITE sip:user@example.com SIP/2.0",
               "To: \"I have a user name of extreme" + std::string(500, 'e') +
                   "\"<sip:user@example.com>\nUnknown-" + std::string(200, 'L') +
                   ": x\nContact: <sip:amazingly" + std::string(200, 'o') + "ng@host5.example.net>\n",
               "To:"),
       kTaken},
      {"dblreq: what follows the body is not ours",
       request("REGISTER sip:example.com SIP/2.0", "Content-Length: 0\n", "",
               "INVITE sip:joe@example.com SIP/2.0\n\n"),
       kTaken},
      {"semiuri: a semicolon in the user part",
       request("OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0", ""), kTaken},
      {"transports: transports nobody knows",
       request(kSip,
               "Via: SIP/2.0/SCTP sctp1.example.com;branch=z9hG4bKzz\nVia: SIP/2.0/UNKNOWN "
               "u.example.com;branch=z9hG4bKyy\n"),
       kTaken},
      {"unreason: UTF-8 in the reason",
       "SIP/2.0 200 = 2**3 * 5**2 \xd0\xbd\xd0\xbe\nVia: SIP/2.0/UDP "
       "192.0.2.198;branch=z9hG4bK1324923\nCall-ID: unreason.1\nCSeq: 35 "
       "INVITE\nFrom: sip:user@example.com;tag=11141343\nTo: sip:user@example.edu;tag=2229\nContact: "
       "<sip:user@host198.example.com>\n\n",
       kTaken},
      {"noreason: an empty reason",
       "SIP/2.0 100 \nVia: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe\nCall-ID: noreason.1\nCSeq: 35 "
       "INVITE\nFrom: "
       "<sip:user@example.com>;tag=39ansfi3\nTo: <sip:user@example.edu>;tag=902jndnke3\n\n",
       kTaken},
      // 3.1.2 invalid messages
      {"badinv01: a stray separator after the Via's sent-by",
       request("INVITE sip:user@example.com SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.15;;,;,,\n", "Via:"), 400},
      {"clerr: Content-Length larger than the body",
       request("INVITE sip:user@example.com SIP/2.0", "Content-Length: 9999\n", "", "v=0\n"), 400},
      {"ncl: a negative Content-Length",
       request("INVITE sip:user@example.com SIP/2.0", "Content-Length: -999\n", "", "v=0\n"), 400},
      {"scalar02: CSeq out of range",
       request("REGISTER sip:example.com SIP/2.0", "CSeq: 36893488147419103232 REGISTER\n", "CSeq:"), 400},
      {"scalar02: Max-Forwards out of range", request(kSip, "Max-Forwards: 300\n", "Max-Forwards:"), 400},
      {"scalarlg: the same in a response is dropped",
       "SIP/2.0 503 Service Unavailable\nVia: SIP/2.0/TCP host129.example.com;branch=z9hG4bKzzxdiwo34sw\nTo: "
       "<sip:user@example.com>\nFrom: "
       "<sip:other@example.net>;tag=2easdjfejw\nCSeq: 9292394834772304023312 OPTIONS\nCall-ID: "
       "scalarlg.1\n\n",
       kDropped},
      {"quotbal: quotes that do not close",
       request("INVITE sip:user@example.com SIP/2.0", "To: \"Mr. J. User <sip:j.user@example.com>\n", "To:"),
       400},
      {"ltgtruri: a Request-URI in <>", request("INVITE <sip:user@example.com> SIP/2.0", ""), 400},
      {"lwsruri: white space in the Request-URI", request("INVITE sip:user@example.com; lr SIP/2.0", ""),
       400},
      {"lwsstart: two spaces in the request line", request("INVITE  sip:user@example.com  SIP/2.0", ""), 400},
      {"trws: white space after the version", request("OPTIONS sip:remote-target@example.com SIP/2.0  ", ""),
       400},
      {"escruri: headers in the Request-URI",
       request("INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0", ""), 400},
      {"badaspec: white space within <>",
       request(kSip, "To: \"Watson, Thomas\" < sip:t.watson@example.org >\n", "To:"), 400},
      {"baddn: a display name that must be quoted",
       request(kSip, "From: Bell, Alexander <sip:a.g.bell@example.com>;tag=43\n", "From:"), 400},
      {"badvers: a version that is not ours", request("OPTIONS sip:t.watson@example.org SIP/7.0", ""), 505},
      {"mismatch01: the CSeq's method is another", request(kSip, "CSeq: 8 INVITE\n", "CSeq:"), 400},
      {"mismatch02: the same with an unknown method",
       request("NEWMETHOD sip:user@example.com SIP/2.0", "CSeq: 8 INVITE\n", "CSeq:"), 400},
      {"bigcode: a status of ten digits",
       "SIP/2.0 4294967301 better not break the receiver\nVia: SIP/2.0/UDP "
       "192.0.2.105;branch=z9hG4bK2398ndaoe\nCall-ID: bigcode.1\nCSeq: "
       "353494 INVITE\nFrom: <sip:user@example.com>;tag=39ansfi3\nTo: "
       "<sip:user@example.edu>;tag=902jndnke3\n\n",
       kDropped},
      // 3.2 transaction layer
      {"badbranch: the cookie and nothing else",
       request(kSip, "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK\n", "Via:"), 400},
      // 3.3 application layer
      {"insuf: From, To and Call-ID are missing",
       request("INVITE sip:user@example.com SIP/2.0", "", "From: To: Call-ID:"), 400},
      {"unkscm: a scheme nobody knows",
       request("OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0", ""), 416},
      {"novelsc: a registered scheme that is not for this",
       request("OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0", ""), 416},
      {"unksm2: an unknown scheme in To is nobody's business here",
       request(kSip, "To: isbn:2983792873\n", "To:"), kTaken},
      {"multi01: fields twice",
       request("INVITE sip:user@company.com SIP/2.0",
               "CSeq: 59 INVITE\nCall-ID: multi01.2\nTo: sip:x@y.example\n"),
       400},
      {"mcl01: two Content-Lengths",
       request(kSip, "Content-Length: 13\nContent-Length: 5\n", "", "There's no way\n"), 400},
      {"zeromf: Max-Forwards 0 is enough to be the last", request(kSip, "Max-Forwards: 0\n", "Max-Forwards:"),
       kTaken},
      {"cparam01: an unknown Contact parameter",
       request("REGISTER sip:example.com SIP/2.0",
               "Contact: sip:+19725552222@gw1.example.net;unknownparam\n"),
       kTaken},
      {"regescrt: escaped headers in a Contact",
       request("REGISTER sip:example.com SIP/2.0",
               "Contact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>\n"),
       kTaken},
      {"inv2543: no branch, as RFC 2543 had it",
       "INVITE sip:UserB@example.com SIP/2.0\nVia: SIP/2.0/UDP iftgw.example.com\nFrom: "
       "<sip:+13035551111@ift.client.example.net;user=phone>\nTo: "
       "sip:+16505552222@ss1.example.net;user=phone\nCall-ID: inv2543.1717@ift.client.example.com\nCSeq: 56 "
       "INVITE\n\n",
       kTaken},
      // Beyond the RFC
      {"a header line without a colon", request(kSip, "nonsense\n"), 400},
      {"a header with white space in its name", request(kSip, "Bad Name: x\n"), 400},
      {"a control character in a header", request(kSip, "Subject: bell \x07\n"), 400},
      {"an incomplete escape in a Contact's URI is refused where it is used",
       request("OPTIONS sip:%@example.com SIP/2.0", ""), 400},
      {"a port of six digits", request("OPTIONS sip:user@example.com:123456 SIP/2.0", ""), 400},
      {"no empty line at the end", "OPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\n", 400},
      {"only a start line", "OPTIONS sip:a@b SIP/2.0\n", 400},
      {"nothing but line ends", "\n\n\n", kDropped},
      {"a NUL in the start line", std::string("OPT\0IONS sip:a@b SIP/2.0\n\n", 25), kDropped},
  };
}

TEST(TortureMessages, get_the_verdict_that_they_deserve) {
  for (const Case& one : cases()) EXPECT_EQ(verdict(on_the_wire(one.text)), one.expected) << one.name;
}

TEST(TortureMessages, serialised_and_parsed_again_are_the_same) {
  for (const Case& one : cases()) {
    const auto first = parse_message(on_the_wire(one.text));
    if (!first) continue;
    const std::string text = serialise(*first);
    const auto second = parse_message(text, {}, Framing::stream);
    ASSERT_TRUE(second) << one.name << ": " << second.error().reason;
    EXPECT_EQ(*first, *second) << one.name;
    EXPECT_EQ(serialise(*second), text) << one.name;
  }
}

TEST(TortureMessages, cut_anywhere_do_no_harm) {
  for (const Case& one : cases()) {
    const std::string bytes = on_the_wire(one.text);
    for (std::size_t size = 0; size < bytes.size(); ++size)
      (void)verdict(std::string_view(bytes).substr(0, size));
  }
}

}  // namespace
}  // namespace attendant::sip
