using System.Globalization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;

namespace EdgarApi.Api.Updates;

internal sealed record UpdatesQuery(DateTimeOffset? Since, long? After, int Limit) : IQuery<UpdatesQuery>
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly QueryParameter<DateTimeOffset?> SinceParameter = new(
        "since", "Only changes after this date or instant (ISO 8601, UTC unless it has an offset). Defaults to all changes.",
        new ParameterSchema("string") { Format = "date-time" }, null,
        text => DateTimeOffset.TryParseExact(
                // A plus sign that is not URL-encoded arrives as a space. It can only belong to the offset.
                text.Replace(' ', '+'), Formats, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var since)
            ? since
            : Parsed<DateTimeOffset?>.Invalid("must be a date in the format YYYY-MM-DD or an instant such as 2026-01-31T12:00:00Z"));

    private static readonly QueryParameter<int> QueryLimit = CommonParameters.Limit(defaultValue: 100);

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [SinceParameter, QueryLimit, Cursor.NumberParameter, .. RequestedFormat.Parameters];

    public string Canonical => At(After);

    public static UpdatesQuery Read(QueryReader reader) =>
        new(reader.Get(SinceParameter), reader.Get(Cursor.NumberParameter), reader.Get(QueryLimit));

    /// <summary>Gets the query string for the page that begins after a version.</summary>
    public string At(long? version) =>
        QueryLink.Create((SinceParameter, Since), (QueryLimit, Limit), (Cursor.NumberParameter, Cursor.CreateAfter(version)));
}
