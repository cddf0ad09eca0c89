#include "inference/runtime.hpp"

#include <fstream>
#include <iterator>

#include <dlfcn.h>
#include <fmt/format.h>

#include "inference/api.hpp"
#include "inference/onnx_form.hpp"
#include "inference/session.hpp"

namespace attendant::inference {
namespace {

// What the library's one exported function returns.
struct ApiBase {
  const void* const* (*get_api)(std::uint32_t version);
  const char* (*get_version)();
};

constexpr int kLogErrorsOnly = 3;
constexpr int kArenaAllocator = 1;
constexpr int kDefaultMemory = 0;
constexpr int kAllOptimisations = 99;

Result<std::vector<std::string>> names_of(const Api& api, const void* session, Slot count_slot,
                                          Slot name_slot) {
  void* allocator = nullptr;  // the library's own
  TRY(api.call(Slot::default_allocator, &allocator));
  std::size_t count = 0;
  TRY(api.call(count_slot, session, &count));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    char* name = nullptr;
    TRY(api.call(name_slot, session, i, allocator, &name));
    names.emplace_back(name);
    TRY(api.call(Slot::allocator_free, allocator, static_cast<void*>(name)));
  }
  return names;
}

// A protobuf field of wire type 2: its number, its length, its content. Short ones only.
std::string field(int number, std::string_view content) {
  CHECK(content.size() < 128);
  return std::string{static_cast<char>(number << 3 | 2), static_cast<char>(content.size())}.append(content);
}

// The model's bytes with a value of its graph among its outputs. A message that is there twice is merged into
// one and its lists become one list (protobuf's encoding rules), so it is enough to append a graph that has
// only the output.
Result<std::string> with_output(const std::filesystem::path& model, std::string_view value) {
  std::ifstream stream(model, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream) return fail(ErrorCode::unavailable, fmt::format("{} cannot be read", model.string()));
  constexpr int kGraph = 7, kOutput = 12, kName = 1, kType = 2, kTensor = 1;  // onnx.proto
  const std::string floats("\x08\x01", 2);                                    // elem_type = FLOAT
  return bytes += field(kGraph, field(kOutput, field(kName, value) + field(kType, field(kTensor, floats))));
}

}  // namespace

struct Runtime::Handles {
  void* shared_object = nullptr;
  const ApiBase* base = nullptr;
  std::unique_ptr<Api> api;
  void* env = nullptr;
  void* memory = nullptr;

  ~Handles() {
    if (api) {
      api->release(Slot::release_memory_info, memory);
      api->release(Slot::release_env, env);
    }
    if (shared_object) dlclose(shared_object);
  }

  Tensor view(void* data, std::size_t bytes, std::span<const std::int64_t> shape, ElementType type) const {
    std::int64_t elements = 1;
    for (const std::int64_t dimension : shape) elements *= dimension;
    const std::size_t width = type == ElementType::boolean ? 1 : type == ElementType::float32 ? 4 : 8;
    CHECK(static_cast<std::size_t>(elements) * width == bytes);
    void* value = nullptr;
    CHECK(api->call(Slot::create_tensor_over, static_cast<const void*>(memory), data, bytes, shape.data(),
                    shape.size(), static_cast<int>(type), &value));
    return Tensor(api.get(), value);
  }
};

std::unexpected<Error> missing_engine_file(const std::filesystem::path& file) {
  return fail(ErrorCode::not_found,
              fmt::format("{} is missing; run tools/fetch-models to fetch the engines", file.string()));
}

Status Api::to_status(void* status) const {
  if (!status) return {};
  const char* message = at<const char* (*)(const void*)>(Slot::error_message)(status);
  Error error{.code = ErrorCode::internal, .message = fmt::format("ONNX Runtime: {}", message)};
  release(Slot::release_status, status);
  return fail(std::move(error));
}

Runtime::Runtime() : handles_(std::make_unique<Handles>()) {}
Runtime::~Runtime() = default;

