using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>Headers that depend on the content of a response. Each is empty if the response lacks it.</summary>
internal readonly record struct AnswerHeaders
{
    /// <summary><c>Link</c>: the next page.</summary>
    public StringValues Link { get; init; }

    /// <summary><c>X-Total-Count</c>: the number of results on all pages.</summary>
    public StringValues TotalCount { get; init; }

    /// <summary><c>Content-Disposition</c>: the name of the file.</summary>
    public StringValues Disposition { get; init; }

    /// <summary>Creates the headers.</summary>
    /// <param name="next">Address of the next page; null on the last page.</param>
    /// <param name="total">Number of results on all pages; null if it is not counted.</param>
    /// <param name="file">Name of the file; null for a response that is no file.</param>
    public static AnswerHeaders From(string? next, int? total, string? file) => new()
    {
        Link = next is null ? StringValues.Empty : $"<{next}>; rel=\"next\"",
        TotalCount = total?.ToString(CultureInfo.InvariantCulture) ?? StringValues.Empty,
        Disposition = file is null ? StringValues.Empty : $"attachment; filename=\"{file}\"",
    };
}
