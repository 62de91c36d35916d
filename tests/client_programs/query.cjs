// Asks one query of sources with Comunica and prints the answer as JSON.
// Usage: node query.cjs QUERY SOURCE...; a SOURCE with sparql@ before it is not guessed at.
const { QueryEngine } = require("@comunica/query-sparql");

const source = (text) =>
  text.startsWith("sparql@") ? { type: "sparql", value: text.slice("sparql@".length) } : text;

async function answer([query, ...texts]) {
  const sources = texts.map(source);
  const result = await new QueryEngine().query(query, { sources });
  const found = await result.execute();
  if (result.resultType === "boolean") return found;
  const items = await found.toArray();
  if (result.resultType === "quads") return items.map((quad) => quad.object.value);
  return items.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])));
}

answer(process.argv.slice(2)).then(
  (found) => console.log(JSON.stringify(found)),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
