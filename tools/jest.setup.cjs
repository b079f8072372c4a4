const fc = require('fast-check');

// The same cases in every run, so that a red run means that something changed. To search for new ones:
// FAST_CHECK_SEED=$RANDOM npx jest
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_251_122) });
