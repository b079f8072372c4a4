import { enginesOf } from './engines.mjs';
import { ScoreTally } from './score-tally.mjs';

/** Runs all engines on one score board over processed events, and tells what each said. */
export function runOnEvents(packages, options, events) {
  const { rxjs, signals } = packages;
  const tally = new ScoreTally(Object.keys(enginesOf(signals)));
  const events$ = new rxjs.Subject();
  const vectors = listen(overheardBoard(packages, options, tally)(events$));
  for (const event of events) {
    tally.see(event);
    events$.next(event);
    vectors.check();
  }
  return tally;
}

/** The same over a recording of frames, through the decoder and the data layer as live. */
export async function runOnRecording(packages, options, path) {
  const { core, connection, data, rxjs, signals } = packages;
  const faults = { report: () => undefined };
  const scheduler = new core.EventScheduler();
  const tally = new ScoreTally(Object.keys(enginesOf(signals)));
  const inputs$ = new rxjs.Subject();
  const processed$ = inputs$.pipe(
    connection.decodeInputs({ faults }),
    rxjs.filter(({ kind }) => kind !== 'connection' && kind !== 'stream'),
    data.processMarketData({ scheduler, faults }),
    rxjs.tap((event) => tally.see(event)),
  );
  const vectors = listen(overheardBoard(packages, options, tally)(processed$));
  let seq = 0;
  for await (const inputs of connection.readRecording(path, { faults })) {
    for (const input of inputs) {
      scheduler.advanceTo(core.unixMs(input.receivedUs / 1_000));
      inputs$.next({ ...input, seq: seq++ });
      vectors.check();
    }
  }
  return tally;
}

/** A score board whose engines are overheard. */
function overheardBoard({ rxjs, signals }, options, tally) {
  const engines = Object.entries(enginesOf(signals, options)).map(
    ([name, engine]) =>
      (source$) =>
        source$.pipe(
          engine,
          rxjs.tap((said) => tally.say(name, said)),
        ),
  );
  return signals.scoreBoard(engines);
}

/** An engine that says something which is no number ends the board with an error; it is thrown here. */
function listen(vectors$) {
  let failure;
  vectors$.subscribe({
    error: (error) => {
      failure = error;
    },
  });
  return {
    check: () => {
      if (failure !== undefined) throw failure;
    },
  };
}
