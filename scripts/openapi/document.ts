import { toJsonSchemaDefs } from "@valibot/to-json-schema";
import { version } from "../../package.json";
import { executeParameters } from "../../src/server/routes/execute.ts";
import { listParameters } from "../../src/server/routes/jobs.ts";
import type { Json } from "../schema/json-schema.ts";
import { print } from "../schema/print.ts";
import { parameterProperties, queryParameters } from "./parameters.ts";
import { type ResponseName, responses } from "./responses.ts";

/** The file that the server answers with, and what must be in it. */
export const openapiFile = (): readonly [path: string, text: string] => [
  "src/server/openapi.json",
  `${print(openapi())}\n`,
];

const refTo = (name: string) => `#/components/schemas/${name}`;
const json = (name: ResponseName): Json => ({ "application/json": { schema: { $ref: refTo(name) } } });
const answer = (description: string, name: ResponseName): Json => ({ description, content: json(name) });

interface Endpoint {
  readonly summary: string;
  readonly answers: Readonly<Record<number, Json>>;
  readonly parameters?: readonly Json[];
  readonly body?: Json;
  /** Anybody may ask. */
  readonly open?: true;
}

function operation({ summary, answers, parameters = [], body, open }: Endpoint): Json {
  const failures = {
    400: answer("A parameter is unknown, repeated or malformed", "Error"),
    ...(open === undefined && {
      401: answer("No key, or not the right one", "Error"),
      429: answer("The same, too often from one address; Retry-After says for how long", "Error"),
    }),
    414: answer("The URL is too long", "Error"),
    431: answer("Too many headers, or too long ones", "Error"),
    500: answer("A bug; the log says more under the trace id", "Error"),
  };
  return {
    summary,
    ...(open === true && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { required: false, content: body } }),
    responses: Object.fromEntries(Object.entries({ ...failures, ...answers })),
  };
}

const noQueue = { 503: answer("The queue cannot be read or written", "Error") };
const noJob = { 404: answer("There is no such job", "Error") };
const id: Json = { name: "id", in: "path", required: true, schema: { type: "string" } };
const asked: Json = { schema: { type: "object", properties: parameterProperties(executeParameters) } };
const text = (description: string, type: string): Json => ({
  description,
  content: { [type]: { schema: { type: "string" } } },
});

const paths = (): Json => ({
  "/api/execute": {
    post: operation({
      summary: "Queues a job; answers once it is on disk",
      parameters: queryParameters(executeParameters),
      body: {
        "application/x-www-form-urlencoded": asked,
        "multipart/form-data": asked,
        "application/json": asked,
      },
      answers: {
        202: answer("Accepted", "JobAccepted"),
        413: answer("The body is larger than any job needs", "Error"),
        ...noQueue,
      },
    }),
  },
  "/api/jobs": {
    get: operation({
      summary: "Jobs, newest first",
      parameters: queryParameters(listParameters),
      answers: { 200: answer("A page of them", "JobList"), ...noQueue },
    }),
  },
  "/api/jobs/{id}": {
    get: operation({
      summary: "A job with its result or error",
      parameters: [id],
      answers: { 200: answer("The job", "Job"), ...noJob, ...noQueue },
    }),
    delete: operation({
      summary: "Cancels a pending job",
      parameters: [id],
      answers: {
        200: answer("Cancelled", "JobCancelled"),
        400: answer("The job is not pending, or a parameter is unknown", "Error"),
        ...noJob,
        ...noQueue,
      },
    }),
  },
  "/api/rules": {
    get: operation({ summary: "The rules as the next job will run them", answers: { 200: answer("Rules", "Rules") } }),
  },
  "/api/stats": {
    get: operation({ summary: "Numbers", answers: { 200: answer("Numbers", "Statistics"), ...noQueue } }),
  },
  "/api/health": {
    get: operation({
      summary: "Whether all is well",
      open: true,
      answers: { 200: answer("It is", "Health"), 503: answer("It is not, and why", "Health") },
    }),
  },
  "/api/health/live": {
    get: operation({
      summary: "Whether the process answers and its worker does not hang",
      open: true,
      answers: { 200: answer("So it is", "Live"), 503: answer("The worker hangs, and only a restart helps", "Live") },
    }),
  },
  "/api/health/ready": {
    get: operation({
      summary: "Whether a job posted now will be kept and run",
      open: true,
      answers: { 200: answer("It will", "Ready"), 503: answer("It will not, and why", "Ready") },
    }),
  },
  "/api/version": {
    get: operation({ summary: "What runs", open: true, answers: { 200: answer("Versions", "Version") } }),
  },
  "/metrics": {
    get: operation({ summary: "For Prometheus", answers: { 200: text("Text format 0.0.4", "text/plain") } }),
  },
  "/openapi.json": {
    get: operation({
      summary: "This document",
      open: true,
      answers: { 200: { description: "OpenAPI 3.1", content: { "application/json": { schema: { type: "object" } } } } },
    }),
  },
});

function openapi(): Json {
  const schemas: Json = JSON.parse(
    JSON.stringify(
      toJsonSchemaDefs(responses, { errorMode: "throw", overrideRef: ({ referenceId }) => refTo(referenceId) }),
    ),
  );
  return {
    openapi: "3.1.0",
    info: { title: "qbt-rules", version, description: "Made from the program by npm run openapi. Change it there." },
    servers: [{ url: "/" }],
    security: [{ header: [] }, { bearer: [] }, { query: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        header: { type: "apiKey", in: "header", name: "X-API-Key" },
        bearer: { type: "http", scheme: "bearer" },
        query: { type: "apiKey", in: "query", name: "key", description: "The last resort: URLs get logged" },
      },
      schemas,
    },
  };
}
