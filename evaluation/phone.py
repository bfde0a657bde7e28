"""The phone-microphone condition: the same clip as a phone in the same room would have recorded it.

In order: a room (:mod:`evaluation.rooms` draws 0.15 to 0.9 s of reverberation, up to as loud as the direct sound), a
phone's microphone (band limits of 80–300 Hz and 3.4–9 kHz, one to three broad peaks of up to 9 dB), coloured noise
20 dB below the loudest second, automatic gain riding, and a peak level between -24 and -6 dBFS. Everything random comes
from a seed of the clip's name, so that every model hears the same recording.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.errors import EvaluationError
from evaluation.rooms import coloured_noise, gain_ridden, mixed, reverberated, set_level, through_microphone

SEED: Final = 20_260_101
NOISE_BELOW_DB: Final = 20.0
PEAK_DBFS: Final = (-24.0, -6.0)


def as_on_a_phone(pcm: NDArray[np.int16], rate_hz: int, name: str) -> NDArray[np.int16]:
    """Degrade mono PCM, shape ``(n,)``; the same for the same name.

    Raises:
        EvaluationError: ``rate_hz`` is not that of the rendered clips (22,050 Hz).
    """
    if rate_hz != RATE_HZ:
        raise EvaluationError(f"the phone condition wants clips at {RATE_HZ} Hz, {name} has {rate_hz}")
    digest = hashlib.sha256(f"{SEED}:{name}".encode()).digest()
    rng = np.random.default_rng(int.from_bytes(digest[:8], "little"))
    audio = (pcm / np.float32(32768.0)).astype(np.float32)
    audio = reverberated(audio, rng)
    audio = through_microphone(audio, rng, phone=True)
    audio = mixed(audio, coloured_noise(len(audio), rng), snr_db=NOISE_BELOW_DB)
    audio = gain_ridden(audio, rng)
    audio = set_level(audio, rng, low_dbfs=PEAK_DBFS[0], high_dbfs=PEAK_DBFS[1])
    return np.asarray((np.clip(audio, -1.0, 1.0) * 32767.0).round(), np.int16)
