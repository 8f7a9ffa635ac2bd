using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgarApi.Api.OpenApi;
using EdgarApi.Api.Problems;

namespace EdgarApi.Tests.Api.OpenApi;

/// <summary>
/// Generates <c>docs/api.md</c> from the OpenAPI document and the problem catalog, up to the part that is written by hand.
/// </summary>
internal static class ApiPage
{
    /// <summary>The heading with which the part that is written by hand begins.</summary>
    public const string WrittenByHand = "## Compatibility\n";

    private const int LineLength = 132;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Create(JsonElement document)
    {
        var paths = document.GetProperty("paths").EnumerateObject().ToList();
        var operations = paths.Where(path => !IsCsv(path.Name))
            .Select(path => (Path: path.Name, Operation: path.Value.GetProperty("get"))).ToList();
        var page = new StringBuilder(Introduction);
        page.Append(document.GetProperty("info").GetProperty("description").GetString()!.Trim()).Append("\n\n").Append(Conventions);
        page.Append("## Endpoints\n\n| endpoint | content |\n| --- | --- |\n");
        foreach (var (path, operation) in operations)
        {
            var summary = operation.GetProperty("summary").GetString();
            page.Append(CultureInfo.InvariantCulture, $"| [GET {path}](#{GetAnchor(path)}) | {summary} |\n");
        }

        page.Append('\n');
        foreach (var (path, operation) in operations) Operation(page, path, operation);
        page.Append("## CSV\n\nThese operations have the parameters of those without `.csv`, and the additional ones in the table.\n\n");
        page.Append("| operation | additional parameters |\n| --- | --- |\n");
        foreach (var path in paths.Where(path => IsCsv(path.Name)))
        {
            var names = path.Value.GetProperty("get").GetProperty("parameters").EnumerateArray()
                .Select(parameter => parameter.GetProperty("name").GetString()).Where(name => name is "shape" or "bom");
            page.Append(CultureInfo.InvariantCulture, $"| GET {path.Name} | {string.Join(", ", names.Select(name => $"`{name}`"))} |\n");
        }

        Errors(page.Append('\n'));
        return page.Append('\n').ToString();
    }

    private static void Errors(StringBuilder page)
    {
        page.Append(ErrorIntroduction).Append("| status | code | title | what to do |\n| --- | --- | --- | --- |\n");
        foreach (var kind in ProblemKinds.All)
            page.Append(CultureInfo.InvariantCulture, $"| {kind.Status} | `{kind.Code}` | {kind.Title} | {kind.Remedy} |\n");
        foreach (var example in OpenApiExamples.All.Where(example => example.Status >= 400))
        {
            var body = OpenApiExamples.Find(example.Operation, $"{example.Status}", ApiProblem.MediaType)!.ToJsonString(Indented);
            page.Append(CultureInfo.InvariantCulture, $"\n`GET {example.Address}` → {example.Status}\n\n```json\n{body}\n```\n");
        }
    }

    private const string Introduction = """
        # The API

        Every endpoint with its parameters and recorded responses, every error, and what clients can rely on. Everything before
        [Compatibility](#compatibility) is generated from the OpenAPI document of the running system (`/openapi/v1.json`), which `/docs`
        shows as an interactive page. The responses are based on original SEC files. [engine.md](engine.md) explains sources, reasons and
        checks.

        - [Conventions of all endpoints](#conventions-of-all-endpoints), [endpoints](#endpoints), [CSV](#csv)
        - [Errors](#errors): every code and what to do about it
        - [Compatibility](#compatibility): what clients can rely on, what may change, and how something ends


        """;

    private const string ErrorIntroduction = """
        ## Errors

        Every error is an RFC 9457 `application/problem+json` document. Branch on `code`, which is stable. `GET /problems/{code}` explains
        each code. `traceId` identifies the request in logs and traces.

        The server rejects some requests before the API sees them. Their responses have only a status: invalid HTTP or `%00` in the path
        (400), a request line of more than 16 KB (414), more than 32 KB or 64 lines of headers (431).


        """;

