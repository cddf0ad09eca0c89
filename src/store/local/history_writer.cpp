#include "store/local/history_writer.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
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

}  // namespace

class HistoryWriter::Impl {
 public:
  Impl(SqliteHistory& history, std::size_t capacity, Listener listener)
      : history_(history), capacity_(capacity), listener_(std::move(listener)), thread_([this] { run(); }) {}

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
      if (queue_.size() >= capacity_) {
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

  // One bad row (of a call that was erased meanwhile) must not undo the others: it fails alone, the
  // transaction goes on.
  void store(const std::vector<HistoryRow>& rows) {
    Status begun = history_.begin_batch();
    std::vector<Status> results;
    results.reserve(rows.size());
    for (const HistoryRow& row : rows) results.push_back(begun ? write(history_, row) : begun);
    const Status committed = begun ? history_.commit_batch() : begun;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Status& result = committed ? results[i] : committed;
      if (result) {
        if (listener_.stored) listener_.stored(rows[i]);
      } else if (listener_.failed) {
        listener_.failed(rows[i], result.error());
      }
    }
  }

  SqliteHistory& history_;
  const std::size_t capacity_;
  const Listener listener_;

  std::mutex mutex_;  // held for a move or two, never while the disk is waited for
  std::condition_variable changed_;
  std::deque<HistoryRow> queue_;
  std::uint64_t added_ = 0;
  std::uint64_t stored_ = 0;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

HistoryWriter::HistoryWriter(SqliteHistory& history, std::size_t capacity, Listener listener)
    : impl_(std::make_unique<Impl>(history, capacity, std::move(listener))) {}
HistoryWriter::~HistoryWriter() = default;
Status HistoryWriter::add(HistoryRow row) { return impl_->add(std::move(row)); }
void HistoryWriter::flush() { impl_->flush(); }

}  // namespace attendant::store::local
