#include "tools/mcp/child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace attendant::tools::mcp {
namespace {

constexpr std::chrono::milliseconds kLook{10};  // at whether it has ended

struct Ends {
  int read = -1, write = -1;
};

// Its input is a socket: whoever writes into a pipe that the program has closed is ended by SIGPIPE, and a
// socket can be told not to.
Result<Ends> make_input() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return fail(ErrorCode::exhausted, std::string("a socket cannot be made: ") + std::strerror(errno));
  return Ends{ends[0], ends[1]};
}

Result<Ends> make_output() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(ErrorCode::exhausted, std::string("a pipe cannot be made: ") + std::strerror(errno));
  return Ends{ends[0], ends[1]};
}

void close_both(const Ends& ends) {
  ::close(ends.read);
  ::close(ends.write);
}

std::vector<std::string> environment_of(const ChildOptions& options) {
  std::vector<std::string> variables;
  for (const char* name : {"PATH", "HOME", "LANG", "LC_ALL"})
    if (const char* value = std::getenv(name)) variables.push_back(std::string(name) + "=" + value);
  for (const auto& [name, value] : options.environment) variables.push_back(name + "=" + value);
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  list.reserve(texts.size() + 1);
  for (auto& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const ChildOptions& options) {
  CHECK(!options.command.empty());
  TRY_ASSIGN(const Ends input, make_input());
  const auto output = make_output();
  if (!output) {
    close_both(input);
    return fail(output.error());
  }
  auto command = options.command;
  auto variables = environment_of(options);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input.read, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output->write, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  // A group of its own: a terminal's interrupt is for us. Signals as a program expects them.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  pid_t pid = -1;
  const int failed = posix_spawnp(&pid, command.front().c_str(), &files, &attributes,
                                  pointers(command).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  ::close(input.read);
  ::close(output->write);
  if (failed != 0) {
    ::close(input.write);
    ::close(output->read);
    return fail(ErrorCode::not_found, command.front() + ": cannot be started: " + std::strerror(failed));
  }
  ChildProcess child;
  child.pid_ = pid;
  child.input_ = input.write;
  child.output_ = output->read;
  child.patience_ = options.patience;
  return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      input_(std::exchange(other.input_, -1)),
      output_(std::exchange(other.output_, -1)),
      patience_(other.patience_) {}

void ChildProcess::ask_to_end() {
  if (pid_ > 0) ::kill(-pid_, SIGTERM);
}

ChildProcess::~ChildProcess() {
  if (input_ >= 0) ::close(input_);
  if (output_ >= 0) ::close(output_);
  if (pid_ <= 0) return;
  ::kill(-pid_, SIGTERM);
  const auto until = std::chrono::steady_clock::now() + patience_;
  while (::waitpid(pid_, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() >= until) {
      ::kill(-pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
      return;
    }
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace attendant::tools::mcp
