using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EdgarApi.Tests.Fuzzing.Hostile;

/// <summary>
/// Hostile requests by rules: every parameter of every operation in the OpenAPI documents with every kind of hostile value, and every route
/// with hostile methods, headers and bodies.
/// </summary>
internal static class HostileCorpus
{
    private const string Key = "{key}";

    /// <summary>Parts of a path that exist, so that a request gets as far as possible.</summary>
    private static readonly Dictionary<string, string> PathValues = new(StringComparer.Ordinal)
    {
        ["id"] = "AAPL", ["statement"] = "income", ["metric"] = "Revenue", ["period"] = "CY2023", ["key"] = "0aB3dE6gH9jK",
    };

    /// <summary>Creates the requests that read.</summary>
    /// <param name="documents">The OpenAPI documents.</param>
    public static IEnumerable<HostileRequest> CreateReads(params IEnumerable<JsonElement> documents)
    {
        foreach (var operation in documents.SelectMany(GetOperations).Where(operation => operation.Method == "GET"))
        {
            foreach (var parameter in operation.Parameters)
            {
                foreach (var (kind, value) in HostileValues.Parameters)
                {
                    yield return Get(
                        $"{operation.Path} {parameter.Name}: {kind}", operation, parameter, $"{parameter.Name}={value}", value);
                }

                if (parameter.IsInPath) continue;
                foreach (var query in GetRepeats(parameter.Name))
                    yield return Get($"{operation.Path} {parameter.Name}: repeated or array", operation, parameter, query, "");
            }

            var valid = Fill(operation);
            foreach (var method in HostileValues.Methods.Except(operation.MethodsOfPath))
                yield return new HostileRequest($"{operation.Path} method", Encode($"{method} {valid}", "Content-Length: 0"));
            foreach (var header in HostileValues.Headers)
                yield return new HostileRequest($"{operation.Path} header", Encode($"GET {valid}", header));
            yield return new HostileRequest($"{operation.Path} body", [.. Encode($"GET {valid}", "Content-Length: 4"), .. "null"u8]);
            yield return new HostileRequest(
                $"{operation.Path} body", [.. Encode($"GET {valid}", "Transfer-Encoding: chunked"), .. "zz\r\nnothing\r\n0\r\n\r\n"u8]);
        }

        foreach (var target in (string[])
            [
                "//", "/api/v1/../../etc/passwd", "/api/v1/%2e%2e/%2e%2e/etc/passwd", "/.git/config", "/api//v1",
                "/api/v1/companies//overview",
                "/api/v2/companies", "/%", "/api/v1/companies/%00/overview", "http://evil.example/api/v1", "/api/v1/companies?%",
                "/api/v1/companies?=&=&&&", "/api/v1/companies?" + new string('&', 3000), "/" + new string('a', 5000), "/\u202e",
                "/a b", "",
            ])
            yield return new HostileRequest("target", Encode($"GET {target}", ""));
    }

    /// <summary>Creates requests for every route that changes something, none of which is valid.</summary>
    /// <param name="documents">The OpenAPI documents.</param>
    public static IEnumerable<HostileRequest> CreateChanges(params IEnumerable<JsonElement> documents) =>
        from operation in documents.SelectMany(GetOperations)
        where operation.Method is "POST" or "PATCH"
        from body in HostileValues.Bodies
        let head = Encode($"{operation.Method} {Fill(operation)}",
            $"Content-Type: application/json\r\nContent-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}")
        select new HostileRequest($"{operation.Method} {operation.Path} body", [.. head, .. body]);

    /// <summary>Creates a request per string, which is in turn a parameter's value, a part of the path and a header.</summary>
    public static IEnumerable<HostileRequest> CreateFrom(IEnumerable<string> texts)
    {
        foreach (var (index, text) in texts.Index())
        {
            var encoded = Uri.EscapeDataString(text);
            string[] targets =
            [
                $"/api/v1/companies?query={encoded}", $"/api/v1/companies/{encoded}/overview",
                $"/api/v1/companies/AAPL/statements/income?fields={encoded}", $"/api/v1/companies/AAPL/timeseries?metrics={encoded}",
                $"/api/v1/companies/AAPL/facts?concept={encoded}", $"/api/v1/screen?where={encoded}",
                $"/api/v1/statements/cashflow?companies={encoded}", $"/api/v1/ratios?companies=AAPL&fields={encoded}",
            ];
            yield return new HostileRequest($"text: {text}", Encode($"GET {targets[0]}", ""));
            yield return new HostileRequest($"text: {text}", Encode($"GET {targets[1 + index % (targets.Length - 1)]}", ""));
        }
    }

