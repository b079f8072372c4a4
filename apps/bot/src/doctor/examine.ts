import { indexerEndpoints, type IndexerEndpoints, type IndexerRest } from '@perpstream/connection';
import { type MarketId } from '@perpstream/core';
import { chooseMarkets } from '../run/choose-markets';
import { checkAccount } from './account-checks';
import { checkMemory, checkNode, checkTimeZone } from './computer-checks';
import { fine, skipped, trouble, type DoctorCheck } from './doctor-check';
import { checkConfig, checkDisk, checkKeyFile } from './file-checks';
import { checkRest, watchedRest } from './rest-checks';
import { judgeStream, watchStream } from './stream-checks';

/** What to examine. */
export type ExamineOptions = {
  readonly network: string;
  readonly config?: string;
  /** Where runs are logged. */
  readonly out: string;
  readonly keyFile?: string;
  readonly address?: string;
  /** How long to wait for the stream. */
  readonly patienceMs?: number;
};

/** Looks at everything a run depends on, this computer first, and tells each check as it is made. */
export async function* examine(options: ExamineOptions): AsyncGenerator<DoctorCheck> {
  yield checkNode();
  yield checkMemory();
  yield checkTimeZone();
  yield await checkConfig(options.config);
  yield await checkDisk(options.out);
  if (options.keyFile !== undefined) yield await checkKeyFile(options.keyFile);
  const endpoints = endpointsOf(options.network);
  if ('state' in endpoints) {
    yield endpoints;
    return;
  }
  yield fine('network', endpoints.restUrl);
  yield* examineNetwork(endpoints, options);
}

function endpointsOf(network: string): IndexerEndpoints | DoctorCheck {
  try {
    return indexerEndpoints(network);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return trouble('network', 'fail', found, 'choose one of these with --network');
  }
}

async function* examineNetwork(
  endpoints: IndexerEndpoints,
  { network, address, patienceMs }: ExamineOptions,
): AsyncGenerator<DoctorCheck> {
  const watched = watchedRest(endpoints.restUrl);
  const { checks, time } = await checkRest(watched, network);
  yield* checks;
  if (time === undefined) {
    yield* ['websocket', 'book', 'blocks'].map((name) => skipped(name, 'the REST interface did not answer'));
    return;
  }
  const market = await busiestMarket(watched.rest, network);
  if (typeof market === 'object') yield market;
  else yield* judgeStream(await watchStream(endpoints.wsUrl, market, patienceMs), time.offsetMs);
  if (address !== undefined) yield* await checkAccount(watched.rest, address);
}

async function busiestMarket(rest: IndexerRest, network: string): Promise<MarketId | DoctorCheck> {
  try {
    const [market] = chooseMarkets({ top: 1 }, (await rest.perpetualMarkets()).markets, network);
    if (market !== undefined) return market;
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return trouble('markets', 'fail', found, 'choose another --network, or try again in a minute');
  }
  return trouble('markets', 'fail', 'none is active', 'choose another --network');
}
