#include "store/local/history_writer.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>
#include <type_traits>
#include <utility>

namespace attendant::store::local {
namespace {

constexpr std::size_t kRowsPerTransaction = 256;

Status write(History& history, const HistoryRow& row) {
  struct Writer {
    History& history;
    Status operator()(const CallStart& start) const { return history.begin_call(start); }
    Status operator()(const TurnRow& turn) const { return history.add_turn(turn); }
    Status operator()(const ToolCallRow& tool) const { return history.add_tool_call(tool); }
    Status operator()(const NoteRow& note) const { return history.add_note(note.call, note.key, note.value); }
    Status operator()(const MemberRow& member) const {
      return history.set_member(member.call, member.member_id);
    }
    Status operator()(const RecordedRow& recorded) const { return history.set_recorded(recorded.call); }
    Status operator()(const CallEnd& end) const { return history.end_call(end); }
    Status operator()(const AuditRow& audit) const { return history.add_audit(audit); }
  };
  return std::visit(Writer{history}, row);
}

// Whose row it is; null for an audit row that belongs to no call.
const CallId* call_of(const HistoryRow& row) {
  return std::visit(
      [](const auto& r) -> const CallId* {
        if constexpr (std::is_same_v<std::decay_t<decltype(r)>, AuditRow>) {
          return r.call ? &*r.call : nullptr;
        } else {
          return &r.call;
        }
      },
      row);
}

// The disk is full or failing, or another process holds the file: not the fault of the row.
bool is_of_the_disk(const Error& error) {
  return error.code == ErrorCode::exhausted || error.code == ErrorCode::unavailable;
}

}  // namespace

class HistoryWriter::Impl {
 public:
  Impl(SqliteHistory& history, std::size_t capacity, Listener listener,
       std::chrono::milliseconds try_again_after)
      : history_(history),
        capacity_(capacity),
        listener_(std::move(listener)),
        try_again_after_(try_again_after),
        thread_([this] { run(); }) {}

  ~Impl() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  Status add(HistoryRow row) {
    {
      const std::scoped_lock lock(mutex_);
      const CallId* call = call_of(row);
      const bool gone = call != nullptr && left_to_recovery_.contains(*call);
      if (gone || queue_.size() >= capacity_) {
        if (call != nullptr) left_to_recovery_.insert(*call);
        return fail({.code = ErrorCode::exhausted,
                     .message = "history cannot be written as fast as calls need it",
                     .retry = Retry::after,
                     .retry_after = std::chrono::milliseconds(100)});
      }
      queue_.push_back(std::move(row));
      ++added_;
    }
    changed_.notify_all();
    return {};
  }

  void flush() {
    std::unique_lock lock(mutex_);
    const auto until = added_;
    changed_.wait(lock, [&] { return stored_ >= until; });
  }

 private:
  void run() {
    while (true) {
      std::vector<HistoryRow> rows;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        const auto count = std::min(queue_.size(), kRowsPerTransaction);
        const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(count);
        rows.assign(std::move_iterator(queue_.begin()), std::move_iterator(end));
        queue_.erase(queue_.begin(), end);
      }
      store(rows);
      {
        const std::scoped_lock lock(mutex_);
        stored_ += rows.size();
      }
      changed_.notify_all();
    }
  }

  void store(const std::vector<HistoryRow>& rows) {
    auto results = write_batch(rows);
    while (!results && wait_for(results.error())) results = write_batch(rows);
    is_waiting_ = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Status& result = results ? (*results)[i] : Status(fail(results.error()));
      if (result) {
        tell_stored(rows[i]);
      } else if (listener_.failed) {
        listener_.failed(rows[i], result.error());
      }
    }
  }

  // All rows in one transaction, or, for the disk's sake, none of them. One bad row (of a call that was
  // erased meanwhile) must not undo the others: it fails alone.
  Result<std::vector<Status>> write_batch(const std::vector<HistoryRow>& rows) {
    TRY(history_.begin_batch());
    std::vector<Status> results;
    results.reserve(rows.size());
    Status whole;
    for (const HistoryRow& row : rows) {
      results.push_back(write(history_, row));
      if (results.back() || !is_of_the_disk(results.back().error())) continue;
      whole = results.back();
      break;
    }
    if (whole) whole = history_.commit_batch();
    if (whole) return results;
    history_.roll_back_batch();
    return fail(std::move(whole).error());
  }

  void tell_stored(const HistoryRow& row) {
    if (!listener_.stored) return;
    auto told = listener_.stored(row);
    while (!told && wait_for(told.error())) told = listener_.stored(row);
    is_waiting_ = false;
    if (!told && listener_.failed) listener_.failed(row, told.error());
  }

  // True: try again now. False: the writer is to stop.
  bool wait_for(const Error& error) {
    if (!std::exchange(is_waiting_, true) && listener_.waiting) listener_.waiting(error);
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, try_again_after_, [&] { return stopping_; });
  }

  SqliteHistory& history_;
  const std::size_t capacity_;
  const Listener listener_;
  const std::chrono::milliseconds try_again_after_;
  bool is_waiting_ = false;  // writer's thread

  std::mutex mutex_;  // held for a move or two, never while the disk is waited for
  std::condition_variable changed_;
  std::deque<HistoryRow> queue_;
  std::uint64_t added_ = 0;
  std::uint64_t stored_ = 0;
  std::set<CallId> left_to_recovery_;  // calls of which a row found no room
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

HistoryWriter::HistoryWriter(SqliteHistory& history, std::size_t capacity, Listener listener,
                             std::chrono::milliseconds try_again_after)
    : impl_(std::make_unique<Impl>(history, capacity, std::move(listener), try_again_after)) {}
HistoryWriter::~HistoryWriter() = default;
Status HistoryWriter::add(HistoryRow row) { return impl_->add(std::move(row)); }
void HistoryWriter::flush() { impl_->flush(); }

}  // namespace attendant::store::local
