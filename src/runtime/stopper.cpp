#include "runtime/stopper.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <thread>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/result.hpp"
#include "runtime/thread_name.hpp"

namespace attendant::runtime {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

void take(int fd) {
  std::array<char, sizeof(signalfd_siginfo)> ignored;
  [[maybe_unused]] const ssize_t got = read(fd, ignored.data(), ignored.size());
}

}  // namespace

Stopper::Stopper() {
  const sigset_t set = stop_signals();
  CHECK(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
  signal_fd_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  request_fd_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  CHECK(signal_fd_ >= 0 && request_fd_ >= 0);
}

Stopper::~Stopper() {
  close(signal_fd_);
  close(request_fd_);
}

void Stopper::add_step(std::string name, Job step) { steps_.push_back({std::move(name), std::move(step)}); }

void Stopper::request() {
  const std::uint64_t one = 1;
  CHECK(write(request_fd_, &one, sizeof one) == sizeof one);
}

std::vector<Stopper::StepTime> Stopper::wait_and_stop(const Clock& clock) {
  std::array<pollfd, 2> asked{{{signal_fd_, POLLIN, 0}, {request_fd_, POLLIN, 0}}};
  while (poll(asked.data(), asked.size(), -1) < 0) CHECK(errno == EINTR);
  if ((asked[0].revents & POLLIN) != 0) take(signal_fd_);

  // Somebody who asks twice does not want to wait for the steps.
  const int finished = eventfd(0, EFD_CLOEXEC);
  CHECK(finished >= 0);
  std::thread impatience([this, finished] {
    name_this_thread("stopper");
    std::array<pollfd, 2> either{{{signal_fd_, POLLIN, 0}, {finished, POLLIN, 0}}};
    while (poll(either.data(), either.size(), -1) < 0) CHECK(errno == EINTR);
    if ((either[0].revents & POLLIN) != 0) _exit(128 + SIGTERM);
  });

  std::vector<StepTime> times;
  for (auto& step : steps_) {
    const Instant began = clock.now();
    step.job();
    times.push_back({step.name, clock.now() - began});
  }

  const std::uint64_t one = 1;
  CHECK(write(finished, &one, sizeof one) == sizeof one);
  impatience.join();
  close(finished);
  return times;
}

}  // namespace attendant::runtime
