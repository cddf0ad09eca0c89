#include "tools/mcp/stdio_transport.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.hpp"
#include "tools/mcp/http_transport.hpp"

namespace attendant::tools::mcp {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds kStep{100};  // of waiting for a program that does not read

std::unexpected<Error> gone() {
  return fail(ErrorCode::unavailable, "the MCP server's program has ended; it is started anew");
}

}  // namespace

struct StdioTransport::Life {
  explicit Life(ChildProcess process) : child(std::move(process)) {}

  ChildProcess child;
  std::mutex writing;  // lines are whole

  std::mutex mutex;  // of all below
  std::condition_variable changed;
  std::int64_t last_id = 0;
  // Requests under way; a response to any other id is dropped.
  std::map<std::int64_t, std::optional<RpcResponse>> waiting;
  bool over = false;
};

StdioTransport::~StdioTransport() { reset(); }

std::optional<pid_t> StdioTransport::process() const {
  const std::lock_guard lock(mutex_);
  return life_ == nullptr ? std::nullopt : std::optional(life_->child.id());
}

Result<std::shared_ptr<StdioTransport::Life>> StdioTransport::living() {
  const std::lock_guard lock(mutex_);
  if (life_ != nullptr) return life_;
  TRY_ASSIGN(ChildProcess child, ChildProcess::start(options_));
  life_ = std::make_shared<Life>(std::move(child));
  reader_ = std::thread([this, life = life_] { read(life); });
  return life_;
}

void StdioTransport::reset() {
  std::shared_ptr<Life> life;
  std::thread reader;
  {
    const std::lock_guard lock(mutex_);
    life = std::move(life_);
    life_ = nullptr;
    reader = std::move(reader_);
  }
  if (life == nullptr) return;
  {
    const std::lock_guard lock(life->mutex);
    life->over = true;
    life->changed.notify_all();
  }
  life->child.ask_to_end();
  reader.join();
}

// ---- reading ----

void StdioTransport::read(const std::shared_ptr<Life>& life) {
  std::string pending;
  std::array<char, 16 * 1024> buffer{};
  while (true) {
    pollfd ready{.fd = life->child.output(), .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, static_cast<int>(kStep.count())) < 0 && errno != EINTR) break;
    {
      const std::lock_guard lock(life->mutex);
      if (life->over) return;
    }
    if (ready.revents == 0) continue;
    const auto count = ::read(life->child.output(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    pending.append(buffer.data(), static_cast<std::size_t>(count));
    for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
      take_line(*life, trim(std::string_view(pending).substr(0, end)));
      pending.erase(0, end + 1);
    }
    // A line without an end: nobody can say where the next message begins.
    if (pending.size() > longest_line_) break;
  }
  const std::lock_guard lock(life->mutex);
  life->over = true;
  life->changed.notify_all();
}

void StdioTransport::take_line(Life& life, std::string_view line) {
  if (line.empty() || line.size() > longest_line_) return;
  auto message = parse_message(line);
  if (!message) return;  // a program that prints something else; who waits for an answer times out
  if (const auto* notification = std::get_if<RpcNotification>(&*message)) {
    if (on_notification) on_notification(notification->method);
  } else if (const auto* asked = std::get_if<RpcRequest>(&*message)) {
    // A ping is answered; we offer nothing else.
    const auto answer = asked->method == "ping" ? result_text(asked->id, {})
                                                : error_text(asked->id, kMethodNotFound, "not offered");
    [[maybe_unused]] const auto sent = write(life, answer, {.deadline = clock_.now() + kStep, .stop = {}});
  } else {
    auto& response = std::get<RpcResponse>(*message);
    const std::lock_guard lock(life.mutex);
    const auto one = life.waiting.find(response.id);
    if (one == life.waiting.end()) return;
    one->second = std::move(response);
    life.changed.notify_all();
  }
}

// ---- writing ----

Status StdioTransport::write(Life& life, std::string line, const Limits& limits) {
  line += '\n';
  const std::lock_guard lock(life.writing);
  std::string_view rest(line);
  while (!rest.empty()) {
    // A program that does not read must not make us wait, and one that has ended must not end us.
    const auto count = ::send(life.child.input(), rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) {
      rest.remove_prefix(static_cast<std::size_t>(count));
      continue;
    }
    if (errno != EAGAIN && errno != EINTR) return gone();
    // What is half written would spoil the next line, too.
    const bool late = clock_.now() >= limits.deadline || limits.stop.stop_requested();
    if (late && rest.size() < line.size()) {
      life.child.ask_to_end();
      return gone();
    }
    if (late) return fail(ErrorCode::timed_out, "the MCP server's program does not read");
    pollfd ready{.fd = life.child.input(), .events = POLLOUT, .revents = 0};
    ::poll(&ready, 1, static_cast<int>(kStep.count()));
  }
  return {};
}

Result<json::value> StdioTransport::request(std::string_view method, json::object params,
                                            const Limits& limits) {
  TRY_ASSIGN(const auto life, living());
  std::int64_t id = 0;
  {
    const std::lock_guard lock(life->mutex);
    if (life->over) return gone();
    id = ++life->last_id;
    life->waiting[id] = std::nullopt;
  }
  const auto sent = write(*life, request_text(id, method, std::move(params)), limits);
  const std::stop_callback wake(limits.stop, [&life] {
    const std::lock_guard lock(life->mutex);
    life->changed.notify_all();
  });
  std::unique_lock lock(life->mutex);
  const auto left = sent ? std::max(limits.deadline - clock_.now(), Duration::zero()) : Duration::zero();
  auto& answer = life->waiting[id];
  life->changed.wait_for(lock, left, [&] { return answer || life->over || limits.stop.stop_requested(); });
  auto found = std::move(answer);
  life->waiting.erase(id);
  const bool over = life->over;
  lock.unlock();
  if (found) return result_of(*std::move(found));
  if (!sent) return fail(sent.error());
  if (limits.stop.stop_requested()) return fail(ErrorCode::cancelled, "the answer is no longer wanted");
  if (over) return gone();
  return fail(ErrorCode::timed_out, "the MCP server did not answer in time");
}

Status StdioTransport::notify(std::string_view method, json::object params, const Limits& limits) {
  TRY_ASSIGN(const auto life, living());
  return write(*life, notification_text(method, std::move(params)), limits);
}

}  // namespace attendant::tools::mcp
