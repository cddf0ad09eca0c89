// Errors as values. A function that can fail for a reason outside this program (input, network, disk, a
// vendor) returns Result<T>; a fault of our own is a bug and ends the process through CHECK.
// docs/adr/0003-errors.md.
#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace attendant {

// What went wrong, in the words of RFC 9457 problem types. The order is stable: it is a metric label.
enum class ErrorCode {
  invalid,      // the input is wrong; the message names the place
  not_found,    // the thing asked for does not exist
  refused,      // identity, role or policy forbids it
  conflict,     // the state does not allow it now
  exhausted,    // a limit, a queue, a disk is full
  unavailable,  // something that we need does not answer
  timed_out,    // the deadline passed
  cancelled,    // we ended it ourselves; never logged as an error
  unsupported,  // valid, but not done here
  internal,     // a fault of ours that was contained
};

std::string_view to_string(ErrorCode code);

// What a caller should do about an error.
enum class Retry { never, now, after };

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  // one sentence for a person: what, where, and what to do
  Retry retry = Retry::never;
  std::chrono::milliseconds retry_after{0};  // with Retry::after

  // The same error with the place put in front: "line 7: ...".
  [[nodiscard]] Error in(std::string_view place) const;
};

template <class T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

std::unexpected<Error> fail(ErrorCode code, std::string message);
inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

// A fault in this program: prints where and ends the process.
[[noreturn]] void die(const char* file, int line, const char* condition, std::string_view message = {});

}  // namespace attendant

#define CHECK(condition) \
  (static_cast<bool>(condition) ? void(0) : ::attendant::die(__FILE__, __LINE__, #condition))

#define ATTENDANT_JOIN_(a, b) a##b
#define ATTENDANT_JOIN(a, b) ATTENDANT_JOIN_(a, b)

// TRY(status): returns the error of a Status. TRY_ASSIGN(auto x, result): x is the value, or the error is
// returned.
#define TRY(expression)                                        \
  do {                                                         \
    if (auto try_status = (expression); !try_status)           \
      return ::attendant::fail(std::move(try_status).error()); \
  } while (false)
#define TRY_ASSIGN(declaration, expression) \
  TRY_ASSIGN_(ATTENDANT_JOIN(try_result_, __LINE__), declaration, expression)
// A declaration cannot stand in parentheses, and the temporary is a name.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define TRY_ASSIGN_(temporary, declaration, expression)                   \
  auto temporary = (expression);                                          \
  if (!temporary) return ::attendant::fail(std::move(temporary).error()); \
  declaration = *std::move(temporary)
// NOLINTEND(bugprone-macro-parentheses)
