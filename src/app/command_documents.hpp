// attendant documents: the plan documents that questions are answered from.
#pragma once

namespace CLI {
class App;
}

namespace attendant::app {

struct Exit;

void add_documents_command(CLI::App& app, Exit& exit);

}  // namespace attendant::app
