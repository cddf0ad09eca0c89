#include "speech/embedded/silero.hpp"

#include <algorithm>
#include <array>

#include "inference/session.hpp"

namespace attendant::speech::embedded {
namespace {

using inference::Input;
using inference::Tensor;

constexpr std::size_t kLargestBatch = 64;  // beyond this a window costs no less
constexpr std::size_t kStateWidth = 128;   // two layers of so many numbers a call
constexpr std::size_t kContext = std::tuple_size_v<decltype(VoiceTrack::context)>;
constexpr std::size_t kRow = kContext + kVoiceWindowSamples;
static_assert(std::tuple_size_v<decltype(VoiceTrack::state)> == 2 * kStateWidth);

}  // namespace

// The buffers are as large as the largest batch, so that a batch allocates nothing of ours.
struct Silero::Model {
  const inference::Runtime& runtime;
  std::unique_ptr<inference::Session> session;
  std::array<float, kLargestBatch * kRow> input{};
  std::array<float, kLargestBatch * 2 * kStateWidth> state{};
  std::array<std::int64_t, 1> rate{audio::kTelephoneRate.hertz()};
};

Silero::Silero(std::unique_ptr<Model> model) : model_(std::move(model)) {}
Silero::~Silero() = default;

Result<std::unique_ptr<Silero>> Silero::load(const inference::Runtime& runtime,
                                             const std::filesystem::path& model) {
  TRY_ASSIGN(auto session, runtime.open(model));
  return std::unique_ptr<Silero>(
      new Silero(std::unique_ptr<Model>(new Model{.runtime = runtime, .session = std::move(session)})));
}

Status Silero::detect(std::span<VoiceWindow> windows) {
  while (!windows.empty()) {
    const std::size_t count = std::min(windows.size(), kLargestBatch);
    TRY(detect_batch(windows.first(count)));
    windows = windows.subspan(count);
  }
  return {};
}

Status Silero::detect_batch(std::span<VoiceWindow> windows) {
  const std::size_t count = windows.size();
  const std::size_t layer = count * kStateWidth;
  for (std::size_t i = 0; i < count; ++i) {
    VoiceTrack& track = *windows[i].track;
    float* row = model_->input.data() + i * kRow;
    row = std::ranges::copy(track.context, row).out;
    std::ranges::transform(windows[i].samples, row,
                           [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
    std::copy_n(track.state.begin(), kStateWidth,
                model_->state.begin() + static_cast<std::ptrdiff_t>(i * kStateWidth));
    std::copy_n(track.state.begin() + kStateWidth, kStateWidth,
                model_->state.begin() + static_cast<std::ptrdiff_t>(layer + i * kStateWidth));
  }

  const auto batch = static_cast<std::int64_t>(count);
  const std::array<std::int64_t, 2> input_shape = {batch, kRow};
  const std::array<std::int64_t, 3> state_shape = {2, batch, kStateWidth};
  const Tensor input = model_->runtime.view(std::span(model_->input).first(count * kRow), input_shape);
  const Tensor state = model_->runtime.view(std::span(model_->state).first(2 * layer), state_shape);
  const Tensor rate = model_->runtime.view(std::span(model_->rate), {});
  const std::array<Input, 3> inputs = {Input{"input", &input}, Input{"state", &state}, Input{"sr", &rate}};
  const std::array<const char*, 2> outputs = {"output", "stateN"};
  TRY_ASSIGN(const auto results, model_->session->run(inputs, outputs));

  const std::span<const float> probabilities = results[0].floats();
  const std::span<const float> next = results[1].floats();
  for (std::size_t i = 0; i < count; ++i) {
    windows[i].probability = probabilities[i];
    VoiceTrack& track = *windows[i].track;
    std::ranges::copy(next.subspan(i * kStateWidth, kStateWidth), track.state.begin());
    std::ranges::copy(next.subspan(layer + i * kStateWidth, kStateWidth), track.state.begin() + kStateWidth);
  }
  return {};
}

}  // namespace attendant::speech::embedded
