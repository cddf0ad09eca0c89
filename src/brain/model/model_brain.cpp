#include "brain/model/model_brain.hpp"

#include <cstdint>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "brain/model/model_prompt.hpp"
#include "brain/model/model_session.hpp"

namespace attendant::brain {
namespace {

// FNV-1a: names a text in a version, no more.
std::uint32_t fingerprint(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

}  // namespace

ModelBrain::ModelBrain(ModelOptions options, const tools::Catalogue& catalogue, ModelGateway& gateway,
                       runtime::Loop& loop)
    : catalogue_(catalogue), gateway_(gateway), loop_(loop) {
  auto setup = std::make_shared<ModelSetup>();
  setup->prompt = system_prompt(options);
  setup->tools = tool_definitions(options, catalogue);
  setup->options = std::move(options);
  setup_ = std::move(setup);
}

std::unique_ptr<RescuableSession> ModelBrain::open(const CallSetting& call) {
  return std::make_unique<ModelSession>(setup_, catalogue_, gateway_, loop_, call);
}

std::string ModelBrain::version() const {
  auto all = setup_->prompt;
  for (const auto& tool : setup_->tools) all += tool.name + boost::json::serialize(tool.parameters);
  const auto& pool = setup_->options.pool;
  return fmt::format("model {} {} {:08x}", setup_->options.agent, pool.empty() ? "first pool" : pool,
                     fingerprint(all));
}

}  // namespace attendant::brain