    /// <summary>Puts the key that the server knows into the request.</summary>
    public static byte[] WithKey(HostileRequest request, string key)
    {
        var (bytes, mark) = (request.Bytes, Encoding.ASCII.GetBytes(Key));
        var at = bytes.AsSpan().IndexOf(mark);
        return at < 0 ? bytes : [.. bytes[..at], .. Encoding.ASCII.GetBytes(key), .. bytes[(at + mark.Length)..]];
    }

    private static string[] GetRepeats(string name) =>
    [
        $"{name}=1&{name}=2", $"{name}=1&{name}=", $"{name}[]=1", $"{name}[0]=1&{name}[1]=2", $"{name}[a][b]=c",
        $"{name.ToUpperInvariant()}=1", $"{name}", $"{name}=1;{name}=2", string.Join('&', Enumerable.Repeat($"{name}=x", 200)),
    ];

    private static HostileRequest Get(string rule, Operation operation, Parameter parameter, string query, string value)
    {
        if (parameter.IsInPath)
            return new HostileRequest(rule, Encode($"GET {Fill(operation, parameter.Name, value)}", ""));
        var valid = Fill(operation, without: parameter.Name);
        return new HostileRequest(rule, Encode($"GET {valid}{(valid.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}", ""));
    }

    /// <summary>Fills in the path and the required parameters.</summary>
    private static string Fill(Operation operation, string? name = null, string? value = null, string? without = null)
    {
        var path = operation.Parameters.Where(parameter => parameter.IsInPath).Aggregate(operation.Path, (text, parameter) =>
            text.Replace($"{{{parameter.Name}}}", parameter.Name == name ? value : PathValues.GetValueOrDefault(parameter.Name, "1"),
                StringComparison.Ordinal));
        var required = operation.Parameters
            .Where(parameter => parameter is { IsInPath: false, IsRequired: true } && parameter.Name != without)
            .Select(parameter => $"{parameter.Name}={(parameter.Name == "companies" ? "AAPL" : "Revenue")}").ToList();
        return required.Count == 0 ? path : $"{path}?{string.Join('&', required)}";
    }

    private static byte[] Encode(string start, string header) => Encoding.UTF8.GetBytes(
        $"{start} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Api-Key: {Key}\r\n{header}{(header.Length > 0 ? "\r\n" : "")}\r\n");

    private static IEnumerable<Operation> GetOperations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        let methods = path.Value.EnumerateObject().Select(member => member.Name.ToUpperInvariant()).ToList()
        from member in path.Value.EnumerateObject()
        where member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("operationId", out var _)
        select new Operation(path.Name, member.Name.ToUpperInvariant(), methods, [.. GetParameters(document, member.Value)]);

    private static IEnumerable<Parameter> GetParameters(JsonElement document, JsonElement operation)
    {
        if (!operation.TryGetProperty("parameters", out var parameters)) yield break;
        foreach (var item in parameters.EnumerateArray())
        {
            var parameter = item.TryGetProperty("$ref", out var reference) ? Resolve(document, reference.GetString()!) : item;
            var place = parameter.GetProperty("in").GetString();
            if (place is not ("path" or "query")) continue;
            yield return new Parameter(
                parameter.GetProperty("name").GetString()!, place == "path",
                parameter.TryGetProperty("required", out var required) && required.GetBoolean());
        }
    }

    private static JsonElement Resolve(JsonElement document, string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(document, (element, name) => element.GetProperty(name));

    private sealed record Operation(string Path, string Method, IReadOnlyList<string> MethodsOfPath, IReadOnlyList<Parameter> Parameters);

    private sealed record Parameter(string Name, bool IsInPath, bool IsRequired);
}

/// <summary>A request of the corpus.</summary>
/// <param name="Rule">What it tries.</param>
/// <param name="Bytes">What is sent.</param>
internal sealed record HostileRequest(string Rule, byte[] Bytes);
