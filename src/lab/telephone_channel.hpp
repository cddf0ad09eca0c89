// What a telephone line does to a voice: its band, noise, G.711 and lost packets. Pure; the chances come from
// a seed.
#pragma once

#include "audio/frame.hpp"
#include "audio/g711.hpp"
#include "lab/chance.hpp"

namespace attendant::lab {

struct LineConditions {
  double snr_db = 25;  // voice to noise, both over the time in which somebody speaks
  double loss = 0.01;  // share of 20 ms packets that are lost, half of them in bursts
  audio::Law law = audio::Law::mu;
};

// `voice` at 8 kHz; as long as it.
audio::Samples through_telephone(audio::SamplesView voice, const LineConditions& conditions, Chance& chance);

}  // namespace attendant::lab
