using System.Text.Json;

namespace EdgarApi.Tests.Api.OpenApi;

/// <summary>
/// Finds the differences between two OpenAPI documents that break clients of the first one: what they request is no longer accepted, or
/// what they read is no longer there. Additions break nothing.
/// </summary>
internal sealed class ApiComparison
{
    private readonly List<string> _breaks = [];
    private readonly JsonElement _before;
    private readonly JsonElement _after;

    private ApiComparison(JsonElement before, JsonElement after) => (_before, _after) = (before, after);

    public static IReadOnlyList<string> FindBreaks(JsonElement before, JsonElement after)
    {
        var comparison = new ApiComparison(before, after);
        foreach (var path in before.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
                comparison.CompareOperation(path.Name, operation);
        return comparison._breaks;
    }

    private void CompareOperation(string path, JsonProperty before)
    {
        var name = $"{before.Name.ToUpperInvariant()} {path}";
        if (!Find(_after, "paths", path, before.Name, out var after))
        {
            _breaks.Add($"{name} is removed");
            return;
        }

        if (GetText(before.Value, "operationId") != GetText(after, "operationId")) _breaks.Add($"{name} has another operationId");
        if (IsOpen(before.Value) && !IsOpen(after)) _breaks.Add($"{name} needs a key");
        CompareParameters(name, before.Value, after);
        CompareBodies(name, before.Value, after);
        foreach (var response in before.Value.GetProperty("responses").EnumerateObject()) CompareResponse(name, response, after);
    }

    private void CompareParameters(string operation, JsonElement before, JsonElement after)
    {
        var (old, current) = (GetParameters(before), GetParameters(after));
        foreach (var (name, parameter) in old)
        {
            if (!current.TryGetValue(name, out var now)) _breaks.Add($"{operation}: the parameter {name} is removed");
            else
            {
                if (IsRequired(now) && !IsRequired(parameter)) _breaks.Add($"{operation}: the parameter {name} is required");
                new Request(this, $"{operation}: {name}").Compare(parameter.GetProperty("schema"), now.GetProperty("schema"));
            }
        }

        foreach (var (name, parameter) in current)
            if (!old.ContainsKey(name) && IsRequired(parameter)) _breaks.Add($"{operation}: the new parameter {name} is required");
    }

    private void CompareBodies(string operation, JsonElement before, JsonElement after)
    {
        var (had, has) = (Find(before, "requestBody", "content", out var old), Find(after, "requestBody", "content", out var current));
        if (!had)
        {
            if (has && IsRequired(after.GetProperty("requestBody"))) _breaks.Add($"{operation}: a body is required");
            return;
        }

        foreach (var media in old.EnumerateObject())
        {
            if (!has || !current.TryGetProperty(media.Name, out var now))
                _breaks.Add($"{operation}: a body of {media.Name} is not accepted");
            else new Request(this, $"{operation}: body").Compare(media.Value.GetProperty("schema"), now.GetProperty("schema"));
        }
    }

    private void CompareResponse(string operation, JsonProperty before, JsonElement after)
    {
        if (!before.Value.TryGetProperty("content", out var contents)) return;
        foreach (var media in contents.EnumerateObject())
        {
            if (!Find(after, "responses", before.Name, "content", media.Name, out var now))
                _breaks.Add($"{operation}: the response {before.Name} {media.Name} is removed");
            else if (media.Value.TryGetProperty("schema", out var schema))
                new Response(this, $"{operation}: {before.Name}").Compare(schema, now.GetProperty("schema"));
        }
    }

    /// <summary>Compares schemas; references are compared once per pair because schemas may contain themselves.</summary>
    private abstract class Schemas(ApiComparison comparison, string place)
    {
        private readonly HashSet<(string?, string?)> _compared = [];

        protected void Add(string path, string what) => comparison._breaks.Add($"{place}{path}: {what}");

        public void Compare(JsonElement before, JsonElement after, string path = "")
        {
            var (old, current) = (GetText(before, "$ref"), GetText(after, "$ref"));
            if (old is not null && !_compared.Add((old, current))) return;
            (before, after) = (Resolve(comparison._before, before), Resolve(comparison._after, after));
            CompareTypes(GetTypes(before), GetTypes(after), path);
            CompareValues(GetList(before, "enum"), GetList(after, "enum"), path);
            CompareMembers(before, after, path);
            CompareBounds(before, after, path);
            foreach (var part in (string[])["items", "additionalProperties"])
            {
                if (!before.TryGetProperty(part, out var oldPart) || oldPart.ValueKind != JsonValueKind.Object) continue;
                if (after.TryGetProperty(part, out var newPart)) Compare(oldPart, newPart, $"{path}[]");
                else Add(path, $"{part} is removed");
            }
        }

        protected abstract void CompareTypes(IReadOnlyList<string> before, IReadOnlyList<string> after, string path);

        protected virtual void CompareValues(IReadOnlyList<string> before, IReadOnlyList<string> after, string path)
        {
            if (after.Count == 0) return;
            foreach (var value in before.Except(after)) Add(path, $"the value {value} is removed");
        }

        protected virtual void CompareBounds(JsonElement before, JsonElement after, string path)
        {
        }

        protected abstract void CompareRequired(IReadOnlyList<string> before, IReadOnlyList<string> after, string path);

        private void CompareMembers(JsonElement before, JsonElement after, string path)
        {
            if (!before.TryGetProperty("properties", out var members)) return;
            foreach (var member in members.EnumerateObject())
            {
                if (Find(after, "properties", member.Name, out var now)) Compare(member.Value, now, $"{path}.{member.Name}");
                else Add($"{path}.{member.Name}", "is removed");
            }
            CompareRequired(GetList(before, "required"), GetList(after, "required"), path);
        }

        /// <summary>Resolves a reference, also one whose alternative is null.</summary>
        private static JsonElement Resolve(JsonElement document, JsonElement schema)
        {
            if (schema.TryGetProperty("oneOf", out var alternatives))
                schema = alternatives.EnumerateArray().First(alternative => GetText(alternative, "type") != "null");
            return new SchemaReferences(document).Resolve(schema);
        }
    }

    /// <summary>What clients send: everything valid before must be valid after.</summary>
    private sealed class Request(ApiComparison comparison, string place) : Schemas(comparison, place)
    {
        protected override void CompareTypes(IReadOnlyList<string> before, IReadOnlyList<string> after, string path)
        {
            foreach (var type in before.Except(after)) Add(path, $"the type {type} is not accepted");
        }

        protected override void CompareValues(IReadOnlyList<string> before, IReadOnlyList<string> after, string path)
        {
            base.CompareValues(before, after, path);
            if (before.Count == 0 && after.Count > 0) Add(path, "only some values are accepted");
        }

        protected override void CompareRequired(IReadOnlyList<string> before, IReadOnlyList<string> after, string path)
        {
            foreach (var name in after.Except(before)) Add($"{path}.{name}", "is required");
        }

        protected override void CompareBounds(JsonElement before, JsonElement after, string path)
        {
            foreach (var upper in (string[])["maximum", "maxLength", "maxItems"])
                if (GetNumber(after, upper) is { } limit && (GetNumber(before, upper) is not { } was || limit < was))
                    Add(path, $"{upper} is lower");
            foreach (var lower in (string[])["minimum", "minLength", "minItems"])
                if (GetNumber(after, lower) is { } limit && (GetNumber(before, lower) is not { } was || limit > was))
                    Add(path, $"{lower} is higher");
        }
    }

    /// <summary>What clients read: everything that they found before must be there after.</summary>
    private sealed class Response(ApiComparison comparison, string place) : Schemas(comparison, place)
    {
        protected override void CompareTypes(IReadOnlyList<string> before, IReadOnlyList<string> after, string path)
        {
            foreach (var type in after.Except(before)) Add(path, $"may be {type}");
        }

        protected override void CompareRequired(IReadOnlyList<string> before, IReadOnlyList<string> after, string path)
        {
            foreach (var name in before.Except(after)) Add($"{path}.{name}", "may be absent");
        }
    }

    private static bool Find(JsonElement element, string first, string second, out JsonElement found)
    {
        found = default;
        return element.TryGetProperty(first, out var middle) && middle.TryGetProperty(second, out found);
    }

    private static bool Find(JsonElement element, string first, string second, string third, out JsonElement found)
    {
        found = default;
        return Find(element, first, second, out var middle) && middle.TryGetProperty(third, out found);
    }

    private static bool Find(JsonElement element, string first, string second, string third, string fourth, out JsonElement found)
    {
        found = default;
        return Find(element, first, second, third, out var middle) && middle.TryGetProperty(fourth, out found);
    }

    private static Dictionary<string, JsonElement> GetParameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().ToDictionary(parameter => $"{GetText(parameter, "name")} ({GetText(parameter, "in")})")
            : [];

    private static bool IsOpen(JsonElement operation) =>
        !operation.TryGetProperty("security", out var security) || security.GetArrayLength() == 0;

    private static bool IsRequired(JsonElement element) => element.TryGetProperty("required", out var required) && required.GetBoolean();

    private static string? GetText(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal? GetNumber(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;

    private static IReadOnlyList<string> GetTypes(JsonElement schema) =>
        GetText(schema, "type") is { } type ? [type] : GetList(schema, "type");

    private static IReadOnlyList<string> GetList(JsonElement element, string member) =>
        element.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.ToString())]
            : [];
}
