// Metrics: counters, gauges and histograms in a registry that writes the Prometheus text format 0.0.4.
// Making a metric locks and allocates: do it once, at construction, and keep the reference (it lives as long
// as the registry). Counting is a relaxed atomic: any thread, media threads too.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attendant::telemetry {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Counter {
 public:
  void add(std::uint64_t by = 1) { value_.fetch_add(by, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  alignas(64) std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  void add(double by) { value_.fetch_add(by, std::memory_order_relaxed); }
  double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  alignas(64) std::atomic<double> value_{0};
};

class Histogram {
 public:
  // `bounds` are the upper ends of the buckets, ascending; the one to infinity is added.
  explicit Histogram(std::vector<double> bounds);
  void observe(double value);

  struct Snapshot {
    std::vector<std::uint64_t> cumulative;  // one per bound, then infinity = count
    double sum = 0;
  };
  Snapshot snapshot() const;
  const std::vector<double>& bounds() const { return bounds_; }
  double quantile(
      double q) const;  // linear within a bucket, as Prometheus' histogram_quantile; NaN when empty

 private:
  std::vector<double> bounds_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> buckets_;
  std::atomic<double> sum_{0};
};

// Seconds, from one millisecond to ten seconds: latencies of turns, tools, engines.
std::vector<double> latency_buckets();

class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  // The same name and labels give the same metric; the same name as another type is a bug (CHECK).
  // Names: attendant_<what>_<unit>[_total], [a-z_0-9].
  Counter& counter(std::string name, std::string help, Labels labels = {});
  Gauge& gauge(std::string name, std::string help, Labels labels = {});
  Histogram& histogram(std::string name, std::string help, std::vector<double> bounds, Labels labels = {});
  // Read when the page is asked for. `read` must be safe on any thread and outlive the registry's last
  // exposition().
  void gauge_from(std::string name, std::string help, Labels labels, std::function<double()> read);

  std::string exposition() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::telemetry
