// What a thread is called in `top -H` and in a core dump. Linux keeps 15 characters.
#pragma once

#include <string>

namespace attendant::runtime {

void name_this_thread(const std::string& name);

}  // namespace attendant::runtime
