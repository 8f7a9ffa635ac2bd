// Validates recorded responses against an OpenAPI document: node ajv.mjs v1.json responses.ndjson
// A line of the second file is { "address", "path", "status", "type", "body" }.
import { readFileSync } from "node:fs";
import addFormats from "ajv-formats";
import Ajv from "ajv/dist/2020.js";

const [documentFile, responsesFile] = process.argv.slice(2);
const ajv = new Ajv({ strict: false });
addFormats(ajv);
// A format of OpenAPI's registry for numbers that ajv-formats lacks.
ajv.addFormat("decimal", true);
ajv.addSchema(JSON.parse(readFileSync(documentFile, "utf8")), "document");

const escape = (name) => encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
const responses = readFileSync(responsesFile, "utf8").trim().split("\n").map((line) => JSON.parse(line));
let violations = 0;
for (const { address, path, status, type, body } of responses) {
  const pointer = ["paths", path, "get", "responses", status, "content", type, "schema"].map((name) => escape(String(name)));
  const validate = ajv.getSchema(`document#/${pointer.join("/")}`);
  if (!validate) throw new Error(`${path} has no schema for ${status} ${type}.`);
  if (validate(body)) continue;
  violations++;
  console.log(`${status} ${address}: ${ajv.errorsText(validate.errors)}`);
}
console.log(`${responses.length} responses, ${violations} violate the document`);
process.exitCode = violations > 0 ? 1 : 0;
