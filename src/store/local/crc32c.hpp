// CRC-32C (Castagnoli; RFC 3720 appendix B.4): the checksum of journal records. Uses the processor's
// instruction where there is one.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace attendant::store::local {

std::uint32_t crc32c(BytesView bytes, std::uint32_t continued_from = 0);

// The portable computation, for processors without the instruction (and to test it against the other).
std::uint32_t crc32c_by_table(BytesView bytes, std::uint32_t continued_from = 0);

}  // namespace attendant::store::local
