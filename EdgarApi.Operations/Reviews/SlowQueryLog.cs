using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EdgarApi.Operations.Reviews;

/// <summary>A slow statement of a server's log, over all times that it was logged.</summary>
/// <param name="Node">The server.</param>
/// <param name="Query">Its text.</param>
/// <param name="Count">How often it was logged.</param>
/// <param name="Total">Its time in total.</param>
/// <param name="Max">Its longest time.</param>
/// <param name="Last">When it was logged last.</param>
public sealed record SlowStatement(string Node, string Query, int Count, TimeSpan Total, TimeSpan Max, DateTimeOffset Last);

/// <summary>
/// Reads Postgres' log of slow statements (<c>log_min_duration_statement</c>) in the format of its standard error, with Postgres' default
/// prefix of time and process id. Times are UTC.
/// </summary>
public static partial class SlowQueryLog
{
    /// <summary>Reads the slow statements that a server logged in a period, those with the longest total time first.</summary>
    /// <param name="node">The server's name.</param>
    /// <param name="lines">Lines of its log; what is not about slow statements is skipped.</param>
    /// <param name="from">The start of the period.</param>
    /// <param name="to">The end of the period.</param>
    public static IReadOnlyList<SlowStatement> Read(string node, IEnumerable<string> lines, DateTimeOffset from, DateTimeOffset to) =>
    [
        .. ReadEntries(lines).Where(entry => entry.At >= from && entry.At < to)
            .GroupBy(entry => entry.Query, StringComparer.Ordinal)
            .Select(group => new SlowStatement(
                node, group.Key, group.Count(), TimeSpan.FromMilliseconds(group.Sum(entry => entry.Milliseconds)),
                TimeSpan.FromMilliseconds(group.Max(entry => entry.Milliseconds)), group.Max(entry => entry.At)))
            .OrderByDescending(statement => statement.Total).ThenBy(statement => statement.Query, StringComparer.Ordinal),
    ];

    private static IEnumerable<(DateTimeOffset At, double Milliseconds, string Query)> ReadEntries(IEnumerable<string> lines)
    {
        (DateTimeOffset At, double Milliseconds, StringBuilder Query)? entry = null;
        foreach (var line in lines)
        {
            if (entry is { } current && line.StartsWith('\t'))
            {
                current.Query.Append(line);
                continue;
            }

            if (entry is { } complete) yield return (complete.At, complete.Milliseconds, Flatten(complete.Query));
            entry = Duration().Match(line) is { Success: true } match
                ? (ParseTime(match.Groups["at"].Value), double.Parse(match.Groups["ms"].Value, CultureInfo.InvariantCulture),
                    new StringBuilder(match.Groups["query"].Value))
                : null;
        }

        if (entry is { } last) yield return (last.At, last.Milliseconds, Flatten(last.Query));
    }

    private static DateTimeOffset ParseTime(string text) => DateTimeOffset.ParseExact(
        text, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>One line, so that statements that differ in white space are the same.</summary>
    private static string Flatten(StringBuilder query) => Space().Replace(query.ToString(), " ").Trim();

    [GeneratedRegex(
        @"^(?<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) UTC \[\d+\](?: .*)? LOG:  duration: (?<ms>[\d.]+) ms  "
        + @"(?:statement|execute [^:]*): (?<query>.*)$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
