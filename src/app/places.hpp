// Where the program finds its files: data that comes with it, and engines that were fetched.
#pragma once

#include <filesystem>
#include <string>

namespace attendant::app {

// The project's data/ folder: $ATTENDANT_SHARE, or beside the program (../data), or ./data, whichever is
// there first.
std::filesystem::path data_folder();

// The pages that come with the program: web/, beside data/.
std::filesystem::path web_folder();

// `configured`, or $ATTENDANT_ENGINES, or $HOME/.cache/attendant/engines (where tools/fetch-models puts
// them).
std::filesystem::path engines_folder(const std::string& configured);

}  // namespace attendant::app
