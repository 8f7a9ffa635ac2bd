using EdgarApi.Api.Requests;
using Microsoft.Net.Http.Headers;

namespace EdgarApi.Api.Responses;

/// <summary>A format that answers come in.</summary>
internal sealed record MediaType(string Name, string ContentType)
{
    public static readonly MediaType Json = new("application/json", "application/json; charset=utf-8");
    public static readonly MediaType Csv = new("text/csv", "text/csv; charset=utf-8; header=present");

    /// <summary>Chooses the format where a header is awkward, as in a browser's address line.</summary>
    public static readonly QueryParameter<MediaType?> Parameter = new(
        "format", "Format of the answer; goes before the `Accept` header.", new ParameterSchema("string") { Enum = ["json", "csv"] }, null,
        text => text.ToUpperInvariant() switch
        {
            "JSON" => Json,
            "CSV" => Csv,
            _ => Parsed<MediaType?>.Invalid("must be one of json, csv"),
        });

    /// <summary>The offered format that <c>Accept</c> likes best, the first among equals; null if it accepts none.</summary>
    public static MediaType? Choose(IList<string> accept, IReadOnlyList<MediaType> offered)
    {
        if (accept.Count == 0) return offered[0];
        // What cannot be read as a list of media types is no wish.
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges)) return offered[0];
        var best = offered.MaxBy(media => Quality(media, ranges));
        return best is not null && Quality(best, ranges) > 0 ? best : null;
    }

    /// <summary>The most specific range that covers the format says how welcome it is.</summary>
    private static double Quality(MediaType media, IList<MediaTypeHeaderValue> ranges) => ranges
        .Where(range => range.MatchesAllTypes || range.MatchesMediaType(media.Name))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .Select(range => range.Quality ?? 1)
        .FirstOrDefault();
}
