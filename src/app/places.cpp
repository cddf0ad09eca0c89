#include "app/places.hpp"

#include <cstdlib>
#include <system_error>

namespace attendant::app {

std::filesystem::path data_folder() {
  if (const char* share = std::getenv("ATTENDANT_SHARE"); share != nullptr) return share;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto beside = program.parent_path().parent_path() / "data";
  if (!error && std::filesystem::is_directory(beside, error)) return beside;
  return "data";
}

std::filesystem::path web_folder() { return data_folder().parent_path() / "web"; }

std::filesystem::path engines_folder(const std::string& configured) {
  if (!configured.empty()) return configured;
  if (const char* engines = std::getenv("ATTENDANT_ENGINES"); engines != nullptr) return engines;
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home == nullptr ? "/root" : home) / ".cache/attendant/engines";
}

}  // namespace attendant::app
