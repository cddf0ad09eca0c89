#include "store/local/segment_journal.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <string>
#include <system_error>
#include <vector>

#include "base/text.hpp"
#include "security/aead.hpp"
#include "security/random.hpp"
#include "store/local/record.hpp"
#include "store/local/segment.hpp"

namespace attendant::store::local {
namespace {

constexpr std::uint64_t kClosingRoom = 512;  // of each reserve, kept for the last record
constexpr std::size_t kLongestReason = 200;
constexpr std::uint64_t kPopulateAhead = 1U << 20;

Error no_room(std::string message) {
  return {.code = ErrorCode::exhausted,
          .message = std::move(message),
          .retry = Retry::after,
          .retry_after = std::chrono::seconds(5)};
}

// What segment files of this directory already take, and the highest segment number of the shard.
struct Present {
  std::uint64_t bytes = 0;
  std::uint64_t last_number = 0;
};
Result<Present> look(const std::filesystem::path& directory, std::uint32_t shard) {
  Present present;
  const std::string prefix = segment_file("", shard, 0).stem().string().substr(0, sizeof "shard00-" - 1);
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    const std::string stem = entry.path().stem().string();
    if (!stem.starts_with(prefix)) continue;
    present.bytes += disk_use(entry.path());
    if (const auto number = parse_integer(std::string_view(stem).substr(prefix.size()))) {
      present.last_number = std::max(present.last_number, static_cast<std::uint64_t>(*number));
    }
  }
  if (error)
    return fail(ErrorCode::unavailable, "journal directory " + directory.string() + ": " + error.message());
  return present;
}

}  // namespace

// The position of a byte is (index of its segment since open) * segment size + offset. The shard writes
// `current_`; the pool makes segments and hands the next one over through `ready_`. Each side's members are
// its own; what crosses is atomic.
class SegmentJournal::Impl {
 public:
  Impl(const SegmentJournalOptions& options, const Clock& clock, std::uint64_t next_number)
      : options_(options), clock_(clock), next_number_(next_number) {}

  // The threads of both sides have stopped. Errors are left to recovery, which finds the same files.
  ~Impl() {
    static_cast<void>(sync_segments());
    while (!segments_.empty()) static_cast<void>(put_away_front());
  }

  Status start() {
    TRY(make_segment());
    current_ = ready_.exchange(nullptr, std::memory_order_acquire);
    TRY(make_segment());
    appended_.store(offset_, std::memory_order_release);
    synced_.store(offset_, std::memory_order_release);
    return {};
  }

  // ---- shard ----
  std::uint64_t longest_record() const {
    // Small segments (tests) must not lose a large part of themselves to the unused rest before a long
    // record.
    return std::min<std::uint64_t>(
        record_size(kMaxJournalName, kMaxJournalName, kMaxJournalPayload + security::kTagSize),
        options_.segment_bytes / 4);
  }

  std::uint64_t unreserved() const {
    std::uint64_t room = options_.segment_bytes - offset_;
    if (ready_.load(std::memory_order_acquire) != nullptr)
      room += options_.segment_bytes - kSegmentHeaderSize;
    const std::uint64_t taken =
        reserved_ + longest_record();  // the rest of a segment that a long record leaves unused
    return room > taken ? room - taken : 0;
  }

  bool reserve(std::uint64_t bytes) {
    if (unreserved() < bytes) return false;
    reserved_ += bytes;
    return true;
  }
  void release(std::uint64_t bytes) { reserved_ -= bytes; }

  // The next `size` bytes of the journal; the caller holds a reservation for them.
  Result<std::span<std::uint8_t>> take(std::size_t size) {
    if (offset_ + size > options_.segment_bytes) {
      Segment* next = ready_.exchange(nullptr, std::memory_order_acquire);
      if (next == nullptr) return fail(no_room("the journal has no further segment"));
      current_ = next;
      base_ += options_.segment_bytes;
      offset_ = kSegmentHeaderSize;
    }
    return current_->bytes().subspan(offset_, size);
  }
  JournalPosition committed(std::size_t size) {
    offset_ += size;
    appended_.store(base_ + offset_, std::memory_order_release);
    return base_ + offset_;
  }

  const Clock& clock() const { return clock_; }
  const SegmentJournalOptions& options() const { return options_; }

