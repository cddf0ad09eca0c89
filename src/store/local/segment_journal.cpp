#include "store/local/segment_journal.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "security/aead.hpp"
#include "security/random.hpp"
#include "store/local/journal_space.hpp"
#include "store/local/record.hpp"

namespace attendant::store::local {
namespace {

constexpr std::uint64_t kClosingRoom = 512;  // of each reserve, kept for the last record
constexpr std::size_t kLongestReason = 200;

class SegmentCallJournal final : public CallJournal {
 public:
  static Result<std::unique_ptr<CallJournal>> open(JournalSpace& space, const Clock& clock,
                                                   std::uint64_t reserve, const CallId& call,
                                                   const security::CallKey& key) {
    if (call.value().empty() || call.value().size() > kMaxJournalName) {
      return fail(ErrorCode::invalid,
                  "a call id has 1 to " + std::to_string(kMaxJournalName) + " characters");
    }
    if (!space.reserve(reserve)) {
      return fail(no_journal_room("the journal has no room for another call"));
    }
    std::array<std::uint8_t, kSaltSize> salt{};
    security::fill_random(salt);
    auto opened =
        std::unique_ptr<SegmentCallJournal>(new SegmentCallJournal(space, clock, call, key, salt, reserve));
    Bytes payload(salt.begin(), salt.end());
    payload.insert(payload.end(), key.wrapped.begin(), key.wrapped.end());
    TRY(opened->write(kCallOpened, payload, false));
    return opened;
  }

  ~SegmentCallJournal() override { space_.release(left_); }

  Result<JournalPosition> append(std::string_view type, BytesView payload) override {
    if (closed_) return fail(ErrorCode::conflict, "the journal of the call is closed");
    if (type.empty() || type.size() > kMaxJournalName || payload.size() > kMaxJournalPayload) {
      return fail(ErrorCode::invalid,
                  "a journal record has a type of 1 to 64 characters and at most 256 KiB");
    }
    const std::uint64_t size =
        record_size(call_.value().size(), type.size(), payload.size() + security::kTagSize);
    if (size > space_.longest_record()) {
      return fail(ErrorCode::invalid, "the record is longer than the journal's segments allow");
    }
    // Beyond its own reserve a call may use what nobody was promised.
    if (left_ < size + kClosingRoom) {
      if (!space_.reserve(size)) return fail(no_journal_room("the call used up its journal space"));
      left_ += size;
    }
    return write(type, payload, true);
  }

  Result<JournalPosition> close(std::string_view reason) override {
    if (closed_) return fail(ErrorCode::conflict, "the journal of the call is closed");
    auto written = write(kCallClosed, as_bytes(reason.substr(0, kLongestReason)), true);
    closed_ = true;
    space_.release(left_);
    left_ = 0;
    return written;
  }

  const CallId& call() const override { return call_; }
  std::uint64_t last_sequence() const override { return sequence_; }

 private:
  SegmentCallJournal(JournalSpace& space, const Clock& clock, const CallId& call,
                     const security::CallKey& key, BytesView salt, std::uint64_t reserve)
      : space_(space),
        clock_(clock),
        call_(call),
        aead_(key.key.derive(kJournalPurpose, salt)),
        left_(reserve) {}

  Result<JournalPosition> write(std::string_view type, BytesView payload, bool seal) {
    const RecordHead head{.call = call_.value(),
                          .type = type,
                          .sequence = sequence_ + 1,
                          .wall = clock_.wall(),
                          .at = clock_.now(),
                          .flags = seal ? kFlagSealed : kFlagKey,
                          .payload_size = payload.size() + (seal ? security::kTagSize : 0)};
    const std::size_t size = record_size(head.call.size(), type.size(), head.payload_size);
    TRY_ASSIGN(const auto record, space_.take(size));
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
    space_.release(taken);
    return space_.committed(size);
  }

  JournalSpace& space_;
  const Clock& clock_;
  CallId call_;
  security::Aead aead_;
  std::uint64_t left_;
  std::uint64_t sequence_ = 0;
  bool closed_ = false;
};

}  // namespace

class SegmentJournal::Impl {
 public:
  Impl(std::unique_ptr<JournalSpace> space, const Clock& clock, std::uint64_t call_reserve)
      : space_(std::move(space)), clock_(clock), call_reserve_(call_reserve) {}

  Result<std::unique_ptr<CallJournal>> admit(const CallId& call, const security::CallKey& key) {
    return SegmentCallJournal::open(*space_, clock_, call_reserve_, call, key);
  }

  void when_synced(JournalPosition position, std::function<void()> then) {
    waiting_.emplace(position, std::move(then));
  }
  void deliver_synced() {
    const JournalPosition synced = space_->synced_up_to();
    while (!waiting_.empty() && waiting_.begin()->first <= synced) {
      const auto then = std::move(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
      then();
    }
  }

  JournalSpace& space() { return *space_; }

 private:
  std::unique_ptr<JournalSpace> space_;
  const Clock& clock_;
  std::uint64_t call_reserve_;
  std::multimap<JournalPosition, std::function<void()>> waiting_;
};

Result<std::unique_ptr<SegmentJournal>> SegmentJournal::open(const SegmentJournalOptions& options,
                                                             const Clock& clock) {
  TRY_ASSIGN(auto space, JournalSpace::open(options, clock));
  auto impl = std::make_unique<Impl>(std::move(space), clock, options.call_reserve_bytes);
  return std::unique_ptr<SegmentJournal>(new SegmentJournal(std::move(impl)));
}

SegmentJournal::SegmentJournal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SegmentJournal::~SegmentJournal() = default;

Result<std::unique_ptr<CallJournal>> SegmentJournal::admit(const CallId& call, const security::CallKey& key) {
  return impl_->admit(call, key);
}
void SegmentJournal::when_synced(JournalPosition position, std::function<void()> then) {
  impl_->when_synced(position, std::move(then));
}
void SegmentJournal::deliver_synced() { impl_->deliver_synced(); }
Status SegmentJournal::sync() { return impl_->space().sync(); }
JournalPosition SegmentJournal::synced_up_to() const { return impl_->space().synced_up_to(); }
std::uint64_t SegmentJournal::unreserved() const { return impl_->space().unreserved(); }

}  // namespace attendant::store::local