Result<std::unique_ptr<Runtime>> Runtime::load(const std::filesystem::path& engines) {
  const std::filesystem::path file = engines / "lib" / "libonnxruntime.so";
  if (!std::filesystem::exists(file)) return missing_engine_file(file);

  std::unique_ptr<Runtime> runtime(new Runtime());
  Handles& handles = *runtime->handles_;
  // Never unloaded: the library keeps state of its own for the whole process.
  handles.shared_object = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (!handles.shared_object)
    return fail(ErrorCode::unavailable, fmt::format("{} cannot be loaded: {}", file.string(), dlerror()));
  auto get_base = reinterpret_cast<const ApiBase* (*)()>(dlsym(handles.shared_object, "OrtGetApiBase"));
  if (!get_base) return fail(ErrorCode::unsupported, fmt::format("{} is not ONNX Runtime", file.string()));
  handles.base = get_base();
  const void* const* table = handles.base->get_api(kApiVersion);
  if (!table) {
    return fail(ErrorCode::unsupported,
                fmt::format("ONNX Runtime {} is too old: 1.17 or later is needed", runtime->version()));
  }
  handles.api = std::make_unique<Api>(table);
  TRY(handles.api->call(Slot::create_env, kLogErrorsOnly, "attendant", &handles.env));
  TRY(handles.api->call(Slot::create_cpu_memory_info, kArenaAllocator, kDefaultMemory, &handles.memory));
  return runtime;
}

Result<std::unique_ptr<Session>> Runtime::open(const std::filesystem::path& model,
                                               SessionOptions options) const {
  if (!std::filesystem::exists(model)) return missing_engine_file(model);
  const Api& api = *handles_->api;

  void* raw = nullptr;
  TRY(api.call(Slot::create_session_options, &raw));
  auto release = [&api](void* p) { api.release(Slot::release_session_options, p); };
  const std::unique_ptr<void, decltype(release)> settings(raw, release);
  TRY(api.call(Slot::set_optimisation_level, raw, kAllOptimisations));
  TRY(api.call(Slot::set_threads_inside, raw, options.threads));
  TRY(api.call(Slot::set_threads_between, raw, 1));
  // Idle threads of the library would otherwise burn a core each while they wait.
  TRY(api.call(Slot::add_session_config, raw, "session.intra_op.allow_spinning", "0"));

  void* session = nullptr;
  const void* env = handles_->env;
  const void* fixed = raw;
  const auto open_bytes = [&](const std::string& bytes) {
    const void* begin = bytes.data();
    return api.call(Slot::create_session_from_bytes, env, begin, bytes.size(), fixed, &session);
  };
  Status opened;
  if (options.fold_weights) {
    auto bytes = onnx_form(api, env, model);
    if (!bytes) return fail(bytes.error().in(model.string()));
    opened = open_bytes(*bytes);
  } else if (!options.also_output.empty()) {
    TRY_ASSIGN(const auto bytes, with_output(model, options.also_output));
    opened = open_bytes(bytes);
  } else {
    opened = api.call(Slot::create_session, env, model.c_str(), fixed, &session);
  }
  if (!opened) return fail(opened.error().in(model.string()));
  std::unique_ptr<Session> result(new Session(&api, session));
  TRY_ASSIGN(result->input_names_, names_of(api, session, Slot::input_count, Slot::input_name));
  TRY_ASSIGN(result->output_names_, names_of(api, session, Slot::output_count, Slot::output_name));
  return result;
}

Tensor Runtime::view(std::span<float> data, std::span<const std::int64_t> shape) const {
  return handles_->view(data.data(), data.size_bytes(), shape, ElementType::float32);
}
Tensor Runtime::view(std::span<std::int64_t> data, std::span<const std::int64_t> shape) const {
  return handles_->view(data.data(), data.size_bytes(), shape, ElementType::int64);
}
Tensor Runtime::view(std::span<bool> data, std::span<const std::int64_t> shape) const {
  return handles_->view(data.data(), data.size_bytes(), shape, ElementType::boolean);
}

std::string Runtime::version() const { return handles_->base->get_version(); }

}  // namespace attendant::inference
