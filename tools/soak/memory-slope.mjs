/** Resident memory over time, sampled by the caller. */
export class MemorySlope {
  #samples = [];

  add(atMs, rssBytes) {
    this.#samples.push({ hours: atMs / 3_600_000, mb: rssBytes / 2 ** 20 });
  }

  peakMb() {
    return Math.max(...this.#samples.map(({ mb }) => mb));
  }

  /** Least squares over the samples after `warmUpMs`, in MB per hour; NaN with fewer than three. */
  mbPerHour(warmUpMs) {
    const samples = this.#samples.filter(({ hours }) => hours * 3_600_000 >= warmUpMs);
    if (samples.length < 3) return NaN;
    const mean = (pick) => samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
    const meanHours = mean(({ hours }) => hours);
    const meanMb = mean(({ mb }) => mb);
    const covariance = mean(({ hours, mb }) => (hours - meanHours) * (mb - meanMb));
    return covariance / mean(({ hours }) => (hours - meanHours) ** 2);
  }

  /** Means of the first and of the last quarter of the samples after the warm-up, in MB. */
  quarters(warmUpMs) {
    const mbs = this.#samples.filter(({ hours }) => hours * 3_600_000 >= warmUpMs).map(({ mb }) => mb);
    const quarter = Math.max(1, Math.floor(mbs.length / 4));
    const mean = (values) => values.reduce((sum, mb) => sum + mb, 0) / values.length;
    return { firstMb: mean(mbs.slice(0, quarter)), lastMb: mean(mbs.slice(-quarter)) };
  }

  clear() {
    this.#samples = [];
  }
}
