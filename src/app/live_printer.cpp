#include "app/live_printer.hpp"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "base/result.hpp"

namespace attendant::app {
namespace {

constexpr std::string_view kCyan = "\033[36m", kGreen = "\033[32m", kDim = "\033[2m", kYellow = "\033[33m";

// How people see a kind of line.
struct Look {
  std::string_view kind, label, colour;
};
constexpr std::array kLooks = {
    Look{"call", "call", kDim},     Look{"desk", "desk", kYellow}, Look{"caller", "caller", kCyan},
    Look{"agent", "agent", kGreen}, Look{"interrupted", "", kDim}, Look{"timing", "", kDim},
    Look{"tool", "tool", kYellow},  Look{"problem", "!", kYellow}, Look{"line", "line", kDim}};

}  // namespace

LivePrinter::LivePrinter(std::FILE* out, ViewForm form)
    : out_(out), form_(form), colours_(isatty(fileno(out)) == 1) {}

void LivePrinter::operator()(const LiveLine& line) const {
  if (line.kind == "partial") return;  // the whole turn follows
  if (form_ == ViewForm::json) {
    boost::json::object object{{"call", line.call.value()}, {"kind", line.kind}};
    for (const auto& member : line.members) object[member.key()] = member.value();
    fmt::print(out_, "{}\n", boost::json::serialize(object));
  } else {
    const auto* look = std::ranges::find(kLooks, line.kind, &Look::kind);
    CHECK(look != kLooks.end());
    if (colours_)
      fmt::print(out_, "{}{:>7}\033[0m  {}\n", look->colour, look->label, line.text);
    else
      fmt::print(out_, "{:>7}  {}\n", look->label, line.text);
  }
  std::fflush(out_);
}

}  // namespace attendant::app
