// models.serve: our pools of language models, served to other programs.
#pragma once

#include <string>
#include <vector>

#include "config/fields.hpp"

namespace attendant::config {

struct ModelKey {
  std::string name;                // for logs, metrics and quotas
  std::string sha256;              // of the key, hexadecimal; from a ${...} reference
  std::vector<std::string> pools;  // what it may ask
  int tokens_a_minute = 0;         // 0: without a limit
  int requests_a_minute = 0;
};

struct ModelServing {
  HostPort listen{"", 0};        // empty host: off
  std::string certificate_file;  // PEM; empty: plain HTTP
  std::string key_file;
  bool behind_tls_proxy = false;  // plain HTTP beyond this machine: something in front of us ends TLS
  std::vector<ModelKey> keys;
  int max_requests = 64;  // under way
};

void bind(Fields& fields, ModelServing& serving);

// Sentences about rules that the values break, each with the setting in front.
std::vector<std::string> broken_rules(const ModelServing& serving);

}  // namespace attendant::config
