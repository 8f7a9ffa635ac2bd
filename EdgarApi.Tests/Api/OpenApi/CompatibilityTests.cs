using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Api.OpenApi;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.OpenApi;

/// <summary>The documents break no client of the last release (docs/api.md#compatibility).</summary>
public sealed class CompatibilityTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    /// <summary>If this variable is set, the tests write the documents as those of the release.</summary>
    private const string Record = "EDGAR_RECORD_RELEASE";

    private const string Statement = "/paths/~1api~1v1~1companies~1{id}~1statements~1{statement}";
    private const string Parameters = Statement + "/get/parameters";
    private const string Schemas = "/components/schemas";

    /// <summary>Members that say nothing about compatibility.</summary>
    private static readonly string[] Texts = ["description", "example", "summary", "tags", "headers", "info", "servers"];

    public static TheoryData<string> Documents => [Documentation.DocumentAddress, Documentation.AccountsDocumentAddress];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task The_document_breaks_no_client_of_the_last_release(string address)
    {
        var document = await GetJsonAsync(address);
        var file = GetPath(Path.GetFileName(address));
        if (Environment.GetEnvironmentVariable(Record) is not null) await File.WriteAllTextAsync(file, Shorten(document), Token);
        var released = JsonDocument.Parse(await File.ReadAllBytesAsync(file, Token)).RootElement;
        Assert.NotEmpty(released.GetProperty("paths").EnumerateObject());
        Assert.Empty(ApiComparison.FindBreaks(released, document));
    }

    [Theory]
    [InlineData("GET /api/v1/updates is removed", "remove /paths/~1api~1v1~1updates")]
    [InlineData("has another operationId", $"set {Statement}/get/operationId \"statement\"")]
    [InlineData("GET /api/v1/metrics needs a key", "set /paths/~1api~1v1~1metrics/get/security [{\"apiKey\":[]}]")]
    [InlineData("the parameter periods (query) is removed", "remove-named periods")]
    [InlineData("the new parameter currency (query) is required", """add-parameter {"name":"currency","in":"query","required":true}""")]
    [InlineData("the parameter asOf (query) is required", "require asOf")]
    [InlineData("periods (query): maximum is lower", "schema periods maximum 20")]
    [InlineData("periods (query): minimum is higher", "schema periods minimum 2")]
    [InlineData("freq (query): the value ttm is removed", """schema freq enum ["annual","quarterly"]""")]
    [InlineData("asOf (query): only some values are accepted", """schema asOf enum ["2025-12-31"]""")]
    [InlineData("periods (query): the type integer is not accepted", "schema periods type \"string\"")]
    [InlineData(".lines: is removed", $"remove {Schemas}/Statement/properties/lines")]
    [InlineData(".lines: may be absent", $"set {Schemas}/Statement/required [\"company\"]")]
    [InlineData(".currency: may be null", $"set {Schemas}/Statement/properties/currency/type [\"string\",\"null\"]")]
    [InlineData(".freq: the value annual is removed", $"set {Schemas}/Statement/properties/freq/enum [\"quarterly\",\"ttm\"]")]
    [InlineData(".lines[].values[]: may be string", $"set {Schemas}/StatementLine/properties/values/items/type [\"string\"]")]
    [InlineData("the response 200 application/json is removed", $"remove {Statement}/get/responses/200/content/application~1json")]
    public async Task A_break_is_found(string expected, string change)
    {
        var document = await GetJsonAsync(Documentation.DocumentAddress);
        Assert.Contains(
            ApiComparison.FindBreaks(document, Change(document, change)), found => found.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""add-parameter {"name":"currency","in":"query","schema":{"type":"string"}}""")]
    [InlineData("""set /paths/~1api~1v1~1new {"get":{"responses":{}}}""")]
    [InlineData($$"""set {{Schemas}}/Statement/properties/more {"type":"string"}""")]
    [InlineData("schema periods maximum 400")]
    [InlineData("""schema freq enum ["annual","quarterly","ttm","monthly"]""")]
    [InlineData($"""set {Schemas}/Statement/properties/freq/enum ["annual","quarterly","ttm","monthly"]""")]
    [InlineData($"set {Schemas}/Statement/properties/asOf/type \"string\"")]
    public async Task An_addition_breaks_nothing(string change)
    {
        var document = await GetJsonAsync(Documentation.DocumentAddress);
        var changed = Change(document, change);
        Assert.False(JsonElement.DeepEquals(document, changed));
        Assert.Empty(ApiComparison.FindBreaks(document, changed));
    }

    /// <summary>Applies a change: a verb, a JSON pointer or the name of a parameter of the statement, and a value.</summary>
    private static JsonElement Change(JsonElement document, string change)
    {
        var root = JsonNode.Parse(document.GetRawText())!;
        var parts = change.Split(' ', 3);
        switch (parts)
        {
            case ["remove", var pointer]:
                var (owner, name) = Find(root, pointer);
                Assert.True(owner.Remove(name), $"{pointer} does not exist.");
                break;
            case ["set", var pointer, var value]:
                var (target, member) = Find(root, pointer);
                target[member] = JsonNode.Parse(value);
                break;
            case ["add-parameter", ..]:
                GetParameters(root).Add(JsonNode.Parse(change["add-parameter ".Length..]));
                break;
            case ["remove-named", var parameter]:
                Assert.True(GetParameters(root).Remove(GetParameter(root, parameter)));
                break;
            case ["require", var parameter]:
                GetParameter(root, parameter)["required"] = true;
                break;
            case ["schema", var parameter, var rest]:
                var (keyword, json) = (rest.Split(' ', 2)[0], rest.Split(' ', 2)[1]);
                GetParameter(root, parameter)["schema"]![keyword] = JsonNode.Parse(json);
                break;
            default:
                throw new ArgumentException($"'{change}' is no change.", nameof(change));
        }
        return JsonDocument.Parse(root.ToJsonString()).RootElement;
    }

    private static JsonArray GetParameters(JsonNode root)
    {
        var (owner, name) = Find(root, Parameters);
        return owner[name]!.AsArray();
    }

    private static JsonNode GetParameter(JsonNode root, string name) =>
        GetParameters(root).Single(parameter => (string?)parameter!["name"] == name)!;

    private static (JsonObject Owner, string Name) Find(JsonNode root, string pointer)
    {
        string[] steps = [.. pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal))];
        return (steps[..^1].Aggregate(root, (node, step) => node[step]!).AsObject(), steps[^1]);
    }

    /// <summary>Leaves out texts and examples, so that a difference of two releases shows what changed.</summary>
    private static string Shorten(JsonElement document)
    {
        var root = JsonNode.Parse(document.GetRawText())!;
        Remove(root, isNames: false);
        return root.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    /// <param name="node">The node.</param>
    /// <param name="isNames">Whether the members of the node are named by the API, such as a property <c>description</c>.</param>
    private static void Remove(JsonNode? node, bool isNames)
    {
        if (node is JsonArray array)
            foreach (var item in array) Remove(item, isNames: false);
        if (node is not JsonObject members) return;
        if (!isNames) foreach (var text in Texts) members.Remove(text);
        foreach (var (name, value) in members) Remove(value, isNames: !isNames && name is "properties" or "schemas" or "paths");
    }

    private static string GetPath(string file, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "Released", file);
}
