using System.Globalization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;

namespace EdgarApi.Api.Updates;

internal sealed record UpdatesQuery(DateTimeOffset? Since, int Limit) : IQuery<UpdatesQuery>
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly QueryParameter<DateTimeOffset?> SinceParameter = new(
        "since", "Changes after this day or instant (ISO 8601, UTC unless an offset is given); without it, all.",
        new ParameterSchema("string") { Format = "date-time" }, null,
        text => DateTimeOffset.TryParseExact(
                // An unescaped plus sign reads as a blank, and an offset is the only place for one.
                text.Replace(' ', '+'), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var since)
            ? since
            : Parsed<DateTimeOffset?>.Invalid("must be a date as YYYY-MM-DD or an instant as 2026-01-31T12:00:00Z"));

    private static readonly QueryParameter<int> QueryLimit = CommonParameters.Limit(whenAbsent: 100);

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [SinceParameter, QueryLimit, MediaType.Parameter];

    public string Canonical => After(Since);

    public static UpdatesQuery Read(QueryReader reader) => new(reader.Get(SinceParameter), reader.Get(QueryLimit));

    /// <summary>The same query from another instant on, as a query string.</summary>
    public string After(DateTimeOffset? since) => QueryLink.Create((SinceParameter, since), (QueryLimit, Limit));
}
