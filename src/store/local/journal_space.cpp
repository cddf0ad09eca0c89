#include "store/local/journal_space.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <tuple>

#include "base/text.hpp"
#include "security/aead.hpp"
#include "store/local/record.hpp"

namespace attendant::store::local {
namespace {

constexpr std::uint64_t kPopulateAhead = 1U << 20;

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

Error no_journal_room(std::string message) {
  return {.code = ErrorCode::exhausted,
          .message = std::move(message),
          .retry = Retry::after,
          .retry_after = std::chrono::seconds(5)};
}

Result<std::unique_ptr<JournalSpace>> JournalSpace::open(const SegmentJournalOptions& options,
                                                         const Clock& clock) {
  if (options.segment_bytes % kSegmentGranularity != 0 ||
      options.segment_bytes < 2 * options.call_reserve_bytes) {
    return fail(ErrorCode::invalid, "journal segments of " + std::to_string(options.segment_bytes) +
                                        " bytes: must be a multiple of 4096, and at least twice the " +
                                        std::to_string(options.call_reserve_bytes) +
                                        " bytes reserved for each call");
  }
  std::error_code error;
  std::filesystem::create_directories(options.directory, error);
  if (error)
    return fail(ErrorCode::unavailable,
                "journal directory " + options.directory.string() + ": " + error.message());
  TRY_ASSIGN(const Present present, look(options.directory, options.shard));
  std::unique_ptr<JournalSpace> space(new JournalSpace(options, clock, present.last_number + 1));
  TRY(space->make_segment());
  space->current_ = space->ready_.exchange(nullptr, std::memory_order_acquire);
  TRY(space->make_segment());
  return space;
}

JournalSpace::JournalSpace(const SegmentJournalOptions& options, const Clock& clock,
                           std::uint64_t next_number)
    : options_(options),
      clock_(clock),
      offset_(kSegmentHeaderSize),
      populated_(kPopulateAhead),
      next_number_(next_number),
      appended_(kSegmentHeaderSize),
      synced_(kSegmentHeaderSize) {}

// What fails here recovery meets again at the next start.
JournalSpace::~JournalSpace() {
  std::ignore = sync_segments();
  while (!segments_.empty()) std::ignore = put_away_front();
}

// ---- shard ----

// Small segments (tests) must not lose a large part of themselves to the unused rest before a long record.
std::uint64_t JournalSpace::longest_record() const {
  const auto longest = record_size(kMaxJournalName, kMaxJournalName, kMaxJournalPayload + security::kTagSize);
  return std::min<std::uint64_t>(longest, options_.segment_bytes / 4);
}

std::uint64_t JournalSpace::unreserved() const {
  std::uint64_t room = options_.segment_bytes - offset_;
  if (ready_.load(std::memory_order_acquire) != nullptr) room += options_.segment_bytes - kSegmentHeaderSize;
  // The rest of a segment that is too short for the next record stays unused.
  const std::uint64_t taken = reserved_ + longest_record();
  return room > taken ? room - taken : 0;
}

bool JournalSpace::reserve(std::uint64_t bytes) {
  if (unreserved() < bytes) return false;
  reserved_ += bytes;
  return true;
}

void JournalSpace::release(std::uint64_t bytes) { reserved_ -= bytes; }

Result<std::span<std::uint8_t>> JournalSpace::take(std::size_t size) {
  if (offset_ + size > options_.segment_bytes) {
    Segment* next = ready_.exchange(nullptr, std::memory_order_acquire);
    if (next == nullptr) return fail(no_journal_room("the journal has no further segment"));
    current_ = next;
    base_ += options_.segment_bytes;
    offset_ = kSegmentHeaderSize;
  }
  return current_->bytes().subspan(offset_, size);
}

JournalPosition JournalSpace::committed(std::size_t size) {
  offset_ += size;
  appended_.store(base_ + offset_, std::memory_order_release);
  return base_ + offset_;
}

// ---- pool ----

Status JournalSpace::sync() {
  TRY(sync_segments());
  populate_ahead(synced_up_to());
  if (ready_.load(std::memory_order_acquire) == nullptr) TRY(make_segment());
  return {};
}

Status JournalSpace::sync_segments() {
  const JournalPosition until = appended_.load(std::memory_order_acquire);
  JournalPosition from = synced_.load(std::memory_order_relaxed);
  while (from < until) {
    const JournalPosition segment_end = first_base_ + options_.segment_bytes;
    const JournalPosition to = std::min(until, segment_end);
    TRY(segments_.front()->sync(from - first_base_, to - first_base_));
    synced_.store(to, std::memory_order_release);
    from = to;
    if (until > segment_end) TRY(put_away_front());
  }
  return {};
}

Status JournalSpace::make_segment() {
  TRY_ASSIGN(const Present present, look(options_.directory, options_.shard));
  if (present.bytes + options_.segment_bytes > options_.budget_bytes) {
    return fail(no_journal_room("the journal has used up its budget of " +
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
Status JournalSpace::put_away_front() {
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

void JournalSpace::populate_ahead(JournalPosition position) {
  if (position + kPopulateAhead / 2 < populated_) return;
  populated_ = position + kPopulateAhead;
  segments_.front()->populate(position - first_base_, populated_ - first_base_);
}

}  // namespace attendant::store::local
