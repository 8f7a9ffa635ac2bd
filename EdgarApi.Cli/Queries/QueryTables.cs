using System.Text.Json;
using Spectre.Console;

namespace EdgarApi.Cli.Queries;

/// <summary>Prints responses of the API as tables.</summary>
internal static class QueryTables
{
    public static void WriteCompanies(IAnsiConsole console, JsonElement response) => RecordTable.Write(
        console, ["Ticker", "Name", "CIK", "Exchange", "Data"], GetRows(response, "companies", company => (string[])
        [
            Text(company, "ticker"), Text(company, "name"), Text(company, "cik"), Text(company, "exchange"),
            company.GetProperty("loaded").GetBoolean() ? "loaded" : "not loaded",
        ]));

    public static void WriteFilings(IAnsiConsole console, JsonElement response) => RecordTable.Write(
        console, ["Form", "Filed", "Period end", "Items", "Accession", "Address"], GetRows(response, "filings", filing => (string[])
        [
            Text(filing, "form"), Text(filing, "filed"), Text(filing, "reportDate"), Text(filing, "items"), Text(filing, "accession"),
            Text(filing, "url"),
        ]));

    public static void WriteFacts(IAnsiConsole console, JsonElement response) => RecordTable.Write(
        console, ["Concept", "Unit", "Start", "End", "Value", "Form", "Filed", "Accession"], GetRows(response, "facts", fact => (string[])
        [
            $"{Text(fact, "taxonomy")}:{Text(fact, "concept")}", Text(fact, "unit"), Text(fact, "start"), Text(fact, "end"),
            fact.GetProperty("value").GetRawText(), Text(fact, "form"), Text(fact, "filed"), Text(fact, "accession"),
        ]));

    /// <summary>Writes the table of one company. For several, writes one per company, or the reason why the company has no data.</summary>
    public static void WriteRatios(IAnsiConsole console, JsonElement response)
    {
        foreach (var company in GetCompanies(response))
        {
            if (company.TryGetProperty("reason", out var reason))
            {
                console.WriteLine($"{GetId(company.GetProperty("company"))}: {reason.GetString()}");
                continue;
            }

            console.WriteLine($"{GetName(company.GetProperty("company"))}: Ratios");
            RecordTable.Write(
                console, ["Ratio", .. company.GetProperty("periods").EnumerateArray().Select(period => Text(period, "label"))],
                GetRows(company, "ratios", ratio => (string[])
                [
                    Text(ratio, "label"),
                    .. ratio.GetProperty("values").EnumerateArray()
                        .Select(value => FormatRatio(GetNumber(value), Text(ratio, "statedAs") == "percentage")),
                ]));
        }

        WriteNotes(console, response);
    }

    /// <summary>Writes series of one company, or of several with a reason for each company without a series.</summary>
    public static void WriteSeries(IAnsiConsole console, JsonElement response)
    {
        RecordTable.Write(
            console, ["Company", "Metric", "Period", "End", "Value", "Unit", "Growth", "Filing"],
            [.. GetCompanies(response).SelectMany(GetSeriesRows)]);
        WriteNotes(console, response);
    }

    /// <summary>The parts of a response for several companies, or the one of a response for one.</summary>
    private static JsonElement[] GetCompanies(JsonElement response) =>
        response.TryGetProperty("companies", out var several) ? [.. several.EnumerateArray()] : [response];

    /// <summary>Writes what a comparison of several companies must know.</summary>
    private static void WriteNotes(IAnsiConsole console, JsonElement response)
    {
        if (!response.TryGetProperty("notes", out var notes)) return;
        foreach (var note in notes.EnumerateArray()) console.WriteLine(Text(note, "text"));
    }

    public static void WriteOverview(IAnsiConsole console, JsonElement response)
    {
        var (company, currency) = (response.GetProperty("company"), Text(response, "currency"));
        console.WriteLine($"{GetName(company)}: Overview, millions of {currency}");
        RecordTable.Write(console, ["", ""], GetPairs(company, ("cik", "CIK"), ("exchange", "Exchange"), ("sicDescription", "Industry"),
            ("stateOfIncorporation", "Incorporated in"), ("website", "Website")));
        foreach (var part in (string[])["annual", "ttm", "latestBalance"])
        {
            if (!response.TryGetProperty(part, out var values)) continue;
            RecordTable.Write(
                console, ["Metric", Text(values.GetProperty("period"), "label")],
                [
                    .. values.GetProperty("metrics").EnumerateObject().Select(metric => (string[])
                        [metric.Name, Amounts.Format(GetNumber(metric.Value), !metric.Name.StartsWith("Eps", StringComparison.Ordinal))]),
                ]);
        }

        if (!response.TryGetProperty("ratios", out var ratios)) return;
        RecordTable.Write(
            console, ["Ratio", ""],
            [
                .. ratios.EnumerateObject().Select(ratio => (string[])
                    [ratio.Name, FormatRatio(GetNumber(ratio.Value), isPercentage: false)]),
            ]);
    }