    private const string Conventions = """
        ## Conventions of all endpoints

        - **Parameters** are checked strictly. One response reports all errors. The error of an unknown parameter lists the valid ones.
        - **Lists** are separated by commas (`fields=a,b`). Repeats (`fields=a&fields=b`) mean the same. Other parameters must be given
          once.
        - **Pages**: `next` is null on the last page. The header is `Link: <…>; rel="next"`, also with CSV. The `cursor` in these URLs is
          opaque and continues only the request that it comes from. Pages of a list have `limit` results, and `X-Total-Count` is the number
          on all pages. Facts and filings also take an `offset`. Pages of statements, ratios and time series have `periods` and go from the
          newest to the oldest; `from` and `to` bound the periods' ends.
        - **HEAD** works wherever GET does.
        - **`fields`** of a statement: `essential` (default) selects the lines that the catalog marks as essential, without sources and
          checks. `all` selects every line with sources and checks. A list names lines (`Revenue`) and the members `sources` and `checks`;
          without any line, these come with the essential lines. For a time series: `value`, `source` (both by default) and `growth`. For an
          overview: its parts, and `sources`.
        - **CSV** is RFC 4180 with a header row and CRLF. `shape=long` has one value per row: company, period, start, end, metric, value,
          unit, reason, concept, accession, filed, and more. A missing value has its reason, and a company without values has a row with it.
          In the wide shape, a statement with `sources` has three more columns per period: accession number, concept and derivation.
          `bom=true` adds a byte order mark, by which spreadsheets recognize UTF-8. `Content-Disposition` has a file name. Text that a
          spreadsheet would run as a formula is prefixed with an apostrophe.
        - **ETags** differ by format and `Content-Encoding`. They are known before a response is computed, so a 304 is cheap.
          `Last-Modified` is the date of the newest filing. `If-Modified-Since` is ignored because two filings may have the same date.
        - **Compression**: Brotli or gzip from 1 KB on.
        - **Degraded mode**, while the header `X-Degraded-Until` is present: only cached JSON is sent, outdated responses with `Age`
          included. Everything else is `503 degraded_mode`.
        - **Limits**: 4,096 characters of URL, 16 KB of headers, 40 metrics, 50 companies, pages of 40 periods or 1,000 rows, offsets up to
          1,000,000.


        """;

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.Ordinal);

    /// <summary>The anchor that GitHub gives to the heading of an operation.</summary>
    private static string GetAnchor(string path) => $"get-{string.Concat(path.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant()}";

    private static void Operation(StringBuilder page, string path, JsonElement operation)
    {
        var (summary, description) = (operation.GetProperty("summary").GetString(), operation.GetProperty("description").GetString());
        page.Append(CultureInfo.InvariantCulture, $"### GET {path}\n\n{Wrap($"{summary}. {description}")}\n\n");
        page.Append(operation.GetProperty("security").GetArrayLength() > 0 ? "Requires a key.\n\n" : "Requires no key.\n\n");
        page.Append("| parameter | description | valid | default |\n| --- | --- | --- | --- |\n");
        foreach (var parameter in operation.GetProperty("parameters").EnumerateArray())
        {
            var required = parameter.TryGetProperty("required", out var isRequired) && isRequired.GetBoolean() ? " (required)" : "";
            var schema = parameter.GetProperty("schema");
            var name = parameter.GetProperty("name").GetString();
            var defaultValue = schema.TryGetProperty("default", out var value) ? $"`{value.GetRawText().Trim('"')}`" : "";
            page.Append(CultureInfo.InvariantCulture,
                $"| `{name}`{required} | {parameter.GetProperty("description").GetString()} | {Valid(schema)} | {defaultValue} |\n");
        }
        var operationId = operation.GetProperty("operationId").GetString();
        foreach (var example in OpenApiExamples.All.Where(example => example.Operation == operationId && example.Status == 200))
            Example(page, example);
        page.Append('\n');
    }

    /// <summary>Breaks the lines of a text, except in blocks of code.</summary>
    private static string Wrap(string text) => string.Join(
        "\n\n", text.Split("\n\n").Select(part => part.StartsWith("```", StringComparison.Ordinal) ? part : WrapParagraph(part)));

    private static string WrapParagraph(string paragraph)
    {
        var lines = new List<string>();
        foreach (var word in paragraph.Split([' ', '\n']))
        {
            if (lines.Count > 0 && lines[^1].Length + word.Length < LineLength) lines[^1] += " " + word;
            else lines.Add(word);
        }

        return string.Join('\n', lines);
    }

    private static string Valid(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var choices))
            return string.Join(", ", choices.EnumerateArray().Select(choice => $"`{choice}`"));
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
