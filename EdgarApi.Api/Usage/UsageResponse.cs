using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Api.Csv;

namespace EdgarApi.Api.Usage;

internal sealed record UsageResponse(
    [property: Description("Whose requests: `user` or `organization`.")] string Scope,
    [property: Description("First day, UTC.")] DateOnly From,
    [property: Description("Last day, UTC.")] DateOnly To,
    [property: Description("Whether requests are recorded. If false, recording is off and the figures predate that.")]
    bool Recording,
    [property: Description("Today's requests; null if today is out of range or without requests.")] UsageFiguresResponse? Today,
    [property: Description("All requests in the date range.")] UsageFiguresResponse Total,
    [property: Description("Figures by endpoint, most requests first.")] IReadOnlyList<EndpointUsageResponse> Endpoints,
    [property: Description("Figures by day, oldest first; days without requests are omitted.")]
    IReadOnlyList<DayUsageResponse> Days) : ICsvTable
{
    private UsageReport _report = null!;

    string ICsvTable.FileName => $"usage-{From:yyyy-MM-dd}-{To:yyyy-MM-dd}";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
        ["day", "endpoint", "requests", "errors", "meanMilliseconds", "p50Milliseconds", "p95Milliseconds", "bytes", "cacheHitShare"];

    /// <summary>One row per day and endpoint.</summary>
    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows =>
        from day in _report.Days.Keys from endpoint in _report.Endpoints.Keys
        let figures = _report.Find(day, endpoint) where figures is not null
        select (CsvCell[])[day, endpoint, .. GetCells(UsageFiguresResponse.From(figures))];

    public static UsageResponse Create(UsageSpan span, DateOnly today, bool recording, UsageReport report) => new(
        UsageQuery.Scopes.GetName(span.Scope), span.From, span.To, recording,
        report.Days.TryGetValue(today, out var figures) ? UsageFiguresResponse.From(figures) : null,
        UsageFiguresResponse.From(report.Total),
        [
            .. report.Endpoints
                .OrderByDescending(endpoint => endpoint.Value.Requests).ThenBy(endpoint => endpoint.Key, StringComparer.Ordinal)
                .Select(endpoint => new EndpointUsageResponse(
                    endpoint.Key, report.Find(today, endpoint.Key) is { } now ? UsageFiguresResponse.From(now) : null,
                    UsageFiguresResponse.From(endpoint.Value))),
        ],
        [.. report.Days.Select(day => new DayUsageResponse(day.Key, UsageFiguresResponse.From(day.Value)))])
    {
        _report = report,
    };

    private static CsvCell[] GetCells(UsageFiguresResponse figures) =>
    [
        figures.Requests, figures.Errors, figures.MeanMilliseconds, figures.P50Milliseconds, figures.P95Milliseconds, figures.Bytes,
        figures.CacheHitShare,
    ];
}

internal sealed record EndpointUsageResponse(
    [property: Description("Method and route template; `unmatched` for requests that match no route.")] string Endpoint,
    [property: Description("Today's requests; null without any.")] UsageFiguresResponse? Today,
    [property: Description("All requests in the date range.")] UsageFiguresResponse Total);

internal sealed record DayUsageResponse(
    [property: Description("The day, UTC.")] DateOnly Day,
    [property: Description("All requests of the day.")] UsageFiguresResponse Total);

internal sealed record UsageFiguresResponse(
    [property: Description("Number of requests.")] long Requests,
    [property: Description("Number of responses with a status of 400 or above.")] long Errors,
    [property: Description("Mean response time on the server, in milliseconds.")] decimal? MeanMilliseconds,
    [property: Description("Median response time in milliseconds, to within 5 %.")] decimal? P50Milliseconds,
    [property: Description("95th percentile of the response time in milliseconds, to within 5 %.")] decimal? P95Milliseconds,
    [property: Description("Bytes of response bodies as sent.")] long Bytes,
    [property: Description("Share of cacheable responses that came from a cache, 0 to 1; null if none was cacheable.")]
    decimal? CacheHitShare)
{
    public static UsageFiguresResponse From(UsageFigures figures) => new(
        figures.Requests, figures.Errors, ToMilliseconds(figures.MeanMicroseconds), ToMilliseconds(figures.PercentileMicroseconds(0.5)),
        ToMilliseconds(figures.PercentileMicroseconds(0.95)), figures.Bytes,
        figures.CacheHitShare is { } share ? decimal.Round(share, 4) : null);

    private static decimal? ToMilliseconds(double? microseconds) =>
        microseconds is { } known ? decimal.Round((decimal)known / 1000, 3) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UsageResponse))]
internal sealed partial class UsageJson : JsonSerializerContext;
