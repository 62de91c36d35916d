/** One run of a query: asked, counted while it arrives, cancelled or complete; never half shown. */
import { load, type Results, WANTED } from "../results/show";
import { type Problem, problemOf, refusal } from "./problems";

/** A longer query goes into the body of the request. */
const LONGEST_ADDRESS = 6000;
/** What a page can show without stopping the browser; everything is in the files. */
export const LARGEST = 96 * 1024 * 1024;

export interface Progress {
  seconds: number;
  bytes: number;
  rows: number;
}

export interface Answer {
  results: Results;
  release: string;
  seconds: number;
  bytes: number;
}

/** Thrown where a run came to no result. */
export class Failed extends Error {
  constructor(readonly problem: Problem) {
    super(problem.text);
  }
}

/** Run a query; whoever aborts the signal ends it on the server as well. */
export async function run(
  query: string,
  release: string,
  signal: AbortSignal,
  told: (progress: Progress) => void,
): Promise<Answer> {
  const began = performance.now();
  const progress: Progress = { seconds: 0, bytes: 0, rows: 0 };
  const tick = () => {
    progress.seconds = (performance.now() - began) / 1000;
    told(progress);
  };
  const clock = setInterval(tick, 100);
  try {
    const response = await fetched(query, release, signal);
    if (!response.ok) throw new Failed(await problemOf(response));
    const results = await loaded(counting(response, progress), progress);
    tick();
    const name = response.headers.get("klimagraph-release") ?? release;
    return { results, release: name, seconds: progress.seconds, bytes: progress.bytes };
  } catch (error) {
    if (error instanceof Failed || signal.aborted) throw error;
    throw new Failed(refusal(progress.bytes > 0 ? "broken" : "unreachable"));
  } finally {
    clearInterval(clock);
  }
}

function fetched(query: string, release: string, signal: AbortSignal): Promise<Response> {
  const fields = new URLSearchParams({ query, ...(release ? { release } : {}) });
  const headers = { Accept: `${WANTED}, application/problem+json;q=0.5` };
  return fields.toString().length > LONGEST_ADDRESS
    ? fetch("/sparql", { method: "POST", body: fields, headers, signal })
    : fetch(`/sparql?${fields}`, { headers, signal });
}

function loaded(response: Response, progress: Progress): Promise<Results> {
  return load(response, (rows) => {
    progress.rows = rows;
  });
}

/** Return the same answer, whose bytes are counted as they pass. */
function counting(response: Response, progress: Progress): Response {
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      progress.bytes += chunk.byteLength;
      if (progress.bytes > LARGEST) throw new Failed(refusal("large"));
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(counter), { headers: response.headers });
}
