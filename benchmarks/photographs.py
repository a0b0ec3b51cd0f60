"""How well photos of handwriting are read: in every light, with every pen, on every paper.

    python -m benchmarks.photographs [--photos N]

photographs digits of people whom the shipped network has not met, N on each kind of sheet of `benchmarks.photos`, of
those that it reads rightly as they were drawn: what is lost is lost by the camera.
"""

import argparse
import time
import zlib

import numpy as np

from benchmarks.photos import CONDITIONS, taken
from engine import load_digit_network
from engine.handwriting import pens
from engine.handwriting.picture import read


def main() -> None:
    """Print a line for each kind of sheet, and one for all."""
    parser = argparse.ArgumentParser(description="Say how well photos of handwriting are read.")
    parser.add_argument("--photos", type=int, default=40, help="of each kind (default %(default)s)")
    count = parser.parse_args().photos
    network, held = load_digit_network(), pens.held_out()
    right = network.predict(held.pictures().reshape(len(held), -1)) == held.labels
    print("| photo | read rightly | without doubt and wrong | milliseconds |\n| --- | --- | --- | --- |")
    shares = []
    for name, scene in CONDITIONS.items():
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        places = [int(rng.choice(np.flatnonzero(right & (held.labels == i % 10)))) for i in range(count)]
        photos = [taken(held.strokes[place], scene, rng) for place in places]
        start = time.process_time()
        readings = [read(photo, network) for photo in photos]
        spent = (time.process_time() - start) / count
        hits = [reading.answer == str(held.labels[place]) for reading, place in zip(readings, places, strict=True)]
        sure = [bool(reading.digits) and not any(one.judgement.doubt for one in reading.digits) for reading in readings]
        misled = np.mean([a and not b for a, b in zip(sure, hits, strict=True)])
        print(f"| {name} | {np.mean(hits):.1%} | {misled:.1%} | {1000 * spent:.0f} |", flush=True)
        shares.append(float(np.mean(hits)))
    print(f"| **all** | {np.mean(shares):.1%} | | |")


if __name__ == "__main__":
    main()