    public static void WriteFrame(IAnsiConsole console, JsonElement response)
    {
        console.WriteLine($"{Text(response, "label")}, {Text(response, "period")}");
        RecordTable.Write(
            console, ["Company", "Name", "Period", "End", "Value", "Unit", "Filing"], GetRows(response, "companies", company => (string[])
            [
                GetId(company), Text(company, "name"), Text(company, "key"), Text(company, "end"),
                FormatExact(GetNumber(company.GetProperty("value"))), Text(company, "unit"),
                company.GetProperty("source") is { ValueKind: JsonValueKind.Object } source
                    ? $"{Text(source, "form")} {Text(source, "filed")}" : "",
            ]));
    }

    /// <summary>Writes the companies, and how many were not compared.</summary>
    public static void WriteScreen(IAnsiConsole console, JsonElement response)
    {
        WriteScreened(console, [.. response.GetProperty("companies").EnumerateArray()]);
        foreach (var currency in response.GetProperty("excludedCurrencies").EnumerateObject())
            console.WriteLine($"Not compared: {currency.Value.GetRawText()} companies that report in {currency.Name}.");
    }

    /// <summary>Writes the company itself, then its peers.</summary>
    public static void WritePeers(IAnsiConsole console, JsonElement response)
    {
        console.WriteLine($"{GetName(response.GetProperty("company"))}: Peers, SIC {Text(response, "sic")}, {Text(response, "currency")}");
        RecordTable.Write(
            console, ["", ""],
            [
                .. response.GetProperty("values").EnumerateObject()
                    .Select(value => (string[])[value.Name, FormatExact(GetNumber(value.Value))]),
            ]);
        WriteScreened(console, [.. response.GetProperty("peers").EnumerateArray()]);
    }

    private static void WriteScreened(IAnsiConsole console, IReadOnlyList<JsonElement> companies)
    {
        string[] shown = companies is [var first, ..]
            ? [.. first.GetProperty("values").EnumerateObject().Select(value => value.Name)]
            : [];
        RecordTable.Write(
            console, ["Company", "Name", "Period", .. shown],
            [
                .. companies.Select(company => (string[])
                [
                    GetId(company), Text(company, "name"), Text(company, "key"),
                    .. company.GetProperty("values").EnumerateObject().Select(value => FormatExact(GetNumber(value.Value))),
                ]),
            ]);
    }

    private static string FormatExact(decimal? value) =>
        value is { } known ? FormattableString.Invariant($"{known:#,##0.####}") : Amounts.Missing;

    private static IEnumerable<string[]> GetSeriesRows(JsonElement series)
    {
        var id = GetId(series.GetProperty("company"));
        if (series.TryGetProperty("reason", out var reason))
            yield return [id, "", "", "", Amounts.Missing, "", "", reason.GetString()!];
        foreach (var metric in series.GetProperty("metrics").EnumerateArray())
            foreach (var point in metric.GetProperty("points").EnumerateArray())
                yield return GetPointRow(id, metric, point);
    }

    private static string[] GetPointRow(string company, JsonElement metric, JsonElement point)
    {
        var unit = Text(metric, "unit");
        var inMillions = Amounts.IsInMillions(unit);
        var source = point.TryGetProperty("source", out var found) && found.ValueKind == JsonValueKind.Object ? found : (JsonElement?)null;
        return
        [
            company, Text(metric, "label"), Text(point, "key"), Text(point, "end"),
            Amounts.Format(point.TryGetProperty("value", out var value) ? GetNumber(value) : null, inMillions).TrimEnd(),
            inMillions ? $"millions of {unit}" : unit,
            point.TryGetProperty("growth", out var growth) ? FormatRatio(GetNumber(growth), isPercentage: true) : Amounts.Missing,
            source is { } filing ? $"{Text(filing, "form")} {Text(filing, "filed")}"
                : point.TryGetProperty("reason", out var reason) ? reason.GetString()! : "",
        ];
    }

    private static string FormatRatio(decimal? value, bool isPercentage) => value is not { } known ? Amounts.Missing
        : isPercentage ? FormattableString.Invariant($"{known * 100:0.00} %")
        : FormattableString.Invariant($"{known:0.00##}");

    private static string[][] GetRows(JsonElement response, string list, Func<JsonElement, string[]> toRow) =>
        [.. response.GetProperty(list).EnumerateArray().Select(toRow)];

    /// <summary>Gets the members that are not null, with their labels.</summary>
    private static string[][] GetPairs(JsonElement element, params IEnumerable<(string Member, string Label)> members) =>
        [.. members.Select(member => (string[])[member.Label, Text(element, member.Member)])];

    private static string GetName(JsonElement company) => $"{Text(company, "name")} ({GetId(company)})";

    private static string GetId(JsonElement company) => Text(company, Text(company, "ticker").Length > 0 ? "ticker" : "cik");

    private static decimal? GetNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;

    private static string Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
