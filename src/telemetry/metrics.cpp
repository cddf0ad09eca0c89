#include "telemetry/metrics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <variant>

#include <fmt/format.h>

#include "base/result.hpp"

namespace attendant::telemetry {
namespace {

std::string escape(std::string_view text, bool quotes) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\\\";
    } else if (c == '\n') {
      escaped += "\\n";
    } else if (c == '"' && quotes) {
      escaped += "\\\"";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string render(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    if (!text.empty()) text += ',';
    text += fmt::format("{}=\"{}\"", name, escape(value, true));
  }
  return text;
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

std::string sample(std::string_view name, std::string_view labels, std::string_view value) {
  if (labels.empty()) return fmt::format("{} {}\n", name, value);
  return fmt::format("{}{{{}}} {}\n", name, labels, value);
}

void write(std::string& page, std::string_view name, const std::string& labels, const Counter& counter) {
  page += sample(name, labels, std::to_string(counter.value()));
}
void write(std::string& page, std::string_view name, const std::string& labels, const Gauge& gauge) {
  page += sample(name, labels, number(gauge.value()));
}
void write(std::string& page, std::string_view name, const std::string& labels,
           const std::function<double()>& read) {
  page += sample(name, labels, number(read()));
}
void write(std::string& page, std::string_view name, const std::string& labels, const Histogram& histogram) {
  const auto snapshot = histogram.snapshot();
  const std::string front = labels.empty() ? "" : labels + ",";
  for (std::size_t i = 0; i < snapshot.cumulative.size(); ++i) {
    const double bound =
        i < histogram.bounds().size() ? histogram.bounds()[i] : std::numeric_limits<double>::infinity();
    page += sample(fmt::format("{}_bucket", name), fmt::format("{}le=\"{}\"", front, number(bound)),
                   std::to_string(snapshot.cumulative[i]));
  }
  page += sample(fmt::format("{}_sum", name), labels, number(snapshot.sum));
  page += sample(fmt::format("{}_count", name), labels, std::to_string(snapshot.cumulative.back()));
}

bool well_named(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)),
      buckets_(std::make_unique<std::atomic<std::uint64_t>[]>(bounds_.size() + 1)) {
  CHECK(std::ranges::is_sorted(bounds_));
}

void Histogram::observe(double value) {
  const auto bucket = static_cast<std::size_t>(std::ranges::lower_bound(bounds_, value) - bounds_.begin());
  buckets_[bucket].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Snapshot Histogram::snapshot() const {
  Snapshot snapshot;
  std::uint64_t count = 0;
  for (std::size_t i = 0; i <= bounds_.size(); ++i) {
    count += buckets_[i].load(std::memory_order_relaxed);
    snapshot.cumulative.push_back(count);
  }
  snapshot.sum = sum_.load(std::memory_order_relaxed);
  return snapshot;
}

double Histogram::quantile(double q) const {
  const auto cumulative = snapshot().cumulative;
  if (cumulative.back() == 0) return std::numeric_limits<double>::quiet_NaN();
  const double rank = q * static_cast<double>(cumulative.back());
  for (std::size_t i = 0; i < bounds_.size(); ++i) {
    if (static_cast<double>(cumulative[i]) < rank) continue;
    const double low = i == 0 ? 0 : bounds_[i - 1];
    const double before = i == 0 ? 0 : static_cast<double>(cumulative[i - 1]);
    const double inside = static_cast<double>(cumulative[i]) - before;
    return inside <= 0 ? bounds_[i] : low + (bounds_[i] - low) * (rank - before) / inside;
  }
  return bounds_.empty() ? std::numeric_limits<double>::quiet_NaN() : bounds_.back();
}

std::vector<double> latency_buckets() {
  return {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4,
          0.5,   0.65,  0.8,   1,    1.3,  1.6,  2,   3,   5,   10};
}

struct Registry::Impl {
  using Metric = std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>,
                              std::unique_ptr<std::function<double()>>>;
  struct Family {
    std::string help;
    std::map<std::string, Metric> by_labels;
  };

  template <class T, class Make>
  T& find_or_make(std::string name, std::string help, const Labels& labels, Make make) {
    CHECK(well_named(name));
    const std::lock_guard lock(mutex);
    Family& family = families[std::move(name)];
    if (family.help.empty()) family.help = std::move(help);
    auto& by_labels = family.by_labels;
    CHECK(by_labels.empty() || std::holds_alternative<std::unique_ptr<T>>(by_labels.begin()->second));
    const auto [at, is_new] = by_labels.try_emplace(render(labels));
    if (is_new) at->second = make();
    return *std::get<std::unique_ptr<T>>(at->second);
  }

  mutable std::mutex mutex;
  std::map<std::string, Family> families;
};

Registry::Registry() : impl_(std::make_unique<Impl>()) {}
Registry::~Registry() = default;

Counter& Registry::counter(std::string name, std::string help, Labels labels) {
  return impl_->find_or_make<Counter>(std::move(name), std::move(help), labels,
                                      [] { return std::make_unique<Counter>(); });
}

Gauge& Registry::gauge(std::string name, std::string help, Labels labels) {
  return impl_->find_or_make<Gauge>(std::move(name), std::move(help), labels,
                                    [] { return std::make_unique<Gauge>(); });
}

Histogram& Registry::histogram(std::string name, std::string help, std::vector<double> bounds,
                               Labels labels) {
  return impl_->find_or_make<Histogram>(std::move(name), std::move(help), labels,
                                        [&] { return std::make_unique<Histogram>(std::move(bounds)); });
}

void Registry::gauge_from(std::string name, std::string help, Labels labels, std::function<double()> read) {
  impl_->find_or_make<std::function<double()>>(std::move(name), std::move(help), labels, [&] {
    return std::make_unique<std::function<double()>>(std::move(read));
  });
}

std::string Registry::exposition() const {
  static constexpr std::array kTypes{"counter", "gauge", "histogram", "gauge"};  // in the order of Metric
  const std::lock_guard lock(impl_->mutex);
  std::string page;
  for (const auto& [name, family] : impl_->families) {
    page += fmt::format("# HELP {} {}\n", name, escape(family.help, false));
    page += fmt::format("# TYPE {} {}\n", name, kTypes[family.by_labels.begin()->second.index()]);
    for (const auto& [labels, metric] : family.by_labels) {
      std::visit([&](const auto& held) { write(page, name, labels, *held); }, metric);
    }
  }
  return page;
}

}  // namespace attendant::telemetry
