#include "app/tool_set.hpp"

#include <algorithm>
#include <cstdlib>
#include <future>
#include <iterator>
#include <utility>

#include "base/text.hpp"
#include "config/secret_source.hpp"
#include "tools/http/http_tools.hpp"
#include "tools/mcp/mcp_tools.hpp"
#include "tools/plan_document.hpp"

namespace attendant::app {
namespace {

constexpr std::chrono::seconds kLook{10};
constexpr std::chrono::seconds kBetweenLooks{20};  // shorter than an idle connection is kept
constexpr std::chrono::seconds kFirstRetry{2};  // of a server that cannot be reached; doubled up to the above

// Every name of the files, whether its server is there or not.
Status check_names(const std::vector<tools::ToolFile>& files, const std::vector<tools::ToolSpec>& others) {
  std::vector<tools::ToolSpec> named = others;
  for (const auto& file : files)
    for (const auto& entry : file.tools) {
      tools::ToolSpec spec;
      spec.name = entry.name;
      named.push_back(std::move(spec));
    }
  const auto catalogue = tools::insurance_catalogue().with(std::move(named));
  return catalogue ? Status() : Status(fail(catalogue.error()));
}

}  // namespace

Result<std::vector<tools::ToolFile>> read_tool_files(const config::Tools& settings) {
  const config::LocalSecrets secrets([](const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  });
  std::vector<tools::ToolFile> files;
  std::vector<std::string> problems;
  for (const auto& path : settings.files) {
    auto file = tools::read_tool_file(path, secrets);
    if (file)
      files.push_back(*std::move(file));
    else
      problems.push_back(file.error().message);
  }
  if (!problems.empty()) return fail(ErrorCode::invalid, join(problems, "\n"));
  return files;
}

// One MCP server, and when it is looked at again. `timer`, `looking` and `again` are the loop's alone.
struct ToolSet::Watched {
  Watched(const tools::ToolFile& file, std::shared_ptr<tools::mcp::McpClient> to_server)
      : client(std::move(to_server)), server(file, client) {}

  std::mutex mutex;  // of `changed`, which the client's threads call: both outlive it
  std::function<void()> changed;
  std::shared_ptr<tools::mcp::McpClient> client;
  tools::mcp::ToolServer server;
  runtime::Timer timer;
  Duration retry = kFirstRetry;
  bool looking = false;
  bool again = false;  // it has changed since the look under way began
};

ToolSet::ToolSet() = default;
ToolSet::~ToolSet() = default;

Result<std::unique_ptr<ToolSet>> ToolSet::open(const Options& options, Problem problem) {
  std::unique_ptr<ToolSet> set(new ToolSet);
  set->problem_ = std::move(problem);
  set->clock_ = &options.clock;
  set->model_ = options.model;
  if (const auto& folder = options.documents_dir; !folder.empty()) {
    TRY_ASSIGN(set->library_, documents::Library::open(options.documents_file, set->model_.get()));
    const auto read = set->library_->add_folder(folder);
    if (!read) return fail(read.error().in("insurance.documents_dir"));
    set->specs_.push_back(tools::plan_document_spec());
    set->outside_.emplace(set->specs_.back().name, std::make_shared<tools::PlanDocuments>(*set->library_));
  }
  TRY(check_names(options.files, set->specs_));
  for (const auto& file : options.files) {
    CHECK(options.http != nullptr);
    const auto http = options.http->access();
    if (file.is_http()) {
      TRY_ASSIGN(auto opened, tools::http::open_http_tools(file, http));
      std::ranges::move(opened.specs, std::back_inserter(set->specs_));
      set->outside_.merge(opened.tools);
    } else {
      TRY_ASSIGN(auto client, tools::mcp::make_client(file, http, options.clock));
      auto watched = std::make_unique<Watched>(file, std::move(client));
      watched->client->on_list_changed = [one = watched.get()] {
        const std::lock_guard lock(one->mutex);
        if (one->changed) one->changed();
      };
      set->watched_.push_back(std::move(watched));
    }
  }
  std::vector<std::future<bool>> looks;
  for (auto& watched : set->watched_)
    looks.push_back(std::async(std::launch::async, [&set, &watched, &options] {
      return set->look_at(watched->server, options.patience);
    }));
  for (auto& look : looks) look.get();

  TRY_ASSIGN(auto catalogue, set->catalogue());
  if (options.records != nullptr)
    set->runtime_ =
        std::make_unique<tools::ToolRuntime>(std::move(catalogue), *options.records, tools::LockOutPolicy{},
                                             std::make_shared<SystemClock>(), set->outside());
  return set;
}

// True: it was reached.
bool ToolSet::look_at(tools::mcp::ToolServer& server, Duration patience) {
  const auto look = server.look(clock_->now() + patience);
  for (const auto& problem : look.problems) problem_("tools of " + server.name() + ": " + problem);
  if (look.changed && runtime_) use_what_is_offered();
  return look.reached;
}

Result<tools::Catalogue> ToolSet::catalogue() const {
  auto specs = specs_;
  for (const auto& watched : watched_)
    std::ranges::move(watched->server.offered().specs, std::back_inserter(specs));
  return tools::insurance_catalogue().with(std::move(specs));
}

tools::OutsideTools ToolSet::outside() const {
  auto all = outside_;
  for (const auto& watched : watched_) all.merge(watched->server.offered().tools);
  return all;
}

void ToolSet::use_what_is_offered() {
  const std::lock_guard lock(using_);
  auto fresh = catalogue();
  if (fresh)
    runtime_->use(*std::move(fresh), outside());
  else
    problem_("tools: " + fresh.error().message);
}

void ToolSet::watch(runtime::Loop& loop, Background background) {
  background_ = std::move(background);
  for (auto& watched : watched_) {
    const std::lock_guard lock(watched->mutex);
    watched->changed = [this, &loop, one = watched.get()] {
      loop.post([this, &loop, one] {
        one->again = one->looking;
        if (!one->looking) next_look(loop, *one, Duration::zero());
      });
    };
    next_look(loop, *watched, kFirstRetry);
  }
}

void ToolSet::stop_watching() {
  for (auto& watched : watched_) {
    watched->timer.cancel();
    const std::lock_guard lock(watched->mutex);
    watched->changed = nullptr;
  }
}

void ToolSet::next_look(runtime::Loop& loop, Watched& watched, Duration after) {
  watched.timer = loop.after(after, [this, &loop, &watched] {
    watched.looking = background_([this, &loop, &watched] {
      const bool reached = look_at(watched.server, kLook);
      loop.post([this, &loop, &watched, reached] {
        watched.looking = false;
        watched.retry =
            reached ? Duration(kFirstRetry) : std::min<Duration>(2 * watched.retry, kBetweenLooks);
        const auto pause = std::exchange(watched.again, false) ? Duration::zero()
                           : reached                           ? Duration(kBetweenLooks)
                                                               : watched.retry;
        next_look(loop, watched, pause);
      });
    });
    if (!watched.looking) next_look(loop, watched, kFirstRetry);
  });
}

}  // namespace attendant::app