  void when_synced(JournalPosition position, std::function<void()> then) {
    waiting_.emplace(position, std::move(then));
  }
  void deliver_synced() {
    const JournalPosition synced = synced_up_to();
    while (!waiting_.empty() && waiting_.begin()->first <= synced) {
      const auto then = std::move(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
      then();
    }
  }

  // ---- pool ----
  Status sync() {
    TRY(sync_segments());
    populate_ahead(synced_up_to());
    if (ready_.load(std::memory_order_acquire) == nullptr) TRY(make_segment());
    return {};
  }

  JournalPosition synced_up_to() const { return synced_.load(std::memory_order_acquire); }

 private:
  Status sync_segments() {
    const JournalPosition until = appended_.load(std::memory_order_acquire);
    JournalPosition from = synced_.load(std::memory_order_relaxed);
    while (from < until) {
      Segment& segment = *segments_.front();
      const JournalPosition segment_end = first_base_ + options_.segment_bytes;
      const JournalPosition to = std::min(until, segment_end);
      TRY(segment.sync(from - first_base_, to - first_base_));
      synced_.store(to, std::memory_order_release);
      from = to;
      if (until > segment_end) TRY(put_away_front());
    }
    return {};
  }

  Status make_segment() {
    TRY_ASSIGN(const Present present, look(options_.directory, options_.shard));
    if (present.bytes + options_.segment_bytes > options_.budget_bytes) {
      return fail(no_room("the journal has used up its budget of " +
                          std::to_string(options_.budget_bytes >> 20) +
                          " MiB: raise it, or keep journals for fewer days"));
    }
    const SegmentHeader header{.shard = options_.shard, .number = next_number_, .created = clock_.wall()};
    TRY_ASSIGN(auto segment, Segment::create(options_.directory, header, options_.segment_bytes));
    ++next_number_;
    segment->populate(0, kPopulateAhead);
    segments_.push_back(std::move(segment));
    ready_.store(segments_.back().get(), std::memory_order_release);
    return {};
  }

  // The shard has gone on to the next segment, or stopped. What it left unused at the end is zeros.
  Status put_away_front() {
    const auto segment = std::move(segments_.front());
    segments_.pop_front();
    first_base_ += options_.segment_bytes;
    const BytesView bytes = segment->bytes();
    std::uint64_t used = kSegmentHeaderSize;
    while (true) {
      const auto parsed = parse_record(bytes.subspan(used));
      if (!parsed.record) break;
      used += parsed.size;
    }
    if (used == kSegmentHeaderSize) return segment->remove();
    return segment->put_away(used);
  }

  void populate_ahead(JournalPosition position) {
    if (position + kPopulateAhead / 2 < populated_) return;
    populated_ = position + kPopulateAhead;
    segments_.front()->populate(position - first_base_, populated_ - first_base_);
  }

  const SegmentJournalOptions options_;
  const Clock& clock_;

  // shard
  Segment* current_ = nullptr;
  JournalPosition base_ = 0;  // position of the first byte of current_
  std::uint64_t offset_ = kSegmentHeaderSize;
  std::uint64_t reserved_ = 0;
  std::multimap<JournalPosition, std::function<void()>> waiting_;

  // pool
  std::deque<std::unique_ptr<Segment>> segments_;  // oldest first; those that are not yet put away
  JournalPosition first_base_ = 0;                 // position of the first byte of segments_.front()
  JournalPosition populated_ = kPopulateAhead;
  std::uint64_t next_number_;

  // between
  std::atomic<Segment*> ready_{nullptr};
  std::atomic<JournalPosition> appended_{0};
  std::atomic<JournalPosition> synced_{0};
};

class SegmentCallJournal final : public CallJournal {
 public:
  using Impl = SegmentJournal::Impl;

  static Result<std::unique_ptr<CallJournal>> open(Impl& journal, const CallId& call,
                                                   const security::CallKey& key) {
    if (call.value().empty() || call.value().size() > kMaxJournalName) {
      return fail(ErrorCode::invalid,
                  "a call id has 1 to " + std::to_string(kMaxJournalName) + " characters");
    }
    const std::uint64_t reserve = journal.options().call_reserve_bytes;
    if (!journal.reserve(reserve)) {
      return fail(no_room("the journal has no room for another call"));
    }
    std::array<std::uint8_t, kSaltSize> salt{};
    security::fill_random(salt);
    auto opened =
        std::unique_ptr<SegmentCallJournal>(new SegmentCallJournal(journal, call, key, salt, reserve));
    Bytes payload(salt.begin(), salt.end());
    payload.insert(payload.end(), key.wrapped.begin(), key.wrapped.end());
    TRY(opened->write(kCallOpened, payload, false));
    return opened;
  }

