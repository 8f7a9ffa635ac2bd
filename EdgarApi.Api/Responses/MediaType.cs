using EdgarApi.Api.Requests;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Responses;

/// <summary>A response format.</summary>
internal sealed record MediaType(string Name, string ContentType)
{
    public static readonly MediaType Json = new("application/json", "application/json; charset=utf-8");
    public static readonly MediaType Csv = new("text/csv", "text/csv; charset=utf-8; header=present");

    /// <summary>Selects the format where setting a header is impractical, for example in a browser's address bar.</summary>
    public static readonly QueryParameter<MediaType?> Parameter = new(
        "format", "Response format; overrides the `Accept` header.", new ParameterSchema("string") { Enum = ["json", "csv"] }, null,
        text => text.ToUpperInvariant() switch
        {
            "JSON" => Json,
            "CSV" => Csv,
            _ => Parsed<MediaType?>.Invalid("must be one of json, csv"),
        });

    /// <summary>Chooses the format that <c>Accept</c> prefers; the first offered one wins a tie. Null if it accepts no format.</summary>
    public static MediaType? Choose(IList<string> accept, IReadOnlyList<MediaType> offered)
    {
        if (accept.Count == 0) return offered[0];
        // Ignore a header that is not a valid list of media types.
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges)) return offered[0];
        var best = offered.MaxBy(media => GetQuality(media, ranges));
        return best is not null && GetQuality(best, ranges) > 0 ? best : null;
    }

    /// <summary>Gets the quality of the most specific range that matches the format.</summary>
    private static double GetQuality(MediaType media, IList<MediaTypeHeaderValue> ranges) => ranges
        .Where(range => range.MatchesAllTypes || range.MatchesMediaType(media.Name))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .Select(range => range.Quality ?? 1)
        .FirstOrDefault();
}
