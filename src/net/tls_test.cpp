// TLS of the server as a client sees it.
#include <fstream>
#include <string>

#include <boost/asio/read.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "base/test_directory.hpp"
#include "net/development_certificate.hpp"
#include "net/http_server.hpp"
#include "net/static_content.hpp"
#include "net/test_socket.hpp"
#include "net/tls_context.hpp"

namespace attendant::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using testing::HasSubstr;
using testing::StartsWith;

class TlsTest : public testing::Test {
 protected:
  TlsTest() {
    router.add("GET", "/page",
               static_content({.status = 200,
                               .content_type = "text/html; charset=utf-8",
                               .body = std::string(100'000, 'p'),
                               .headers = {{"Content-Security-Policy", "default-src 'self'"}}}));
    router.add_socket("/echo", [](const Request&) {
      return SocketAcceptance{.events = std::make_shared<Echo>(), .subprotocol = {}};
    });
    shard.start();
  }
  ~TlsTest() override {
    server.reset();
    shard.stop();
  }

  class Echo final : public SocketEvents {
   public:
    void on_open(std::shared_ptr<WebSocket> socket) override { socket_ = std::move(socket); }
    void on_text(std::string_view text) override { socket_->send_text(std::string(text)); }
    void on_binary(std::span<const std::byte> /*bytes*/) override {}
    void on_closed(std::uint16_t /*code*/) override {}

   private:
    std::shared_ptr<WebSocket> socket_;
  };

  TlsFiles files_named(const std::string& name) {
    return {(directory.path() / (name + "-cert.pem")).string(),
            (directory.path() / (name + "-key.pem")).string()};
  }
  TlsFiles make_files(const std::string& name) {
    TlsFiles files = files_named(name);
    EXPECT_TRUE(ensure_development_certificate(
        {.certificate = files.certificate_chain, .key = files.key, .names = {"localhost"}}, clock.wall()));
    return files;
  }
  void serve(const TlsFiles& files) {
    server =
        std::make_unique<HttpServer>(shard, HttpServer::Options{.tls = files}, router, telemetry::Logger());
    const Status started = server->start();
    ASSERT_TRUE(started) << started.error().message;
  }

  SystemClock clock;
  TestDirectory directory;
  runtime::Shard shard{"http", clock};
  Router router;
  std::unique_ptr<HttpServer> server;
};

// A client whose offer the test makes.
class TlsClient {
 public:
  explicit TlsClient(asio::ssl::context context) : tls_(std::move(context)), stream_(context_, tls_) {}

  boost::system::error_code connect(std::uint16_t port) {
    boost::system::error_code error;
    stream_.next_layer().connect({asio::ip::make_address("127.0.0.1"), port});
    stream_.handshake(asio::ssl::stream_base::client, error);
    return error;
  }
  std::string ask(const std::string& request) {
    asio::write(stream_, asio::buffer(request));
    std::string answer;
    asio::read(stream_, asio::dynamic_buffer(answer), end_);
    return answer;
  }
  boost::system::error_code end() const { return end_; }
  SSL* native() { return stream_.native_handle(); }

 private:
  asio::io_context context_;
  asio::ssl::context tls_;
  asio::ssl::stream<tcp::socket> stream_;
  boost::system::error_code end_;
};

asio::ssl::context only(int version) {
  auto context = test_tls();
  SSL_CTX_set_security_level(context.native_handle(), 0);  // or it would not offer the old ones
  SSL_CTX_set_min_proto_version(context.native_handle(), version);
  SSL_CTX_set_max_proto_version(context.native_handle(), version);
  return context;
}

asio::ssl::context offering(std::string_view protocols) {
  auto context = test_tls();
  SSL_CTX_set_alpn_protos(context.native_handle(), reinterpret_cast<const unsigned char*>(protocols.data()),
                          static_cast<unsigned>(protocols.size()));
  return context;
}

std::string certificate_seen_at(std::uint16_t port) {
  TlsClient client(test_tls());
  EXPECT_FALSE(client.connect(port));
  std::string pem;
  X509* const certificate = SSL_get1_peer_certificate(client.native());
  pem.resize(static_cast<std::size_t>(i2d_X509(certificate, nullptr)));
  auto* out = reinterpret_cast<unsigned char*>(pem.data());
  i2d_X509(certificate, &out);
  X509_free(certificate);
  return pem;
}

TEST_F(TlsTest, ServesTheVersionsOfToday) {
  serve(make_files("a"));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(only(version));
    ASSERT_FALSE(client.connect(server->port()));
    const std::string answer = client.ask("GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("Content-Type: text/html; charset=utf-8\r\n"));
    EXPECT_THAT(answer, HasSubstr("Content-Security-Policy: default-src 'self'\r\n"));
    EXPECT_THAT(answer, HasSubstr("Cache-Control: no-cache\r\n"));
    EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n" + std::string(100'000, 'p')));
    EXPECT_EQ(client.end(), asio::error::eof) << "the end must be told, or it could be cut off";
  }
}

TEST_F(TlsTest, RefusesTheVersionsOfOldAndWhatIsNoTls) {
  serve(make_files("a"));
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    TlsClient client(only(version));
    EXPECT_TRUE(client.connect(server->port()));
  }
  asio::io_context context;
  tcp::socket plain(context);
  plain.connect({asio::ip::make_address("127.0.0.1"), server->port()});
  asio::write(plain, asio::buffer(std::string("GET /page HTTP/1.1\r\nHost: x\r\n\r\n")));
  std::string answer;
  boost::system::error_code end;
  asio::read(plain, asio::dynamic_buffer(answer), end);
  EXPECT_THAT(answer, testing::Not(HasSubstr("200 OK")));
}