  ~SegmentCallJournal() override { journal_.release(left_); }

  Result<JournalPosition> append(std::string_view type, BytesView payload) override {
    if (closed_) return fail(ErrorCode::conflict, "the journal of the call is closed");
    if (type.empty() || type.size() > kMaxJournalName || payload.size() > kMaxJournalPayload) {
      return fail(ErrorCode::invalid,
                  "a journal record has a type of 1 to 64 characters and at most 256 KiB");
    }
    const std::uint64_t size =
        record_size(call_.value().size(), type.size(), payload.size() + security::kTagSize);
    if (size > journal_.longest_record()) {
      return fail(ErrorCode::invalid, "the record is longer than the journal's segments allow");
    }
    // Beyond its own reserve a call may use what nobody was promised.
    if (left_ < size + kClosingRoom) {
      if (!journal_.reserve(size)) return fail(no_room("the call used up its journal space"));
      left_ += size;
    }
    return write(type, payload, true);
  }

  Result<JournalPosition> close(std::string_view reason) override {
    if (closed_) return fail(ErrorCode::conflict, "the journal of the call is closed");
    auto written = write(kCallClosed, as_bytes(reason.substr(0, kLongestReason)), true);
    closed_ = true;
    journal_.release(left_);
    left_ = 0;
    return written;
  }

  const CallId& call() const override { return call_; }
  std::uint64_t last_sequence() const override { return sequence_; }

 private:
  SegmentCallJournal(Impl& journal, const CallId& call, const security::CallKey& key, BytesView salt,
                     std::uint64_t reserve)
      : journal_(journal), call_(call), aead_(key.key.derive(kJournalPurpose, salt)), left_(reserve) {}

  Result<JournalPosition> write(std::string_view type, BytesView payload, bool seal) {
    const RecordHead head{.call = call_.value(),
                          .type = type,
                          .sequence = sequence_ + 1,
                          .wall = journal_.clock().wall(),
                          .at = journal_.clock().now(),
                          .flags = seal ? kFlagSealed : kFlagKey,
                          .payload_size = payload.size() + (seal ? security::kTagSize : 0)};
    const std::size_t size = record_size(head.call.size(), type.size(), head.payload_size);
    TRY_ASSIGN(const auto record, journal_.take(size));
    const auto body = begin_record(head, record);
    if (seal) {
      aead_.seal_to(security::counter_nonce(head.sequence), associated_part(record, head), payload, body);
    } else {
      std::ranges::copy(payload, body.begin());
    }
    commit_record(record);
    ++sequence_;
    const std::uint64_t taken = std::min<std::uint64_t>(left_, size);
    left_ -= taken;
    journal_.release(taken);
    return journal_.committed(size);
  }

  Impl& journal_;
  CallId call_;
  security::Aead aead_;
  std::uint64_t left_;
  std::uint64_t sequence_ = 0;
  bool closed_ = false;
};

Result<std::unique_ptr<SegmentJournal>> SegmentJournal::open(const SegmentJournalOptions& options,
                                                             const Clock& clock) {
  std::error_code error;
  std::filesystem::create_directories(options.directory, error);
  if (error)
    return fail(ErrorCode::unavailable,
                "journal directory " + options.directory.string() + ": " + error.message());
  TRY_ASSIGN(const Present present, look(options.directory, options.shard));
  auto impl = std::make_unique<Impl>(options, clock, present.last_number + 1);
  TRY(impl->start());
  return std::unique_ptr<SegmentJournal>(new SegmentJournal(std::move(impl)));
}

SegmentJournal::SegmentJournal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SegmentJournal::~SegmentJournal() = default;

Result<std::unique_ptr<CallJournal>> SegmentJournal::admit(const CallId& call, const security::CallKey& key) {
  return SegmentCallJournal::open(*impl_, call, key);
}
void SegmentJournal::when_synced(JournalPosition position, std::function<void()> then) {
  impl_->when_synced(position, std::move(then));
}
void SegmentJournal::deliver_synced() { impl_->deliver_synced(); }
Status SegmentJournal::sync() { return impl_->sync(); }
JournalPosition SegmentJournal::synced_up_to() const { return impl_->synced_up_to(); }
std::uint64_t SegmentJournal::unreserved() const { return impl_->unreserved(); }

}  // namespace attendant::store::local
