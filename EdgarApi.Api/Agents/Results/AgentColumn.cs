using System.ComponentModel;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Agents.Results;

/// <summary>A period and the filing that most of its values come from.</summary>
internal sealed record AgentColumn
{
    public required string Key { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? Start { get; init; }

    public required DateOnly End { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CalendarPeriod { get; init; }

    [Description("Accession number of the filing that the values come from.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Accession { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Form { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? Filed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    /// <summary>Creates a column.</summary>
    /// <param name="period">The period.</param>
    /// <param name="cik">CIK of the filer, ten digits.</param>
    /// <param name="sources">The sources of the values in the column.</param>
    public static AgentColumn From(PeriodResponse period, string cik, IEnumerable<SourceResponse?> sources)
    {
        var main = sources.OfType<SourceResponse>().GroupBy(source => source.Accession, StringComparer.Ordinal)
            .OrderByDescending(filing => filing.Count()).ThenByDescending(filing => filing.First().Filed).FirstOrDefault()?.First();
        return new()
        {
            Key = period.Key,
            Start = period.Start,
            End = period.End,
            CalendarPeriod = period.CalendarPeriod,
            Accession = main?.Accession,
            Form = main?.Form,
            Filed = main?.Filed,
            Url = main is null ? null : GetUrl(cik, main.Accession),
        };
    }

    /// <summary>Gets the folder of a filing on sec.gov.</summary>
    private static string GetUrl(string cik, string accession)
    {
        var folder = accession.Replace("-", "", StringComparison.Ordinal);
        return $"https://www.sec.gov/Archives/edgar/data/{cik.TrimStart('0')}/{folder}";
    }
}

/// <summary>The values of a line that differ from its columns.</summary>
internal static class AgentLines
{
    /// <summary>Gets the reason codes of missing values by period; null if none is missing.</summary>
    public static Dictionary<string, string>? GetMissing(
        IReadOnlyList<AgentColumn> columns, IReadOnlyList<decimal?> values, IReadOnlyList<string?>? codes) =>
        ToDictionary(columns, index => values[index] is null ? codes?[index] ?? "missing" : null);

    /// <summary>Gets the filings of values that are not from the filing of their column; null without such values.</summary>
    public static Dictionary<string, string>? GetOtherAccessions(
        IReadOnlyList<AgentColumn> columns, IReadOnlyList<SourceResponse?>? sources) =>
        ToDictionary(columns, index =>
            sources?[index]?.Accession is { } accession && accession != columns[index].Accession ? accession : null);

    private static Dictionary<string, string>? ToDictionary(IReadOnlyList<AgentColumn> columns, Func<int, string?> find)
    {
        Dictionary<string, string>? found = null;
        for (var i = 0; i < columns.Count; i++)
            if (find(i) is { } text) (found ??= [])[columns[i].Key] = text;
        return found;
    }
}

/// <summary>The position of the next page.</summary>
internal static class AgentCursor
{
    /// <summary>Gets the cursor from the URL of the next page; null on the last page.</summary>
    public static string? From(IPage page) => page.Next is { } next
        && Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(next[next.IndexOf('?', StringComparison.Ordinal)..])
            .TryGetValue("cursor", out var cursor)
        ? cursor.ToString()
        : null;
}
