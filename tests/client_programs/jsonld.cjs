// Reads JSON-LD documents with jsonld.js and prints what each says, as N-Quads in a JSON list.
// Usage: node jsonld.cjs MODE < documents.json; MODE is json-ld-1.0 or json-ld-1.1.
const { readFileSync } = require("node:fs");
const jsonld = require("jsonld");

const refuse = (url) => {
  throw new Error(`nothing is fetched, and ${url} would have been`);
};

async function read(processingMode) {
  const documents = JSON.parse(readFileSync(0, "utf8"));
  const options = { processingMode, documentLoader: refuse, format: "application/n-quads" };
  return Promise.all(documents.map((one) => jsonld.toRDF(one, options)));
}

read(process.argv[2]).then(
  (found) => console.log(JSON.stringify(found)),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
