using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgarApi.Api.OpenApi;
using EdgarApi.Api.Problems;

namespace EdgarApi.Tests.Api.OpenApi;

/// <summary>Writes <c>docs/api.md</c> and <c>docs/errors.md</c> from the OpenAPI document and the table of problems.</summary>
internal static class ApiPage
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Api(JsonElement document)
    {
        var page = new StringBuilder("# The API\n\nWritten from the running system's OpenAPI document (`/openapi/v1.json`); `/docs` shows the same to try out.\n\n");
        page.Append(document.GetProperty("info").GetProperty("description").GetString()!.Trim()).Append("\n\n");
        page.Append("Errors are listed in [errors.md](errors.md); [statements.md](statements.md) tells what sources, reasons and checks mean. The answers below are recorded over the SEC's own files.\n\n");
        page.Append(Conventions);
        foreach (var path in document.GetProperty("paths").EnumerateObject()) Operation(page, path.Name, path.Value.GetProperty("get"));
        return page.ToString();
    }

    public static string Errors()
    {
        var page = new StringBuilder("# Errors\n\nEvery error is an RFC 9457 `application/problem+json` document. Branch on `code`: it is stable. ");
        page.Append("`GET /problems/{code}` explains each; `traceId` finds the request in the logs and traces.\n\n");
        page.Append("What the server refuses before it is a request gets the bare status: no HTTP or a `%00` in the path (400), a first line of more than 16 KB (414), more than 32 KB or 64 lines of headers (431).\n\n");
        page.Append("| status | code | what | what to do |\n| --- | --- | --- | --- |\n");
        foreach (var kind in ProblemKinds.All)
            page.Append(CultureInfo.InvariantCulture, $"| {kind.Status} | `{kind.Code}` | {kind.Title} | {kind.Remedy} |\n");
        foreach (var example in OpenApiExamples.All.Where(example => example.Status >= 400))
            page.Append(CultureInfo.InvariantCulture, $"\n`GET {example.Address}` → {example.Status}\n\n```json\n{OpenApiExamples.Find(example.Operation, $"{example.Status}", ApiProblem.MediaType)!.ToJsonString(Indented)}\n```\n");
        return page.ToString();
    }

    private const string Conventions = """
        ## On every endpoint

        - **Parameters** are checked strictly: an unknown or repeated one is a 400 that lists the valid ones, and one answer tells all that is wrong.
        - **HEAD** answers wherever GET does.
        - **`fields`** of a statement: `essential` (default) is the lines that the catalog marks essential, without sources and checks; `all` is every
          line with sources and checks; a list names lines (`Revenue`) and the members `sources` and `checks`, which alone come with the essential lines.
          Of a time series: `value`, `source` (both by default) and `growth`. Of an overview: its parts, and `sources`.
        - **CSV** (RFC 4180, header row, CRLF) of every table. Text that a spreadsheet would run as a formula gets an apostrophe in front.
          A statement with `sources` has three more columns a period: accession number, concept and derivation.
        - **ETags** are strong and differ by format and `Content-Encoding`. They are known before an answer is computed, so a 304 costs next to nothing.
          `Last-Modified` is the day of the newest filing; `If-Modified-Since` is not evaluated, since two filings may share a day.
        - **Compression**: Brotli or gzip from 1 KB on.
        - **Limits**: 4,096 characters of address, 16 KB of headers, 40 metrics, 50 companies, 40 periods, pages of 1,000, offsets up to 1,000,000.


        """;

    private static void Operation(StringBuilder page, string path, JsonElement operation)
    {
        page.Append(CultureInfo.InvariantCulture, $"## GET {path}\n\n{operation.GetProperty("summary").GetString()}. {operation.GetProperty("description").GetString()}\n\n");
        page.Append(operation.TryGetProperty("security", out _) ? "Needs a key.\n\n" : "Answers without a key.\n\n");
        page.Append("| parameter | | valid | default |\n| --- | --- | --- | --- |\n");
        foreach (var parameter in operation.GetProperty("parameters").EnumerateArray())
        {
            var required = parameter.TryGetProperty("required", out var isRequired) && isRequired.GetBoolean() ? " (required)" : "";
            var schema = parameter.GetProperty("schema");
            var whenAbsent = schema.TryGetProperty("default", out var value) ? $"`{value.GetRawText().Trim('"')}`" : "";
            page.Append(CultureInfo.InvariantCulture,
                $"| `{parameter.GetProperty("name").GetString()}`{required} | {parameter.GetProperty("description").GetString()} | {Valid(schema)} | {whenAbsent} |\n");
        }
        var operationId = operation.GetProperty("operationId").GetString();
        foreach (var example in OpenApiExamples.All.Where(example => example.Operation == operationId && example.Status == 200)) Example(page, example);
        page.Append('\n');
    }

    private static string Valid(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var choices)) return string.Join(", ", choices.EnumerateArray().Select(choice => $"`{choice}`"));
        if (schema.TryGetProperty("maximum", out var maximum)) return $"{schema.GetProperty("minimum")} to {maximum}";
        if (schema.TryGetProperty("maxItems", out var maxItems)) return $"up to {maxItems}";
        if (schema.TryGetProperty("format", out var format)) return format.GetString()!;
        return schema.TryGetProperty("maxLength", out var length) ? $"text, up to {length}" : schema.GetProperty("type").GetString()!;
    }

    private static void Example(StringBuilder page, OpenApiExample example)
    {
        var lines = OpenApiExamples.Find(example.Operation, "200", "application/json")!.ToJsonString(Indented).Split('\n');
        const int Shown = 70;
        page.Append(CultureInfo.InvariantCulture, $"\n`GET {example.Address}`\n\n```json\n{string.Join('\n', lines.Take(Shown))}\n");
        page.Append(lines.Length > Shown ? $"… {lines.Length - Shown} more lines\n```\n" : "```\n");
    }
}
