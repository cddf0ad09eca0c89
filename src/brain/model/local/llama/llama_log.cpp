#include "brain/model/local/llama/llama_log.hpp"

#include <llama.h>

#include "base/text.hpp"

namespace attendant::brain {

LlamaLog::LlamaLog() {
  llama_log_set(
      [](ggml_log_level level, const char* text, void* self) {
        auto& error = static_cast<LlamaLog*>(self)->first_error_;
        if (level == GGML_LOG_LEVEL_ERROR && error.empty()) error = trim(text);
      },
      this);
}

LlamaLog::~LlamaLog() {
  llama_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
}

}  // namespace attendant::brain
