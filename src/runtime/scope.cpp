#include "runtime/scope.hpp"

#include <list>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace attendant::runtime {
namespace asio = boost::asio;
namespace {

Status to_status(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) return fail(ErrorCode::cancelled, "cancelled");
    return fail(ErrorCode::internal, error.what());
  } catch (const std::exception& error) {
    return fail(ErrorCode::internal, error.what());
  }
}

}  // namespace

struct Scope::State {
  State(asio::io_context& io_context, std::move_only_function<void(Error)> handler)
      : context(io_context),
        on_error(std::move(handler)),
        ended(io_context, asio::steady_timer::time_point::max()) {}

  asio::io_context& context;
  std::move_only_function<void(Error)> on_error;
  std::list<asio::cancellation_signal> signals;  // one per child; a list, for a signal may not move
  asio::steady_timer ended;                      // never expires; cancelled to wake join()
  bool cancelled = false;
};

Scope::Scope(asio::io_context& context, std::move_only_function<void(Error)> on_error)
    : state_(std::make_shared<State>(context, std::move(on_error))) {}

Scope::~Scope() { CHECK(state_->signals.empty() || state_->context.stopped()); }

void Scope::spawn(Task<Status> child) {
  if (state_->cancelled) return;
  const auto signal = state_->signals.emplace(state_->signals.end());
  asio::co_spawn(
      state_->context, std::move(child),
      asio::bind_cancellation_slot(
          signal->slot(), [state = state_, signal](const std::exception_ptr& thrown, Status status) {
            if (thrown) status = to_status(thrown);
            state->signals.erase(signal);
            if (!status && status.error().code != ErrorCode::cancelled && state->on_error) {
              state->on_error(std::move(status).error());
            }
            if (state->signals.empty()) state->ended.cancel();
          }));
}

void Scope::cancel() {
  if (std::exchange(state_->cancelled, true)) return;
  // A child may end, and leave the list, while it is being told to.
  for (auto at = state_->signals.begin(); at != state_->signals.end();)
    (at++)->emit(asio::cancellation_type::all);
}

Task<void> Scope::join() {
  const auto state = state_;
  while (!state->signals.empty()) {
    co_await state->ended.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

std::size_t Scope::children() const { return state_->signals.size(); }

}  // namespace attendant::runtime
