using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Accounts.Usage.Figures;
using EdgarApi.Api.Csv;

namespace EdgarApi.Api.Usage;

internal sealed record UsageResponse(
    [property: Description("Whose requests: `user` or `organization`.")] string Scope,
    [property: Description("First day, UTC.")] DateOnly From,
    [property: Description("Last day, UTC.")] DateOnly To,
    [property: Description("Whether requests are recorded; false where recording is switched off, and then the figures are of the time before.")] bool Recording,
    [property: Description("Today's requests; null when today is not among the days or has none.")] UsageFiguresResponse? Today,
    [property: Description("All requests of these days.")] UsageFiguresResponse Total,
    [property: Description("By endpoint, the most asked first.")] IReadOnlyList<EndpointUsageResponse> Endpoints,
    [property: Description("By day, the earliest first; days without requests are left out.")] IReadOnlyList<DayUsageResponse> Days) : ICsvTable
{
    private UsageReport report = null!;

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
        ["day", "endpoint", "requests", "errors", "meanMilliseconds", "p50Milliseconds", "p95Milliseconds", "bytes", "cacheHitShare"];

    /// <summary>A row a day and endpoint.</summary>
    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows =>
        from day in report.Days.Keys from endpoint in report.Endpoints.Keys
        let figures = report.Find(day, endpoint) where figures is not null
        select (CsvCell[])[day, endpoint, .. Cells(UsageFiguresResponse.From(figures))];

    public static UsageResponse Create(UsageSpan span, DateOnly today, bool recording, UsageReport report) => new(
        UsageQuery.Scopes.GetName(span.Scope), span.From, span.To, recording,
        report.Days.TryGetValue(today, out var figures) ? UsageFiguresResponse.From(figures) : null, UsageFiguresResponse.From(report.Total),
        [
            .. report.Endpoints.OrderByDescending(endpoint => endpoint.Value.Requests).ThenBy(endpoint => endpoint.Key, StringComparer.Ordinal).Select(endpoint => new EndpointUsageResponse(
                endpoint.Key, report.Find(today, endpoint.Key) is { } now ? UsageFiguresResponse.From(now) : null, UsageFiguresResponse.From(endpoint.Value))),
        ],
        [.. report.Days.Select(day => new DayUsageResponse(day.Key, UsageFiguresResponse.From(day.Value)))])
    {
        report = report,
    };

    private static CsvCell[] Cells(UsageFiguresResponse figures) =>
    [
        figures.Requests, figures.Errors, figures.MeanMilliseconds, figures.P50Milliseconds, figures.P95Milliseconds, figures.Bytes, figures.CacheHitShare,
    ];
}

internal sealed record EndpointUsageResponse(
    [property: Description("Method and route; `unmatched` is what met no route.")] string Endpoint,
    [property: Description("Today's requests; null when there are none.")] UsageFiguresResponse? Today,
    [property: Description("All requests of these days.")] UsageFiguresResponse Total);

internal sealed record DayUsageResponse(
    [property: Description("The day, UTC.")] DateOnly Day,
    [property: Description("Its requests.")] UsageFiguresResponse Total);

internal sealed record UsageFiguresResponse(
    [property: Description("How many.")] long Requests,
    [property: Description("Of which answered with a status of 400 or above.")] long Errors,
    [property: Description("Mean time from request to answer, on the server.")] decimal? MeanMilliseconds,
    [property: Description("Half of the requests took at most this long, to within 5 %.")] decimal? P50Milliseconds,
    [property: Description("95 of 100 requests took at most this long, to within 5 %.")] decimal? P95Milliseconds,
    [property: Description("Bytes of bodies, as they were sent.")] long Bytes,
    [property: Description("Answers from a cache as a part of those that a cache can hold, 0 to 1; null when none could.")] decimal? CacheHitShare)
{
    public static UsageFiguresResponse From(UsageFigures figures) => new(
        figures.Requests, figures.Errors, Milliseconds(figures.MeanMicroseconds), Milliseconds(figures.PercentileMicroseconds(0.5)),
        Milliseconds(figures.PercentileMicroseconds(0.95)), figures.Bytes, figures.CacheHitShare is { } share ? decimal.Round(share, 4) : null);

    private static decimal? Milliseconds(double? microseconds) => microseconds is { } known ? decimal.Round((decimal)known / 1000, 3) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UsageResponse))]
internal sealed partial class UsageJson : JsonSerializerContext;
