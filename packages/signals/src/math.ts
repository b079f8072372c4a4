export { DecayedMean } from './math/decayed-mean';
export { DecayedRate } from './math/decayed-rate';
export { DecayedSum } from './math/decayed-sum';
export { ratioScore } from './math/ratio-score';
export { signedScore } from './math/signed-score';