TEST_F(TlsTest, AgreesOnHttp11Only) {
  serve(make_files("a"));
  TlsClient browser(offering("\x02h2\x08http/1.1"));
  ASSERT_FALSE(browser.connect(server->port()));
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(browser.native(), &protocol, &size);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(protocol), size), "http/1.1");
  TlsClient only_http2(offering("\x02h2"));
  EXPECT_TRUE(only_http2.connect(server->port()));
}

TEST_F(TlsTest, TellsABrowserThatItHasThePageAlready) {
  serve(make_files("a"));
  TlsClient client(test_tls());
  ASSERT_FALSE(client.connect(server->port()));
  const std::string answer =
      client.ask("GET /page HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n"));
}

TEST_F(TlsTest, TakesANewCertificateWhileConnectionsGoOn) {
  const TlsFiles files = make_files("a");
  serve(files);
  TlsTestSocket open(server->port());
  ASSERT_EQ(open.open("/echo"), 101);
  const std::string before = certificate_seen_at(server->port());
  EXPECT_EQ(certificate_seen_at(server->port()), before);

  std::filesystem::remove(files.key);
  make_files("a");
  const Status reloaded = server->reload_certificate();
  ASSERT_TRUE(reloaded) << reloaded.error().message;
  EXPECT_NE(certificate_seen_at(server->port()), before);
  ASSERT_TRUE(open.say("still here"));
  EXPECT_EQ(open.hear(), "still here");
}

TEST_F(TlsTest, KeepsTheOldCertificateWhenTheNewOneIsBad) {
  const TlsFiles files = make_files("a");
  serve(files);
  const std::string before = certificate_seen_at(server->port());
  std::ofstream(files.certificate_chain) << "nonsense";
  const Status reloaded = server->reload_certificate();
  ASSERT_FALSE(reloaded);
  EXPECT_THAT(reloaded.error().message, HasSubstr("a-cert.pem"));
  EXPECT_EQ(certificate_seen_at(server->port()), before);
}

TEST_F(TlsTest, StopsAtOnceAmidAHandshakeAndBetweenRequests) {
  serve(make_files("a"));
  asio::io_context context;
  tcp::socket silent(context);
  silent.connect({asio::ip::make_address("127.0.0.1"), server->port()});
  TlsTestSocket idle(server->port());
  ASSERT_EQ(idle.open("/page"), 200);
  const Instant before = clock.now();
  server->stop();
  EXPECT_LT(to_ms(clock.now() - before), 5000);  // request_timeout is 10 s, idle_timeout 60 s
}

TEST_F(TlsTest, NamesTheFileThatIsBad) {
  const TlsFiles a = make_files("a");
  const TlsFiles b = make_files("b");
  const auto message = [](const TlsFiles& files) {
    const auto loaded = load_tls_context(files);
    return loaded ? "loaded" : loaded.error().message;
  };
  EXPECT_EQ(message(a), "loaded");
  EXPECT_THAT(message({"none.pem", a.key}), HasSubstr("cannot read 'none.pem': No such file"));
  EXPECT_THAT(message({a.certificate_chain, "none.pem"}), HasSubstr("cannot read 'none.pem': No such file"));
  EXPECT_THAT(message({a.key, a.key}), HasSubstr("a-key.pem' holds no certificate"));
  EXPECT_THAT(message({a.certificate_chain, a.certificate_chain}), HasSubstr("a-cert.pem' holds no key"));
  EXPECT_THAT(message({a.certificate_chain, b.key}), HasSubstr("is not that of the certificate"));

  HttpServer bad(shard, {.tls = TlsFiles{a.certificate_chain, b.key}}, router, telemetry::Logger());
  EXPECT_FALSE(bad.start());
  HttpServer plain(shard, {}, router, telemetry::Logger());
  EXPECT_FALSE(plain.reload_certificate());
}

}  // namespace
}  // namespace attendant::net
