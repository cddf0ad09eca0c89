// The shapes of co_await that g++ 12.2 compiles into a double free (docs/adr/0001-compiler.md): each object
// made in a co_await expression must be destroyed exactly once. A compiler that fails here must not build the
// product.
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include "runtime/task.hpp"

namespace attendant::runtime {
namespace {

// Counts its living copies, and owns memory so that a second destruction is seen by the allocator or ASan as
// well.
class Counted {
 public:
  explicit Counted(std::string text) : text_(std::move(text)) { ++living; }
  Counted(const Counted& other) : text_(other.text_) { ++living; }
  Counted(Counted&& other) noexcept : text_(std::move(other.text_)) { ++living; }
  Counted& operator=(const Counted&) = default;
  Counted& operator=(Counted&&) = default;
  ~Counted() { --living; }
  std::size_t size() const { return text_.size(); }

  static inline int living = 0;

 private:
  std::string text_;
};

const std::string kLong(100, 'x');  // longer than a small string

struct Aggregate {
  Counted value;
  int number = 0;
};
class Constructed {
 public:
  Constructed(Counted value) : value_(std::move(value)) {}
  std::size_t size() const { return value_.size(); }

 private:
  Counted value_;
};

Task<void> hop() {  // suspends for real: the frame is left and entered again
  co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
}

Task<std::size_t> take(Aggregate aggregate) {
  co_await hop();
  co_return aggregate.value.size();
}
Task<std::size_t> look(const Aggregate& aggregate) {
  co_await hop();
  co_return aggregate.value.size();
}
Task<std::size_t> take_class(Constructed constructed) {
  co_await hop();
  co_return constructed.size();
}
Task<std::size_t> take_texts(std::vector<std::string> texts) {
  co_await hop();
  co_return texts.front().size() + texts.back().size();
}

Task<std::size_t> aggregate_by_value() { co_return co_await take(Aggregate{.value = Counted(kLong)}); }
Task<std::size_t> aggregate_implicit() { co_return co_await take({Counted(kLong), 1}); }
Task<std::size_t> aggregate_by_reference() { co_return co_await look(Aggregate{.value = Counted(kLong)}); }
Task<std::size_t> class_in_parentheses() { co_return co_await take_class(Constructed(Counted(kLong))); }
Task<std::size_t> class_in_braces() { co_return co_await take_class(Constructed{Counted(kLong)}); }
Task<std::size_t> named_local() {
  Aggregate local{.value = Counted(kLong)};
  co_return co_await take(std::move(local));
}
Task<std::size_t> awaitable_first() {
  auto awaitable = take(Aggregate{.value = Counted(kLong)});
  co_return co_await std::move(awaitable);
}
Task<std::size_t> list_of_texts() {
  co_return co_await take_texts({std::string(50, 'a'), std::string(50, 'b')});
}
Task<std::size_t> conditional() {
  const bool yes = Counted::living == 0;
  co_return yes ? co_await take({Counted(kLong), 1}) : co_await take({Counted("no"), 2});
}

struct Shape {
  const char* name;
  Task<std::size_t> (*run)();
};

class Compiler : public testing::TestWithParam<Shape> {};

TEST_P(Compiler, DestroysEachObjectOfACoAwaitExpressionExactlyOnce) {
  Counted::living = 0;
  boost::asio::io_context context(1);
  std::size_t size = 0;
  boost::asio::co_spawn(context, GetParam().run(), [&](const std::exception_ptr& thrown, std::size_t result) {
    EXPECT_FALSE(thrown);
    size = result;
  });
  context.run();
  EXPECT_EQ(size, 100U);
  EXPECT_EQ(Counted::living, 0);
}

INSTANTIATE_TEST_SUITE_P(Shapes, Compiler,
                         testing::Values(Shape{"AggregateByValue", aggregate_by_value},
                                         Shape{"AggregateImplicit", aggregate_implicit},
                                         Shape{"AggregateByReference", aggregate_by_reference},
                                         Shape{"ClassInParentheses", class_in_parentheses},
                                         Shape{"ClassInBraces", class_in_braces},
                                         Shape{"NamedLocal", named_local},
                                         Shape{"AwaitableFirst", awaitable_first},
                                         Shape{"ListOfTexts", list_of_texts},
                                         Shape{"Conditional", conditional}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace attendant::runtime
