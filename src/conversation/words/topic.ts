import { requests } from './clause.ts';
import { plain, type Token } from './normal.ts';
import { TOPICS, type Topic } from './table.ts';

const TOPIC_OF = new Map(TOPICS.flatMap(([topic, words]) => words.split(' ').map((word) => [plain(word), topic])));

const ASKS = new Set(
  (
    'apa apakah bagaimana gimana mana dimana kemana siapa kapan berapa kenapa mengapa kah perlu harus wajib ' +
    'what which who where when why'
  )
    .split(' ')
    .map(plain),
);
/** What is missing or broken is asked about without a question: "scanner kantor rusak". */
const TOOLS = new Set('scanner printer print ngeprint'.split(' ').map(plain));
const BROKEN = new Set('tidak belum rusak macet error'.split(' ').map(plain));

/** The topic of a question; the first that is named in the order above. */
export function topicOf(at: readonly Token[]): Topic | undefined {
  const has = (words: ReadonlySet<string>) => at.some(({ word }) => words.has(word));
  const asks = at.some(({ kind }) => kind === 'question') || has(ASKS) || has(requests);
  if (!asks && !(has(TOOLS) && has(BROKEN))) return undefined;
  const named = new Set(at.map(({ word }) => TOPIC_OF.get(word)));
  return TOPICS.find(([topic]) => named.has(topic))?.[0];
}
