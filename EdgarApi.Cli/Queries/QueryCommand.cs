using System.CommandLine;
using System.Text.Json;
using System.Web;
using EdgarApi.Client;
using EdgarApi.Client.Connections;
using EdgarApi.Contracts;
using Spectre.Console;

namespace EdgarApi.Cli.Queries;

/// <summary>What a command asks the API, and how it shows the response.</summary>
/// <param name="Name">Name of the command.</param>
/// <param name="Description">Its help.</param>
/// <param name="Subject">The argument: a text, or several.</param>
/// <param name="Options">Its options.</param>
internal sealed record ApiQuery(string Name, string Description, Argument Subject, IReadOnlyList<QueryOption> Options)
{
    /// <summary>Gets the path of the resource from the values of the argument.</summary>
    public required Func<IReadOnlyList<string>, string> GetPath { get; init; }

    /// <summary>The parameter that has the values of the argument, if the path does not; null otherwise.</summary>
    public Func<IReadOnlyList<string>, string?> SubjectParameter { get; init; } = _ => null;

    /// <summary>What separates the values of the argument in that parameter.</summary>
    public char SubjectSeparator { get; init; } = ',';

    /// <summary>Prints the response as tables.</summary>
    public required Action<IAnsiConsole, JsonElement> Write { get; init; }

    /// <summary>Whether CSV has a long shape.</summary>
    public bool HasLongShape { get; init; }
}

/// <summary>Creates the commands that ask an API: with <c>--json</c> and <c>--csv</c> they print its response unchanged.</summary>
internal static class QueryCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static Command Create(Terminal terminal, ApiQuery query)
    {
        var (url, key) = (ApiAddress.CreateUrlOption(), ApiAddress.CreateKeyOption());
        var json = new Option<bool>("--json") { Description = "Print the response as JSON." };
        var csv = new Option<bool>("--csv") { Description = "Print the response as CSV." };
        var isLong = new Option<bool>("--long")
        {
            Description = "With --csv: one value per row, with its filing or the reason why it is missing.",
        };
        var command = new Command(query.Name, query.Description) { query.Subject };
        foreach (var option in query.Options) command.Add(option.Option);
        foreach (var option in (Option[])[json, csv, .. query.HasLongShape ? (Option[])[isLong] : [], url, key]) command.Add(option);

        command.SetAction(async (parsed, cancellation) =>
        {
            var (asJson, asCsv) = (parsed.GetValue(json), parsed.GetValue(csv));
            if (asJson && asCsv) throw new CommandException("--json and --csv exclude each other.");
            var wantsLong = query.HasLongShape && parsed.GetValue(isLong);
            if (wantsLong && !asCsv) throw new CommandException("--long needs --csv.");

            using var client = CreateClient(ApiAddress.Find(parsed.GetValue(url), parsed.GetValue(key)));
            var response = await GetAsync(client, CreateAddress(query, parsed, asCsv, wantsLong), cancellation).ConfigureAwait(false);
            if (asJson || asCsv) await WriteBodyAsync(terminal, response, asJson).ConfigureAwait(false);
            else WriteTables(terminal, query, response);
            // The JSON has the total and the next page itself.
            if (!asJson) WriteRest(terminal, response);
            return 0;
        });
        return command;
    }

    private static EdgarApiClient CreateClient(ApiAddress address) =>
        new(new EdgarApiClientOptions { BaseAddress = address.Url, ApiKey = address.Key, Timeout = Timeout });

    /// <exception cref="CommandException">The API responds with a problem; the message is its detail.</exception>
    private static async Task<ApiContent> GetAsync(EdgarApiClient client, string address, CancellationToken cancellation)
    {
        try
        {
            return await client.GetContentAsync(address, cancellation).ConfigureAwait(false);
        }
        catch (EdgarApiException problem)
        {
            throw new CommandException(problem.Message);
        }
    }

    private static string CreateAddress(ApiQuery query, ParseResult parsed, bool asCsv, bool isLong)
    {
        var subjects = query.Subject is Argument<string> single
            ? [parsed.GetRequiredValue(single)]
            : parsed.GetValue((Argument<string[]>)query.Subject) ?? [];
        IEnumerable<(string Name, string? Value)> parameters =
        [
            (query.SubjectParameter(subjects) ?? "", string.Join(query.SubjectSeparator, subjects)),
            .. query.Options.Select(option => (option.Parameter, parsed.GetValue(option.Option))),
            ("shape", isLong ? "long" : null),
        ];
        var given = parameters.Where(parameter => parameter is { Name.Length: > 0, Value: not null })
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}").ToList();
        var path = query.GetPath(subjects) + (asCsv ? ApiRoutes.CsvExtension : "");
        return given.Count == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    private static async Task WriteBodyAsync(Terminal terminal, ApiContent response, bool asJson)
    {
        var writer = terminal.Out.Profile.Out.Writer;
        await writer.WriteAsync(System.Text.Encoding.UTF8.GetString(response.Body.Span)).ConfigureAwait(false);
        if (asJson) await writer.WriteLineAsync().ConfigureAwait(false);
    }

    private static void WriteTables(Terminal terminal, ApiQuery query, ApiContent response)
    {
        using var document = JsonDocument.Parse(response.Body);
        query.Write(terminal.Out, document.RootElement);
    }

    /// <summary>Says what the output does not have, so that a page is never taken for everything.</summary>
    private static void WriteRest(Terminal terminal, ApiContent response)
    {
        if (response.Next?.Split('?', 2) is not [_, var next] || HttpUtility.ParseQueryString(next)["cursor"] is not { } cursor) return;
        var total = response.Total is { } count ? FormattableString.Invariant($"of {count:N0} results") : "of the periods";
        terminal.Error.WriteLine($"This is one page {total}. For the next one add --cursor {cursor} to the same command.");
    }
}
